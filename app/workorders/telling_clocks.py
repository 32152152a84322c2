"""An explanation of a clock as lines of text: the same in a window, on paper and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.calendars.working_time import SECOND
from app.foundation.translation import _
from app.sla.rules.clock import CLOCK_STATE_NAMES
from app.sla.rules.escalation import MISSED
from app.sla.rules.faults import level_text
from app.sla.rules.promises import HAPPENING_NAMES, METRIC_NAMES, Bound, Happening, Metric
from app.sla.rules.timeline import STRETCH_NAMES, StretchKind
from app.workorders.rules import PAUSE_REASON_NAMES, PauseReason
from app.workorders.rules.work_time import WorkTime
from app.workorders.suppliers import SUPPLIER, SUPPLIER_SINCE
from app.workorders.watching import METRIC, MINUTES, MINUTES_LEFT, PERCENT, RISEN

if TYPE_CHECKING:  # a window's first list is painted before any of this is loaded
    from app.workorders.explanations import ExplainedChange, ExplainedStretch, Explanation


def hours_and_minutes(seconds: int) -> str:
    """A duration as people read it: ``2:05`` for two hours and five minutes; what is left of a minute is cut off."""
    sign, minutes = "-" if seconds < 0 else "", abs(seconds) // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def headline(explanation: Explanation) -> str:
    """How a clock stands, in one line."""
    reading = explanation.reading
    promised = hours_and_minutes(reading.promised // SECOND)
    limit = _("below {time}") if explanation.bound is Bound.BELOW else _("at most {time}")
    words = [
        f"{_(METRIC_NAMES[explanation.metric])}: {_(CLOCK_STATE_NAMES[reading.state])}",
        *([_("level {level}").format(level=level_text(reading.level))] if reading.level else []),
    ]
    if reading.promised:
        words += [
            limit.format(time=promised),
            _("used {time}").format(time=hours_and_minutes(reading.elapsed // SECOND)),
        ]
    if explanation.due_at is not None:
        due = _("due {time} (provisional)") if reading.provisional else _("due {time}")
        words.append(due.format(time=local_text(explanation, explanation.due_at)))
    if explanation.missed_at is not None:
        words.append(_("missed at {time}").format(time=local_text(explanation, explanation.missed_at)))
    if explanation.next_rise is not None and reading.runs:
        at, level = explanation.next_rise
        rise = _("rises to {level} at {time}")
        words.append(rise.format(level=level_text(level), time=local_text(explanation, at)))
    return ", ".join(words)


def saying_text(facts: Mapping[str, str]) -> str:
    """What a clock said by itself, of the facts of its event."""
    if RISEN in facts:
        return _("the outage has made it a {level}").format(level=level_text(facts[RISEN]))
    if MINUTES in facts:
        reason = facts.get("reason", "")
        why = _(PAUSE_REASON_NAMES[PauseReason(reason)]) if reason in set(PauseReason) else reason
        return _("paused for {time}: {reason}").format(time=hours_and_minutes(int(facts[MINUTES]) * 60), reason=why)
    if SUPPLIER_SINCE in facts:
        return _("no answer yet from the supplier {supplier}").format(supplier=facts[SUPPLIER])
    if METRIC not in facts:
        return ""
    metric = _(METRIC_NAMES[Metric(facts[METRIC])])
    if MINUTES_LEFT in facts:
        left = int(facts[MINUTES_LEFT])
        said = _("{metric}: {time} left") if left > 0 else _("{metric}: overdue by {time}")
        return said.format(metric=metric, time=hours_and_minutes(abs(left) * 60))
    percent = int(facts[PERCENT])
    said = _("{metric} missed") if percent == MISSED else _("{metric}: {percent} % of the time used")
    return said.format(metric=metric, percent=percent)


def forecast_text(forecast: Sequence[tuple[Metric, int]]) -> str:
    """Which promises will be missed by how many seconds, as it is planned."""
    late = _("{metric} will be late by {time}, as it is planned")
    return "; ".join(
        late.format(metric=_(METRIC_NAMES[metric]), time=hours_and_minutes(seconds)) for metric, seconds in forecast
    )


def worked_text(time: WorkTime) -> str:
    """How long people were at work, and how much of that counts as outside of the contract's hours."""
    total, outside = hours_and_minutes(time.total // SECOND), hours_and_minutes(time.outside // SECOND)
    if not time.outside:
        return total if time.total else ""
    return _("{total}, of which {outside} outside of the contract's hours").format(total=total, outside=outside)


def stretch_text(stretch: ExplainedStretch) -> str:
    """What a stretch was, and what it counted."""
    if stretch.kind is not StretchKind.STOOD_STILL or stretch.why is None:
        return _(STRETCH_NAMES[stretch.kind])
    return _with_person(_reason(stretch.why, stretch.about), stretch.by)


def change_text(change: ExplainedChange) -> str:
    """What began, changed or stopped the clock."""
    return _with_person(_reason(change.happening, change.about), change.by)


def lines(explanation: Explanation) -> Iterator[str]:
    """The whole explanation: how it stands, every stretch of its time, and what changed it."""
    yield headline(explanation)
    for stretch in explanation.stretches:
        times = f"{local_text(explanation, stretch.begins)} – {local_text(explanation, stretch.ends)}"
        counted = hours_and_minutes(stretch.seconds) if stretch.kind is StretchKind.COUNTED else "·"
        yield f"  {times}  {counted:>7}  {stretch_text(stretch)}"
    for change in explanation.changes:
        yield f"  {local_text(explanation, change.at)}  {change_text(change)}"


def local_text(explanation: Explanation, at: datetime) -> str:
    """An instant by the clocks where the contract's hours are."""
    local = at.astimezone(ZoneInfo(explanation.zone))
    return f"{local:%Y-%m-%d %H:%M}"


def _reason(happening: Happening, about: str) -> str:
    what = _(HAPPENING_NAMES[happening])
    if happening is Happening.PAUSED and about in set(PauseReason):
        about = _(PAUSE_REASON_NAMES[PauseReason(about)])
    elif happening is Happening.LEVELLED:
        about = level_text(about)
    return f"{what}: {about}" if about else what


def _with_person(what: str, person: str) -> str:
    return _("{what} ({person})").format(what=what, person=person) if person else what
