"""The hours of a calendar between their two forms: texts in rows and commands, and what a clock runs by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol

from app.calendars.public_days import public_days
from app.calendars.rules import (
    MONDAY,
    SUNDAY,
    Day,
    Region,
    WorkingHours,
    checked,
    interval_from,
    interval_text,
    week_of,
)
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_


class SaysHours(Protocol):
    """A version of a calendar, or a command that makes one; see `app.calendars.tables.CalendarVersion`."""

    @property
    def zone(self) -> str: ...
    @property
    def week(self) -> Mapping[str, str]: ...
    @property
    def closed_on(self) -> Iterable[str]: ...
    @property
    def made_up_on(self) -> Iterable[str]: ...
    @property
    def special(self) -> Mapping[str, str]: ...
    @property
    def known_through(self) -> date | None: ...


def hours_of(said: SaysHours) -> WorkingHours:
    """The hours that a clock can run by.

    :raises Rejection: whatever is wrong with them (`app.calendars.rules.checked`), ``days_wrong``, ``date_wrong``
    """
    return checked(
        WorkingHours(
            zone=said.zone,
            week=week_of({_weekday(day): day_from(text) for day, text in said.week.items()}),
            closed_on=frozenset(map(_date, said.closed_on)),
            made_up_on=frozenset(map(_date, said.made_up_on)),
            special=frozenset((_date(on), day_from(text)) for on, text in said.special.items()),
            known_through=said.known_through,
        )
    )


def day_from(text: str) -> Day:
    """The intervals of one day: ``09:00-12:00 13:30-18:00``; commas are taken as well.

    :raises Rejection: ``interval_wrong``
    """
    return tuple(sorted(interval_from(part) for part in text.replace(",", " ").replace("，", " ").split()))


def day_text(day: Day) -> str:
    """The intervals of one day as people write them."""
    return " ".join(map(interval_text, day))


def special_from(text: str) -> dict[str, str]:
    """Days with hours of their own, a line each: the date and then its intervals; a date alone is closed.

    :raises Rejection: ``date_wrong``, ``day_twice``, ``interval_wrong``
    """
    special: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        on, *intervals = line.split(maxsplit=1)
        day = _date(on).isoformat()
        if day in special:
            raise Rejection("day_twice", day=day)
        special[day] = day_text(day_from(" ".join(intervals)))
    return special


def special_text(special: Mapping[str, str]) -> str:
    """The same lines, in the order of the days."""
    return "\n".join(f"{on} {intervals}".rstrip() for on, intervals in sorted(special.items()))


def with_days(
    special: Mapping[str, str], days: Iterable[date], made_up: Collection[date], week: Mapping[str, str]
) -> dict[str, str]:
    """Days with hours of their own, and more that are closed, or `made_up` like a Monday; what stood there stays."""
    monday = week.get(str(MONDAY), "")
    return {**{on.isoformat(): monday if on in made_up else "" for on in days}, **special}


def own_days(said: SaysHours, region: Region | None) -> dict[str, str]:
    """The days with hours of their own, and those that are closed or made up beyond what a region is known for now."""
    known = public_days(region) if region else None
    closed = set(said.closed_on) - {on.isoformat() for on in (known.closed if known else ())}
    made_up = set(said.made_up_on) - {on.isoformat() for on in (known.made_up if known else ())}
    monday = said.week.get(str(MONDAY), "")
    return {**dict.fromkeys(closed, ""), **dict.fromkeys(made_up, monday), **said.special}


def _weekday(text: str) -> int:
    if text not in map(str, range(MONDAY, SUNDAY + 1)):
        raise Rejection("days_wrong", days=text)
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejection("date_wrong", text=text) from None


declare(
    {
        "date_wrong": N_("“{text}” is no date. Write year, month and day, such as 2026-02-14."),
        "day_twice": N_("{day} stands there twice. Keep one of the two lines."),
    }
)
