"""What the part about service levels asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.calendars.commands import AddCalendar, ReviseCalendar
    from app.calendars.tables import Calendar, CalendarVersion
    from app.directory.tables import Customer
    from app.storage.units import Reader
    from app.workorders.moving import Moves


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """A calendar with the version that counts, and whose it is; nobody's name means everybody's."""

    calendar: Calendar
    version: CalendarVersion
    customer: str


@dataclass(frozen=True, slots=True)
class ListedCalendars:
    """All calendars by name, and whether the person at this workspace may make any."""

    calendars: tuple[ListedCalendar, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class ShownCalendar:
    """A calendar with all its versions, the newest first, who made them, and whether it may be changed here."""

    calendar: Calendar
    customer: str
    versions: tuple[CalendarVersion, ...]
    makers: dict[str, str]
    may_manage: bool


def read_calendars(reader: Reader) -> ListedCalendars:
    """Every calendar that is known here."""
    from app.calendars.queries import all_calendars, newest_version
    from app.directory.queries import myself

    names = _customer_names(reader)
    return ListedCalendars(
        tuple(
            ListedCalendar(calendar, newest_version(reader, calendar.id), names.get(calendar.customer_id or "", ""))
            for calendar in all_calendars(reader)
        ),
        myself(reader).grants.may_somewhere(Permission.MANAGE_SERVICE_LEVELS),
    )


def calendar_question(calendar_id: str) -> Callable[[Reader], ShownCalendar | None] | None:
    """Asks for one calendar; nothing is asked with an empty id."""
    return partial(_read_calendar, calendar_id) if calendar_id else None


def moving_question(draft: AddCalendar | ReviseCalendar, at: datetime) -> Callable[[Reader], Moves]:
    """Asks what a calendar, or a version of one, would move."""
    return partial(_read_moves, draft, at)


def read_customers(reader: Reader) -> list[Customer]:
    """The customers by name."""
    from app.directory.queries import customers

    return customers(reader)


def _read_calendar(calendar_id: str, reader: Reader) -> ShownCalendar | None:
    from app.calendars.queries import versions_of
    from app.calendars.tables import Calendar
    from app.directory.queries import myself, names_of

    calendar = reader.get(Calendar, calendar_id)
    if calendar is None:
        return None
    versions = versions_of(reader, calendar_id)
    return ShownCalendar(
        calendar,
        _customer_names(reader).get(calendar.customer_id or "", ""),
        tuple(reversed(versions)),
        names_of(reader, (version.made_by_id for version in versions)),
        myself(reader).grants.may(Permission.MANAGE_SERVICE_LEVELS, calendar.customer_id),
    )


def _read_moves(draft: AddCalendar | ReviseCalendar, at: datetime, reader: Reader) -> Moves:
    from app.workorders.moving import moved_by

    return moved_by(reader, draft, at)


def _customer_names(reader: Reader) -> dict[str, str]:
    return {customer.id: customer.name for customer in read_customers(reader)}
