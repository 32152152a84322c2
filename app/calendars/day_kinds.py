"""What each day of a calendar is, so that a year can be looked through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.calendars.hours import day_text
from app.calendars.public_days import PublicDays, public_days
from app.calendars.rules import Region, WorkingHours
from app.foundation.translation import N_


class DayKind(StrEnum):
    """Why a day has the hours that it has."""

    WORKED = "worked"
    FREE = "free"
    PUBLIC = "public"
    MADE_UP = "made_up"
    CLOSED = "closed"
    SPECIAL = "special"


DAY_KIND_NAMES = {
    DayKind.WORKED: N_("Worked"),
    DayKind.FREE: N_("Not worked"),
    DayKind.PUBLIC: N_("Public holiday"),
    DayKind.MADE_UP: N_("Make-up working day"),
    DayKind.CLOSED: N_("Closed day"),
    DayKind.SPECIAL: N_("Own hours"),
}


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """One day: why it has these hours, its hours as text, and the name of its holiday (untranslated), if any."""

    kind: DayKind
    hours: str
    name: str


class YearOfDays:
    """Tells of any day what it is by these hours; `region` knows the names of its holidays."""

    def __init__(self, hours: WorkingHours, region: Region | None) -> None:
        self._hours = hours
        self._public: PublicDays | None = public_days(region) if region else None
        self._special = dict(hours.special)

    def day(self, on: date) -> DayOfYear:
        """What a day is."""
        names = self._public.names if self._public else {}
        kind = self.kind(on)
        is_public = kind in (DayKind.PUBLIC, DayKind.MADE_UP)
        return DayOfYear(kind, day_text(self._hours.day(on)), names.get(on, "") if is_public else "")

    @property
    def known_through(self) -> date | None:
        """The last day whose public holidays are announced."""
        return self._hours.known_through

    def kind(self, on: date) -> DayKind:
        """Why a day has its hours."""
        if on in self._special:
            return DayKind.SPECIAL if self._special[on] else DayKind.CLOSED
        if on in self._hours.made_up_on:
            return DayKind.MADE_UP
        if on in self._hours.closed_on:
            return DayKind.PUBLIC
        return DayKind.WORKED if self._hours.week[on.weekday()] else DayKind.FREE
