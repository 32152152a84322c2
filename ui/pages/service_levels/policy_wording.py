"""Policies in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.foundation.translation import _, ngettext
from app.sla.rules.escalation import LEAST_URGENT, MISSED, TOLD_NAMES, Measure
from app.sla.rules.figures import Figure
from app.sla.rules.levels import ordered_levels
from app.sla.rules.promises import ANY_LEVEL, METRIC_NAMES, SHARES, THIRD_PARTY_NAMES, Bound, Unit
from app.workorders.rules import CHANNEL_NAMES, ORDER_KIND_NAMES, PAUSE_REASON_NAMES, Channel, OrderKind, PauseReason
from ui.widgets.key_value_grid import KeyValue

if TYPE_CHECKING:
    from app.sla.commands import AddPolicy, PauseTerms, StepTerms, TargetTerms


def level_text(level: str) -> str:
    """The level of a target."""
    return _("any level") if level == ANY_LEVEL else level


def promise_text(terms: TargetTerms) -> str:
    """What is promised: the figure, whether the limit itself still counts, and of how many calls."""
    share = "" if terms.share_percent is None else _("{percent} % of the calls").format(percent=terms.share_percent)
    if terms.metric in SHARES or terms.unit is None:
        return _("at least {figure}").format(figure=share)
    figure = figure_text(Figure(terms.value or 0, terms.unit))
    if terms.unit in (Unit.SAME_DAY, Unit.NEXT_DAY):
        return figure
    bound = _("below {figure}") if terms.bound is Bound.BELOW else _("at most {figure}")
    said = bound.format(figure=figure) if terms.value else _("at once")
    return f"{said} · {share}" if share else said


def figure_text(figure: Figure) -> str:
    """A value with its unit."""
    count, texts = (
        figure.value,
        {
            Unit.SECOND: ngettext("{count} second", "{count} seconds", figure.value),
            Unit.MINUTE: ngettext("{count} minute", "{count} minutes", figure.value),
            Unit.HOUR: ngettext("{count} hour", "{count} hours", figure.value),
            Unit.DAY: ngettext("{count} working day", "{count} working days", figure.value),
            Unit.SAME_DAY: _("on the same day"),
            Unit.NEXT_DAY: _("until the end of the next day"),
        },
    )
    return texts[figure.unit].format(count=f"{count:,}")


def policy_facts(policy: AddPolicy) -> tuple[KeyValue, ...]:
    """What a policy says beside its figures."""
    levels = ", ".join(f"{_key_text(key)} → {level}" for key, level in ordered_levels(policy.levels))
    channels = ", ".join(_(CHANNEL_NAMES[Channel(each)]) if each in set(Channel) else each for each in policy.channels)
    pauses = ", ".join(pause_text(reason, terms) for reason, terms in policy.pauses.items())
    chased = policy.chase_minutes
    days = policy.close_after_days
    closing = ngettext("after {count} day without an answer", "after {count} days without an answer", days or 0)
    return (
        KeyValue(_("Levels"), levels or _("none")),
        KeyValue(_("Agreed ways"), channels or _("all")),
        KeyValue(_("With a supplier"), _(THIRD_PARTY_NAMES[policy.third_party])),
        KeyValue(_("Reasons to wait"), pauses or _("none")),
        KeyValue(_("Suppliers chased"), _("every {time}").format(time=_duration(chased)) if chased else _("never")),
        KeyValue(_("Warnings at"), ", ".join(f"{each} %" for each in policy.thresholds)),
        KeyValue(_("Closed by itself"), closing.format(count=days) if days else _("never")),
    )


def reason_text(reason: str) -> str:
    """A reason to wait."""
    return _(PAUSE_REASON_NAMES[PauseReason(reason)]) if reason in set(PauseReason) else reason


def pause_text(reason: str, terms: PauseTerms) -> str:
    """A reason to wait, when somebody is reminded of it, and how long it may last."""
    after, most = terms.remind_after_minutes, terms.at_most_minutes
    words = (
        _("reminder after {time}").format(time=_duration(after)) if after else "",
        _("at most {time}").format(time=_duration(most)) if most else "",
    )
    more = ", ".join(filter(None, words))
    return f"{reason_text(reason)} ({more})" if more else reason_text(reason)


def step_when_text(terms: StepTerms) -> str:
    """When a step is taken."""
    texts = {
        Measure.SHARE: _("{amount} % of the time used"),
        Measure.BEFORE: _("{amount} minutes before it is due"),
        Measure.AFTER: _("{amount} minutes after it was due"),
        Measure.PAUSED: _("{amount} minutes of waiting"),
    }
    missed = terms.measure is Measure.SHARE and terms.amount == MISSED
    return _("when it is missed") if missed else texts[terms.measure].format(amount=f"{terms.amount:,}")


def step_scope_text(terms: StepTerms) -> str:
    """What a step is for: promises, levels, kinds of work and priorities; nothing where it is for all."""
    urgent = "" if terms.up_to_priority >= LEAST_URGENT else _("up to P{priority}")
    words = (
        ", ".join(_(METRIC_NAMES[metric]) for metric in terms.metrics),
        ", ".join(terms.levels),
        ", ".join(_key_text(kind) for kind in terms.kinds),
        urgent.format(priority=terms.up_to_priority),
    )
    return " · ".join(filter(None, words)) or _("all work")


def step_who_text(terms: StepTerms, people: Mapping[str, str]) -> str:
    """Whom a step tells, by what they are and by name."""
    return ", ".join(
        (*(_(TOLD_NAMES[told]) for told in terms.tells), *(people.get(each, "…") for each in terms.person_ids))
    )


def _duration(minutes: int) -> str:
    """Hours where it is whole hours."""
    unit, value = (Unit.MINUTE, minutes) if minutes % 60 else (Unit.HOUR, minutes // 60)
    return figure_text(Figure(value, unit))


def metric_text(terms: TargetTerms) -> str:
    """What a target is about."""
    return _(METRIC_NAMES[terms.metric])


def _key_text(key: str) -> str:
    """What a level is found by: a priority, that of a remote worker, or a kind of work."""
    if key in set(OrderKind):
        return _(ORDER_KIND_NAMES[OrderKind(key)])
    priority, _space, remote = key.partition(" ")
    return _("P{priority} remote").format(priority=priority) if remote else f"P{priority}"
