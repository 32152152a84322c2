"""Reading attendance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app.accounts.rules import Permission
from app.attendance.rules import Day, day_of
from app.attendance.tables import AttendanceEvent
from app.directory.queries import myself
from app.directory.tables import Person
from app.storage.schema import columns_of
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class PersonsDay:
    """One of our own people and his day."""

    person: Person
    day: Day


def day_of_person(reader: Reader, person_id: str, on: date) -> Day:
    """Somebody's day; `on` is the date at the place where he works."""
    column = columns_of(AttendanceEvent)
    return day_of(reader.find(AttendanceEvent, column.person_id == person_id, column.local_on == on))


def days_of_all(reader: Reader, on: date) -> list[PersonsDay]:
    """The day of each of our own people, by name; of whom nothing is known here is not in yet."""
    events: defaultdict[str, list[AttendanceEvent]] = defaultdict(list)
    for event in reader.find(AttendanceEvent, columns_of(AttendanceEvent).local_on == on):
        events[event.person_id].append(event)
    column = columns_of(Person)
    people = reader.find(Person, column.customer_id.is_(None), order_by=[column.name, column.id])
    return [PersonsDay(person, day_of(events[person.id])) for person in people]


def days_in_sight(reader: Reader, on: date) -> list[PersonsDay]:
    """The days that the person at this workspace may see: everybody's, or his own alone.

    Of colleagues whom he may not see nothing is known here, which must not look as if they had not come.
    """
    me = myself(reader)
    if me.grants.may(Permission.VIEW_ATTENDANCE, None):
        return days_of_all(reader, on)
    person = reader.get(Person, me.person_id)
    return [PersonsDay(person, day_of_person(reader, person.id, on))] if person else []
