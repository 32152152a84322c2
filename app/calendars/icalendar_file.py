"""Closed days out of an iCalendar file (RFC 5545), as people export their holidays; read in another process.

What lasts whole days closes them, recurring or not; what has a time of day does not, and is named. A file is read
whole or refused: no entry is passed over because it could not be understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

if TYPE_CHECKING:
    from icalendar import Event

LARGEST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5_000
MOST_RECURRING = 200
MOST_DAYS = 1_000
LONGEST_SPAN_YEARS = 10
_DAY = timedelta(days=1)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
"""How often whole days can recur; anything shorter would never end."""
_TELLING_WHEN = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_WORKED = ("补班", "上班", "(班)", "（班）")
_EARLIEST = 1900
"""Rules are followed from where they begin, so a beginning long ago costs time."""


@dataclass(frozen=True, slots=True)
class FoundDays:
    """The days of a file that lie in the chosen years, with what they are called, and what was left out.

    Those of `made_up` are worked: calendars that are published in China have make-up days between the holidays and
    name them so. `timed` names entries with a time of day; `elsewhere` counts entries without a day in these years.
    """

    days: dict[date, str]
    made_up: frozenset[date]
    timed: tuple[str, ...]
    elsewhere: int


def read_days(path: Path, first_year: int, last_year: int) -> FoundDays:
    """The days of the file at `path`, from the first to the last of these years.

    :raises Trouble: ``holiday_file_unreadable``, ``holiday_file_too_large``, ``holiday_entry_wrong``,
        ``holiday_file_years``
    """
    if not 0 <= last_year - first_year < LONGEST_SPAN_YEARS or first_year < _EARLIEST:
        raise Trouble("holiday_file_years", most=LONGEST_SPAN_YEARS)
    calendars = _parsed(path)
    days: dict[date, str] = {}
    timed: list[str] = []
    elsewhere = 0
    for series in _series([event for calendar in calendars for event in calendar.walk("VEVENT")]):
        if not all(map(_is_whole_days, series)):
            timed.append(_name(series[0]))
            continue
        found = {on: _name(event) for event in _occurrences(series, first_year, last_year) for on in _days(event)}
        inside = {on: name for on, name in found.items() if first_year <= on.year <= last_year}
        elsewhere += not inside
        days = inside | days
        if len(days) > MOST_DAYS:
            raise Trouble("holiday_file_too_large", path=str(path))
    made_up = frozenset(on for on, name in days.items() if any(word in name for word in _WORKED))
    return FoundDays(dict(sorted(days.items())), made_up, tuple(timed), elsewhere)


def _parsed(path: Path) -> list[Any]:
    from icalendar import Calendar

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            raise Trouble("holiday_file_too_large", path=str(path))
        calendars = Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as cause:  # whatever the parser stumbles over
        raise Trouble("holiday_file_unreadable", path=str(path)) from cause
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise Trouble("holiday_file_unreadable", path=str(path))
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) > MOST_EVENTS or sum("RRULE" in event for event in events) > MOST_RECURRING:
        raise Trouble("holiday_file_too_large", path=str(path))
    return list(calendars)


def _series(events: list[Event]) -> Iterator[list[Event]]:
    """Entries that belong together: a recurring one with its exceptions. Those without a UID stand alone."""
    together: dict[object, list[Event]] = {}
    for place, event in enumerate(events):
        _check(event)
        if str(event.get("STATUS", "")).upper() != "CANCELLED" or "RECURRENCE-ID" in event:
            together.setdefault(str(event["UID"]) if event.get("UID") else place, []).append(event)
    yield from together.values()


def _check(event: Event) -> None:
    """Refuse an entry of which it is not clear when it is."""
    if {name for name, _why in event.errors} & _TELLING_WHEN or not (_is_placed(event) and _recurs_rarely(event)):
        raise Trouble("holiday_entry_wrong", name=_name(event))


def _is_placed(event: Event) -> bool:
    begins, ends = _value(event, "DTSTART"), _value(event, "DTEND")
    return isinstance(begins, date) and begins.year >= _EARLIEST and (ends is None or _day(ends) >= _day(begins))


def _recurs_rarely(event: Event) -> bool:
    rules = event.get("RRULE", [])
    return all(
        {str(often).upper() for often in rule.get("FREQ", ("",))} <= _FREQUENCIES
        and all(int(interval) >= 1 for interval in rule.get("INTERVAL", ()))
        for rule in (rules if isinstance(rules, list) else [rules])
    )


def _is_whole_days(event: Event) -> bool:
    """Whether an entry has dates without times, or, as some programs write it, lasts from midnight to midnight."""
    begins, ends = _value(event, "DTSTART"), _value(event, "DTEND")
    if not isinstance(begins, datetime):
        return True
    if not isinstance(ends, datetime):
        return False
    return begins.time() == ends.time() == time() and begins.date() < ends.date()


def _occurrences(series: list[Event], first_year: int, last_year: int) -> list[Event]:
    from icalendar import Calendar
    from recurring_ical_events import of

    alone = Calendar()
    for event in series:
        alone.add_component(event)
    try:
        found: list[Event] = of(alone).between(date(first_year, 1, 1), date(last_year, 12, 31) + _DAY)
    except Exception as cause:  # the rules of others have more ways to be wrong than there are names for
        raise Trouble("holiday_entry_wrong", name=_name(series[0])) from cause
    return [event for event in found if str(event.get("STATUS", "")).upper() != "CANCELLED"]


def _days(event: Event) -> Iterator[date]:
    """The days of one occurrence; its end is the first day after it."""
    on, ends = _day(_value(event, "DTSTART")), _day(_value(event, "DTEND") or _value(event, "DTSTART"))
    last = max(on, ends - _DAY)
    for _day_number in range(min((last - on).days + 1, MOST_DAYS + 1)):
        yield on
        on += _DAY


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _value(event: Event, name: str) -> Any:
    """A date or an instant of an entry; None where it has none, or several."""
    return getattr(event.get(name), "dt", None)


def _name(event: Event) -> str:
    return str(event.get("SUMMARY", "")).strip()[:200] or "—"


declare(
    {
        "holiday_file_unreadable": N_(
            "{path} is no iCalendar file that can be read. Export the holidays again, as a file that ends in .ics."
        ),
        "holiday_file_too_large": N_("There is too much in {path}. Export only the holidays, or choose fewer years."),
        "holiday_entry_wrong": N_(
            "The entry “{name}” does not say clearly on which days it is. Correct it in the program that it is from."
        ),
        "holiday_file_years": N_("Choose at most {most} years, the first one before the last."),
    }
)
