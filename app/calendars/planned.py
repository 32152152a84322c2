"""Calendars as a contract's worked examples bring them: a JSON file with a week, a region and a zone for each name."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import msgspec

from app.calendars.public_days import public_days
from app.calendars.rules import MONDAY, SUNDAY, Interval, Region, WorkingHours, checked, interval_from, week_of
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

LARGEST_BYTES = 4 * 1024 * 1024


class Planned(msgspec.Struct, frozen=True):
    """One calendar of the file. `days` says what is worked, such as ``{"0-4": ["09:00-12:00", "13:30-18:00"]}``.

    `holidays` names a region; with `make_up_days` the weekend days that are worked there count like a Monday. Without
    `tz` the zone stands in each example.
    """

    days: dict[str, list[str]]
    holidays: str | None = None
    make_up_days: bool = False
    tz: str | None = None


class _File(msgspec.Struct, frozen=True):
    calendars: dict[str, Planned]


def read_planned(path: Path) -> dict[str, Planned]:
    """The calendars of a file, by their names.

    :raises Trouble: ``calendar_file_unreadable``
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES)  # what is cut off there is no JSON any more
        return msgspec.json.decode(content.removeprefix(BOM_UTF8), type=_File).calendars
    except (OSError, ValueError) as cause:
        raise Trouble("calendar_file_unreadable", path=str(path)) from cause


def planned_hours(planned: Planned, zone: str) -> WorkingHours:
    """The hours of a planned calendar, in its own zone or else in this one.

    :raises Rejection: whatever is wrong with them (`app.calendars.rules.checked`), ``region_unknown``, ``days_wrong``
    """
    worked: dict[int, list[Interval]] = {}
    for days, intervals in planned.days.items():
        for day in _days(days):
            worked.setdefault(day, []).extend(interval_from(interval) for interval in intervals)
    known = public_days(_region(planned.holidays)) if planned.holidays is not None else None
    return checked(
        WorkingHours(
            zone=planned.tz or zone,
            week=week_of(worked),
            closed_on=known.closed if known else frozenset(),
            made_up_on=known.made_up if known and planned.make_up_days else frozenset(),
            known_through=known.known_through if known else None,
        )
    )


def _region(name: str) -> Region:
    try:
        return Region(name)
    except ValueError:
        raise Rejection("region_unknown", region=name, known=[region.value for region in Region]) from None


def _days(text: str) -> range:
    """The days of ``0-4`` or ``5``; 0 is Monday."""
    first, _dash, last = text.partition("-")
    try:
        days = range(int(first), int(last or first) + 1)
    except ValueError:
        days = range(0)
    if not days or days[0] < MONDAY or days[-1] > SUNDAY:
        raise Rejection("days_wrong", days=text)
    return days


declare(
    {
        "calendar_file_unreadable": N_(
            "{path} is no file of calendars. It must be JSON that holds “calendars”, each with its “days”."
        ),
        "region_unknown": N_("No public holidays are known for “{region}”. Known are: {known}."),
        "days_wrong": N_("“{days}” are no days of the week. Write 0 to 6, Monday first, such as 0-4 or 5."),
    }
)
