"""The hours of a calendar between their two forms: texts in rows and commands, and what a clock runs by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from app.calendars.rules import MONDAY, SUNDAY, Day, WorkingHours, checked, interval_from, interval_text, week_of
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


def _weekday(text: str) -> int:
    if text not in map(str, range(MONDAY, SUNDAY + 1)):
        raise Rejection("days_wrong", days=text)
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejection("date_wrong", text=text) from None


declare({"date_wrong": N_("“{text}” is no date. Write year, month and day, such as 2026-02-14.")})
