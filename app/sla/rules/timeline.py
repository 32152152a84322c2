"""Why a clock says what it says: every stretch of its time with what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_
from app.sla.rules.clock import Reading, Standstill
from app.sla.rules.promises import Calendar


class StretchKind(StrEnum):
    """What a stretch of time was to a clock."""

    COUNTED = "counted"
    OUTSIDE_HOURS = "outside_hours"
    STOOD_STILL = "stood_still"


STRETCH_NAMES = {
    StretchKind.COUNTED: N_("Counted"),
    StretchKind.OUTSIDE_HOURS: N_("Outside hours"),
    StretchKind.STOOD_STILL: N_("Paused"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in microseconds since 1970 UTC; `because` is what let the clock stand still."""

    kind: StretchKind
    begins: int
    ends: int
    because: Standstill | None = None


def stretches(reading: Reading, calendar: Calendar, now: int) -> list[Stretch]:
    """The time of a clock from its beginning until it stopped, or until now, without a gap.

    What it counted adds up to what `app.sla.rules.clock.read_clock` says has elapsed, as long as the call kept its
    level, or the contract counts a new level from the opening.
    """
    if reading.began_at is None:
        return []
    ends = now if reading.stopped_at is None else reading.stopped_at
    found: list[Stretch] = []
    place = reading.began_at
    for standstill in reading.standstills:
        begins = max(standstill.begins, place)
        until = ends if standstill.ends is None else min(standstill.ends, ends)
        if begins < until:
            found += _by_hours(calendar, place, begins)
            found.append(Stretch(StretchKind.STOOD_STILL, begins, until, standstill))
            place = until
    return [*found, *_by_hours(calendar, place, ends)]


def _by_hours(calendar: Calendar, begins: int, ends: int) -> Iterator[Stretch]:
    place = begins
    for opens, closes in calendar.windows(begins, ends):
        if place < opens:
            yield Stretch(StretchKind.OUTSIDE_HOURS, place, opens)
        yield Stretch(StretchKind.COUNTED, opens, closes)
        place = closes
    if place < ends:
        yield Stretch(StretchKind.OUTSIDE_HOURS, place, ends)
