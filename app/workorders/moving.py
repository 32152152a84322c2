"""What another version of a calendar would move, shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.calendars.examples import Example, example_dues
from app.calendars.hours import hours_of
from app.calendars.queries import newest_version
from app.calendars.rules import WorkingHours
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class MovedExample:
    """When a promise to a call that comes now falls due, by the version that counts (if any) and by the new one."""

    example: Example
    was: datetime | None
    becomes: datetime


def moved_by(reader: Reader, calendar_id: str | None, hours: WorkingHours, at: datetime) -> tuple[MovedExample, ...]:
    """What moves if a calendar gets these hours now; without a calendar, what the hours come to.

    :raises Rejection: ``record_unknown``, ``beyond_calendar``
    """
    counts = hours_of(newest_version(reader, calendar_id)) if calendar_id else None
    day_minutes = (counts or hours).day_minutes
    were = example_dues(counts, at, day_minutes) if counts else {}
    becoming = example_dues(hours, at, day_minutes)
    return tuple(MovedExample(example, were.get(example), due) for example, due in becoming.items())
