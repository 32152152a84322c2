"""Working time between instants, by prefix sums: a look-up costs two bisections, whatever lies between.

Instants are whole microseconds since 1970 UTC, as they are stored; so summer time, leap days and fractions of minutes
need no thought. Local time is only used while the sums are made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from threading import RLock
from zoneinfo import ZoneInfo

from app.calendars.rules import DAY_MINUTES, WorkingHours
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ANCHOR = 2025
"""Sums count from the beginning of this year."""
_EARLIEST, _LATEST = 1970, 2100
"""Years outside of which nothing is promised."""

_Table = tuple[list[int], list[int], list[int]]
"""When it opens, when it closes, and what was worked before each opening and at last in all."""

Pause = tuple[int, int | None]
"""From when until when a clock stands still; without an end it still does."""


def stamp(at: datetime) -> int:
    """An aware instant as microseconds since 1970 UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant(stamped: int) -> datetime:
    """The instant, in UTC."""
    return _EPOCH + timedelta(microseconds=stamped)


class WorkingTime:
    """The working time of one version of a calendar.

    It is made for the years that are asked for, as they are asked for. Sums count from a fixed day, so that what was
    measured before more years were added still holds. Many threads ask at once: one of them adds years, and the others
    never see half of one (openings first, then closings, then sums, and the bounds at last).
    """

    def __init__(self, hours: WorkingHours) -> None:
        self.hours = hours
        self._zone = hours.zone_info()
        self._first_year, self._last_year = _ANCHOR, _ANCHOR
        self._adding = RLock()
        opens, closes = self._windows(_ANCHOR)
        self._table = opens, closes, _sums(0, opens, closes)
        self._set_bounds()
        known = hours.known_through
        self._announced_until = None if known is None else _first(known + timedelta(days=1), 0, self._zone)

    def until(self, at: int) -> int:
        """Working microseconds before this instant, counted from some day that stays the same.

        :raises Rejection: ``beyond_calendar``
        """
        if not self._from <= at < self._to:
            self._reach(at)
        opens, closes, sums = self._table
        place = bisect_right(opens, at)
        if place == 0:
            return sums[0]
        return sums[place - 1] + min(closes[place - 1], at) - opens[place - 1]

    def reached(self, worked: int) -> int:
        """The earliest instant before which so much was worked; used up at closing time means at closing time.

        :raises Rejection: ``beyond_calendar``
        """
        opens, _closes, sums = self._table
        place = bisect_left(sums, worked)
        if not 0 < place < len(sums):
            opens, _closes, sums = self._reach_sum(worked)
            place = bisect_left(sums, worked)
        return opens[place - 1] + worked - sums[place - 1]

    def between(self, begins: int, ends: int) -> int:
        """Working microseconds from one instant to another."""
        return self.until(ends) - self.until(begins)

    def due(self, begins: int, promised: int, pauses: Iterable[Pause] = ()) -> int | None:
        """When a promise of so many working microseconds falls due; None while a pause lets no time be named.

        Pauses may overlap, lie before the beginning, after the end or outside of working hours, and come in any order.

        :raises Rejection: ``beyond_calendar``
        """
        until = self.until
        worked = until(begins) + promised
        due = self.reached(worked)
        last = begins
        for pause_begins, pause_ends in sorted(pauses, key=_beginning):
            if pause_begins >= due:
                break
            if pause_ends is None:
                return None
            if pause_ends > last:
                worked += until(pause_ends) - until(max(pause_begins, last))
                due = self.reached(worked)
                last = pause_ends
        return max(due, begins)

    def elapsed(self, begins: int, ends: int, pauses: Iterable[Pause] = ()) -> int:
        """Working microseconds from one instant to another that lie in no pause."""
        until = self.until
        last = begins
        elapsed = until(ends) - until(begins)
        for pause_begins, pause_ends in sorted(pauses, key=_beginning):
            until_when = ends if pause_ends is None or pause_ends > ends else pause_ends
            since = max(pause_begins, last)
            if until_when > since:
                elapsed -= until(until_when) - until(since)
                last = until_when
        return max(elapsed, 0)

    def windows(self, begins: int, ends: int) -> list[tuple[int, int]]:
        """The worked stretches between two instants, cut to them."""
        self.until(begins)
        self.until(ends)
        known_opens, known_closes, _worked = self._table
        first = max(bisect_right(known_opens, begins) - 1, 0)
        last = bisect_left(known_opens, ends)
        cut = [(max(known_opens[place], begins), min(known_closes[place], ends)) for place in range(first, last)]
        return [(opens, closes) for opens, closes in cut if opens < closes]

    def end_of_day(self, at: int, later: int = 0) -> int:
        """The midnight that ends the civil day of an instant, or so many civil days later."""
        day = instant(at).astimezone(self._zone).date() + timedelta(days=later)
        return _first(day + timedelta(days=1), 0, self._zone)

    def civil_period(self, at: int, *, month: bool) -> str:
        """The civil day of an instant, or its month: ``2026-03-09``, ``2026-03``."""
        return instant(at).astimezone(self._zone).strftime("%Y-%m" if month else "%Y-%m-%d")

    def is_provisional(self, at: int) -> bool:
        """Whether an instant lies beyond the last day whose holidays are announced."""
        return self._announced_until is not None and at >= self._announced_until

    def _reach(self, at: int) -> None:
        with self._adding:
            while at < self._from:
                self._add_earlier()
            while at >= self._to:
                self._add_later()

    def _reach_sum(self, worked: int) -> _Table:
        """The table once so much has been worked in it."""
        with self._adding:
            while self._table[2][-1] < worked:
                self._add_later()
            while self._table[2][0] >= worked:
                self._add_earlier()
            return self._table

    def _add_earlier(self) -> None:
        """Places move, so the table is another one."""
        first_year = _within_reason(self._first_year - 1)
        known_opens, known_closes, known_sums = self._table
        opens, closes = self._windows(first_year)
        if closes and known_opens:
            closes[-1] = min(closes[-1], known_opens[0])
        worked = sum(closes) - sum(opens)
        sums = _sums(known_sums[0] - worked, opens, closes)[:-1]
        self._first_year = first_year
        self._table = opens + known_opens, closes + known_closes, sums + known_sums
        self._set_bounds()

    def _add_later(self) -> None:
        """No place moves, so the table grows."""
        last_year = _within_reason(self._last_year + 1)
        known_opens, known_closes, known_sums = self._table
        opens, closes = self._windows(last_year)
        if opens and known_closes:
            opens[0] = max(opens[0], known_closes[-1])
        sums = _sums(known_sums[-1], opens, closes)
        self._last_year = last_year
        known_opens += opens
        known_closes += closes
        known_sums[-1:] = sums
        self._set_bounds()

    def _set_bounds(self) -> None:
        """What begins on the eve of the first year may reach into it, so its first two days wait for that year."""
        self._from = _first(date(self._first_year, 1, 3), 0, self._zone)
        self._to = _first(date(self._last_year + 1, 1, 1), 0, self._zone)

    def _windows(self, year: int) -> tuple[list[int], list[int]]:
        """When it opens and closes in a year."""
        opens: list[int] = []
        closes: list[int] = []
        day = date(year, 1, 1)
        while day.year == year:
            for interval in self.hours.day(day):
                begins = _first(day, interval.opens, self._zone)
                ends = _last(day, interval.closes, self._zone)
                if closes and begins <= closes[-1]:
                    closes[-1] = max(closes[-1], ends)
                elif begins < ends:
                    opens.append(begins)
                    closes.append(ends)
            day += timedelta(days=1)
        return opens, closes


@lru_cache(maxsize=128)
def working_time(hours: WorkingHours) -> WorkingTime:
    """The working time of a calendar's version, made once."""
    return WorkingTime(hours)


def _beginning(pause: Pause) -> int:
    return pause[0]


def _sums(start: int, opens: list[int], closes: list[int]) -> list[int]:
    """What was worked before each opening, and at last what was worked in all."""
    return list(accumulate((ends - begins for begins, ends in zip(opens, closes, strict=True)), initial=start))


def _within_reason(year: int) -> int:
    if not _EARLIEST <= year <= _LATEST:
        raise Rejection("beyond_calendar", year=year)
    return year


def _first(day: date, minutes: int, zone: ZoneInfo) -> int:
    """When the clocks on the wall first show this time; if they skip it, when they skip it."""
    once, again = _readings(day, minutes, zone)
    return once if once <= again else _skip(again, once, zone)


def _last(day: date, minutes: int, zone: ZoneInfo) -> int:
    """When the clocks on the wall last show this time; if they skip it, when they skip it."""
    once, again = _readings(day, minutes, zone)
    return again if once <= again else _skip(again, once, zone)


def _readings(day: date, minutes: int, zone: ZoneInfo) -> tuple[int, int]:
    """The instant that a time on the wall means by the offset before a change of the clocks, and by the one after.

    They are the same but in the hour that comes twice (the first is the earlier) and in the one that is skipped (the
    first is the later); see PEP 495.
    """
    days, minutes = divmod(minutes, DAY_MINUTES)
    midnight = datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
    wall = midnight.replace(hour=minutes // 60, minute=minutes % 60)
    return stamp(wall), stamp(wall.replace(fold=1))


def _skip(before: int, after: int, zone: ZoneInfo) -> int:
    """When the clocks are put forward between two instants."""
    was = instant(before).astimezone(zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if instant(middle).astimezone(zone).utcoffset() == was:
            before = middle
        else:
            after = middle
    return after


declare(
    {
        "beyond_calendar": N_("No calendar reaches to the year {year}. Check the date, and how long the promise is."),
    }
)
