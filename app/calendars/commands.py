"""Making calendars and giving them new versions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, TypeVar

from msgspec import Meta

from app.accounts.rules import Permission
from app.calendars.hours import hours_of
from app.calendars.public_days import public_days
from app.calendars.queries import newest_version
from app.calendars.rules import Region
from app.calendars.tables import Calendar, CalendarVersion
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Name, ShortText
from app.storage.commands import Context, Merged, handles, its_customer
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

_Intervals = dict[str, Annotated[str, Meta(max_length=200)]]
_Days = Annotated[tuple[Annotated[str, Meta(max_length=10)], ...], Meta(max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hours:
    """What a version of a calendar says (`app.calendars.tables.CalendarVersion`).

    The public holidays of `region` are filled in where the command is first given; with `make_up_days` the weekend
    days that are worked there, too.
    """

    zone: ShortText
    week: _Intervals
    region: Region | None = None
    make_up_days: bool = False
    special: _Intervals = field(default_factory=dict)
    closed_on: _Days = ()
    made_up_on: _Days = ()
    known_through: date | None = None


_HoursT = TypeVar("_HoursT", bound=_Hours)


def with_public_days(command: _HoursT) -> _HoursT:
    """The command with the days of its region as this program knows them; one that names days keeps those."""
    if command.region is None or command.closed_on:
        return command
    known = public_days(command.region)
    return replace(
        command,
        closed_on=tuple(sorted(on.isoformat() for on in known.closed)),
        made_up_on=tuple(sorted(on.isoformat() for on in known.made_up)) if command.make_up_days else (),
        known_through=known.known_through,
    )


def _prepared(_unit: UnitOfWork, command: _HoursT, _context: Context) -> _HoursT:
    return with_public_days(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCalendar(_Hours):
    """Make a calendar with its first version: of one customer, or (no customer) of everybody."""

    id: str
    name: Name
    customer_id: str | None = None


@handles(
    "calendars.add",
    AddCalendar,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=its_customer,
    prepare=_prepared,
)
def add_calendar(unit: UnitOfWork, command: AddCalendar, context: Context) -> None:
    """Names are unique among a customer's calendars."""
    unit.require_new(Calendar, command.id)
    _require_free_name(unit, command.customer_id, command.name)
    calendar = Calendar(id=command.id, customer_id=command.customer_id, name=command.name)
    unit.put(calendar)
    unit.put(version_of(calendar, command, at=context.at, by_id=context.actor_id, number=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCalendar(Edit):
    """Call a calendar otherwise; its hours are those of its versions."""

    row_type = Calendar


@handles("calendars.edit", EditCalendar, permission=Permission.MANAGE_SERVICE_LEVELS, customer_of=customer_of_edited)
def edit_calendar(unit: UnitOfWork, command: EditCalendar, context: Context) -> Merged | None:
    """Names are unique among a customer's calendars."""
    calendar = unit.require(Calendar, command.id)
    merging = merge_edit(command, calendar, context, calendar.customer_id)
    if "name" in merging.changed:
        _require_free_name(unit, calendar.customer_id, merging.row.name)
    unit.put(merging.row)
    return merging.outcome


def _require_free_name(unit: Reader, customer_id: str | None, name: str) -> None:
    column = columns_of(Calendar)
    if unit.first(Calendar, column.customer_id == customer_id, column.name == name) is not None:
        raise Rejection("name_taken", name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseCalendar(_Hours):
    """Give a calendar a new version; `seen_number` is the number of the one that it was made from."""

    calendar_id: str
    seen_number: int


def _customer_of_calendar(reader: Reader, command: ReviseCalendar) -> str | None:
    return reader.require(Calendar, command.calendar_id).customer_id


@handles(
    "calendars.revise",
    ReviseCalendar,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=_customer_of_calendar,
    prepare=_prepared,
)
def revise_calendar(unit: UnitOfWork, command: ReviseCalendar, context: Context) -> None:
    """Two people who changed it at once would silently undo each other: the second one is asked to look again."""
    calendar = unit.require(Calendar, command.calendar_id)
    newest = newest_version(unit, calendar.id)
    if newest.number != command.seen_number:
        raise Rejection("calendar_changed_meanwhile", name=calendar.name)
    number = newest.number + 1
    unit.put(version_of(calendar, command, at=context.at, by_id=context.actor_id, number=number))


def version_of(calendar: Calendar, command: _Hours, *, at: datetime, by_id: str, number: int) -> CalendarVersion:
    """The version of a calendar that a command makes.

    :raises Rejection: whatever is wrong with its hours
    """
    hours_of(command)  # refuses what no clock can run by
    return CalendarVersion(
        id=derive_id("calendar_version", calendar.id, str(number)),
        calendar_id=calendar.id,
        customer_id=calendar.customer_id,
        number=number,
        zone=command.zone,
        week=command.week,
        region=command.region or "",
        closed_on=command.closed_on,
        made_up_on=command.made_up_on,
        special=command.special,
        known_through=command.known_through,
        made_at=at,
        made_by_id=by_id,
    )
