"""Closures, outages, known issues and availability in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.foundation.translation import _
from app.knowledge.rules.closures import (
    CLOSURE_EVENT_NAMES,
    CLOSURE_STATE_NAMES,
    ClosureEventKind,
    ClosureState,
    hours_text,
    shortfall,
)
from ui.pages.wall_clock import WallClock
from ui.widgets.painting import ChipText
from ui.widgets.timeline import TimelineEntry
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.knowledge.availability import Cause, GroupAvailability
    from app.knowledge.queries import KnownKind
    from app.knowledge.tables import Closure, ClosureEvent

_STATE_LOOKS = {
    ClosureState.AGREED: (Tone.INFO, "calendar-days"),
    ClosureState.UNDER_WAY: (Tone.WARN, "circle-pause"),
    ClosureState.ENDED: (Tone.OK, "circle-check"),
    ClosureState.CANCELLED: (Tone.IDLE, "ban"),
}
_EVENT_ICONS = {
    ClosureEventKind.AGREED: "check",
    ClosureEventKind.ANNOUNCED: "send",
    ClosureEventKind.EXTENDED: "hourglass",
    ClosureEventKind.BEGUN: "circle-pause",
    ClosureEventKind.ENDED: "circle-check",
    ClosureEventKind.CANCELLED: "ban",
}
_KNOWN_LOOKS = {
    "closure": (Tone.WARN, "circle-pause"),
    "outage": (Tone.BREACH, "octagon-alert"),
    "issue": (Tone.INFO, "info"),
}
_NEARLY = 0.75
"""The share of the downtime that a target leaves, from which on it is looked at with care."""


def service_name(name: str) -> str:
    """What people call a service: the shipped groups in the language shown now, all else as it was entered."""
    from app.knowledge.presets import GROUP_NAMES

    return _(GROUP_NAMES.get(name, name)) if name else ""


def services_text(names: Iterable[str]) -> str:
    """Several services in one line."""
    return _(", ").join(map(service_name, names)) or _("All services")


def state_chip(state: ClosureState) -> ChipText:
    """Where a closure is."""
    tone, icon = _STATE_LOOKS[state]
    return ChipText(_(CLOSURE_STATE_NAMES[state]), tone, icon)


def period_text(begins_at: datetime, ends_at: datetime | None, wall: WallClock) -> str:
    """From when until when."""
    begins = wall.text(begins_at)
    if ends_at is None:
        return _("since {begins}").format(begins=begins)
    is_same_day = wall.local(begins_at).date() == wall.local(ends_at).date()
    ends = f"{wall.local(ends_at):%H:%M}" if is_same_day else wall.text(ends_at)
    return _("{begins} – {ends}").format(begins=begins, ends=ends)


def notice_text(closure: Closure) -> str:
    """What was missing of the notice; empty where it was given."""
    if not closure.shortfall_minutes:
        return ""
    missing = hours_text(timedelta(minutes=closure.shortfall_minutes))
    return _("Agreed too late by {missing} hours").format(missing=missing)


def announced_text(closure: Closure, wall: WallClock) -> str:
    """When people were told how it stands, and whether that was in time."""
    if closure.announced_at is None:
        return _("Not announced as it stands now")
    told = wall.text(closure.announced_at)
    late = shortfall(closure.kind, closure.begins_at, closure.announced_at)
    if late and closure.state is ClosureState.AGREED:
        return _("{told}, too late by {missing} hours").format(told=told, missing=hours_text(late))
    return told


def event_entry(event: ClosureEvent, actor: str, wall: WallClock) -> TimelineEntry:
    """A fact of a closure as a timeline shows it."""
    title = _(CLOSURE_EVENT_NAMES[event.kind])
    if event.until_at is not None:
        title = _("{event} until {end}").format(event=title, end=wall.text(event.until_at))
    if event.note:
        title = _("{event}: {note}").format(event=title, note=event.note)
    tone = Tone.OK if event.kind is ClosureEventKind.ENDED else Tone.IDLE
    return TimelineEntry(_EVENT_ICONS[event.kind], title, " · ".join(filter(None, (wall.text(event.at), actor))), tone)


def known_chip(kind: KnownKind) -> ChipText:
    """What kind of thing is known."""
    from app.knowledge.queries import KNOWN_KIND_NAMES

    tone, icon = _KNOWN_LOOKS[str(kind)]
    return ChipText(_(KNOWN_KIND_NAMES[kind]), tone, icon)


def cause_title(cause: Cause, minutes: str) -> str:
    """What made services unavailable, and how long."""
    from app.knowledge.tables import Closure

    what = cause.what.reason if isinstance(cause.what, Closure) else cause.what.note or _("Outage")
    return _("{what}: {minutes}").format(what=what, minutes=minutes)


def percent_text(hundredths: int | None) -> str:
    """A percentage with two decimals; a dash where there was nothing to measure."""
    return "—" if hundredths is None else f"{hundredths / 100:.2f} %"


def minutes_text(microseconds: int) -> str:
    """A downtime in minutes."""
    return _("{minutes} min").format(minutes=f"{microseconds / 60_000_000:,.0f}")


def used_share(found: GroupAvailability) -> float:
    """How much of the downtime that the target leaves is used up; more than 1 where it is missed."""
    left = 1 - found.group.target_hundredths / 10_000
    lost = found.figure.mean_down / found.figure.hours if found.figure.hours else 0.0
    return lost / left if left else float(not found.met)


def verdict_chip(found: GroupAvailability) -> ChipText:
    """Whether the target is met so far."""
    if not found.met:
        return ChipText(_("Missed"), Tone.BREACH, "octagon-alert")
    if used_share(found) >= _NEARLY:
        return ChipText(_("Nearly used up"), Tone.WARN, "clock-alert")
    return ChipText(_("Met"), Tone.OK, "circle-check")
