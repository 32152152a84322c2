"""Which hours are worked: a week of intervals, public holidays, make-up days, and days with hours of their own.

All of it is local time of one zone; `app.calendars.working_time` turns it into instants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

DAY_MINUTES = 24 * 60
LONGEST_MINUTES = 2 * DAY_MINUTES
"""An interval may end after midnight, at the latest with the next day."""
MONDAY, SUNDAY = 0, 6
_CLOCK = re.compile(r"\s*(\d{1,2}):([0-5]\d)\s*", re.ASCII)


class Region(StrEnum):
    """Whose public holidays a calendar keeps."""

    CHINA = "CN"
    ENGLAND = "GB-ENG"
    NORWAY = "NO"


REGION_NAMES = {
    Region.CHINA: N_("China (with make-up working days)"),
    Region.ENGLAND: N_("England (bank holidays)"),
    Region.NORWAY: N_("Norway"),
}


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `opens` until just before `closes`, in minutes after the midnight of the day that it belongs to.

    One that ends after 24:00 belongs to the day on which it began, also where the next day is a holiday.
    """

    opens: int
    closes: int

    @property
    def minutes(self) -> int:
        """How long it is by the clock on the wall."""
        return self.closes - self.opens


Day = tuple[Interval, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]
"""Monday first."""


@dataclass(frozen=True)
class WorkingHours:
    """One version of a calendar.

    Of a day counts the first that is said of it: hours of its own (`special`), a make-up day (`made_up_on`, which is
    worked like a Monday), a holiday (`closed_on`), and else its day of the week. `known_through` is the last day for
    which the holidays are announced: what falls due later is provisional.
    """

    zone: str
    week: Week
    closed_on: frozenset[date] = frozenset()
    made_up_on: frozenset[date] = frozenset()
    special: frozenset[tuple[date, Day]] = frozenset()
    known_through: date | None = None

    def day(self, on: date) -> Day:
        """The intervals that begin on this day."""
        if on in self._special:
            return self._special[on]
        if on in self.made_up_on:
            return self.week[MONDAY]
        if on in self.closed_on:
            return ()
        return self.week[on.weekday()]

    @cached_property
    def _special(self) -> dict[date, Day]:
        return dict(self.special)

    @cached_property
    def day_minutes(self) -> int:
        """What "one day" of a promise comes to: the minutes of the fullest day of the week (`domain.md` §3)."""
        return max(sum(interval.minutes for interval in day) for day in self.week)

    def zone_info(self) -> ZoneInfo:
        """The zone.

        :raises Rejection: ``zone_unknown``
        """
        return zone_named(self.zone)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of the IANA database with this name.

    :raises Rejection: ``zone_unknown``
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        raise Rejection("zone_unknown", zone=name) from None


def checked(hours: WorkingHours) -> WorkingHours:
    """The same hours, if a clock can run by them.

    :raises Rejection: ``zone_unknown``, ``interval_wrong``, ``intervals_overlap``, ``hours_missing``
    """
    hours.zone_info()
    for day in (*hours.week, *(day for _on, day in hours.special)):
        _check_day(day)
    for day, following in pairwise((*hours.week, hours.week[MONDAY])):
        _check_night(day, following)
    if not any(hours.week):
        raise Rejection("hours_missing")
    if hours.made_up_on and not hours.week[MONDAY]:
        raise Rejection("make_up_without_monday")
    return hours


def interval_from(text: str) -> Interval:
    """The interval of a text such as ``09:00-12:00``; hours may go on past 24 (``22:00-26:00``).

    :raises Rejection: ``interval_wrong``
    """
    try:
        opens, closes = (_minutes(part) for part in text.split("-"))
    except ValueError:
        raise Rejection("interval_wrong", interval=text) from None
    interval = Interval(opens, closes)
    _check_day((interval,))
    return interval


def interval_text(interval: Interval) -> str:
    """The interval as people write it: ``22:00-26:00``."""
    return f"{_clock(interval.opens)}-{_clock(interval.closes)}"


def week_of(days: Mapping[int, Iterable[Interval]]) -> Week:
    """A week out of the days that are worked; 0 is Monday."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        tuple(sorted(days.get(day, ()))) for day in range(MONDAY, SUNDAY + 1)
    )
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _check_day(day: Day) -> None:
    for interval in day:
        if not (0 <= interval.opens < DAY_MINUTES and interval.opens < interval.closes <= LONGEST_MINUTES):
            raise Rejection("interval_wrong", interval=interval_text(interval))
    for earlier, later in pairwise(sorted(day)):
        if later.opens < earlier.closes:
            raise Rejection("intervals_overlap", first=interval_text(earlier), second=interval_text(later))


def _check_night(day: Day, following: Day) -> None:
    if day and following and max(interval.closes for interval in day) - DAY_MINUTES > min(following).opens:
        last = max(day, key=lambda interval: interval.closes)
        raise Rejection("intervals_overlap", first=interval_text(last), second=interval_text(min(following)))


def _minutes(clock: str) -> int:
    read = _CLOCK.fullmatch(clock)
    if read is None:
        raise ValueError(clock)
    return int(read[1]) * 60 + int(read[2])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


declare(
    {
        "zone_unknown": N_("“{zone}” is no time zone. Choose one by region and city, such as Asia/Shanghai."),
        "interval_wrong": N_(
            "“{interval}” is no interval of a day. Write when it opens and closes, such as 09:00-12:00; "
            "what ends after midnight goes on past 24, such as 22:00-26:00."
        ),
        "intervals_overlap": N_("{first} and {second} overlap. Join them, or let one begin when the other ends."),
        "hours_missing": N_("No hour of the week is worked, so no clock would ever run. Enter at least one interval."),
        "make_up_without_monday": N_("Make-up days are worked like a Monday, and Monday has no hours. Enter them."),
    }
)
