"""Worked examples are part of a contract: each says what a clock must come to, and this judges whether ours does.

A file of examples is CSV with a column for each field of `_COLUMNS`; `pause intervals` holds ``from/until`` pairs with
semicolons between them, the last one perhaps without an end. What is expected is an instant, or ``PAUSED`` where no due
time may be shown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from app.calendars.planned import Planned, planned_hours
from app.calendars.rules import zone_named
from app.calendars.working_time import MINUTE, Pause, instant, stamp, working_time
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

PAUSED = "PAUSED"
_COLUMNS = (
    "id",
    "calendar description",
    "tz",
    "opened_at",
    "pause intervals",
    "target working minutes",
    "expected_due",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an example comes to; `trouble` says why it could not be judged."""

    id: str
    expected: str
    computed: str
    ok: bool
    trouble: PaigongError | None = None


def judged_examples(path: Path, calendars: Mapping[str, Planned]) -> Iterator[Verdict]:
    """Judge each example of a file. One that cannot be understood is not right, and does not stop the others.

    :raises Trouble: ``examples_unreadable``
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            examples = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise Trouble("examples_unreadable", path=str(path), columns=_COLUMNS) from cause
    if not examples or not set(_COLUMNS) <= examples[0].keys():
        raise Trouble("examples_unreadable", path=str(path), columns=_COLUMNS)
    for example in examples:
        yield _judged({column: (example[column] or "").strip() for column in _COLUMNS}, calendars)


def _judged(example: Mapping[str, str], calendars: Mapping[str, Planned]) -> Verdict:
    name, expected = example["id"], example["expected_due"]
    try:
        zone, due = _due(example, calendars)
        right = due is None if expected == PAUSED else due == _instant(expected, zone)
    except PaigongError as trouble:
        return Verdict(name, expected, "", ok=False, trouble=trouble)
    return Verdict(name, expected, PAUSED if due is None else _written(due, zone), ok=right)


def _due(example: Mapping[str, str], calendars: Mapping[str, Planned]) -> tuple[ZoneInfo, int | None]:
    """The zone that it is told in, and when it falls due."""
    name = example["calendar description"].partition(":")[0].strip()
    if name not in calendars:
        raise Rejection("calendar_not_in_file", calendar=name)
    planned = calendars[name]
    zone = zone_named(example["tz"] or planned.tz or "")
    time = working_time(planned_hours(planned, zone.key))
    pauses = [_pause(text, zone) for text in example["pause intervals"].split(";") if text.strip()]
    return zone, time.due(_instant(example["opened_at"], zone), _promised(example["target working minutes"]), pauses)


def _pause(text: str, zone: ZoneInfo) -> Pause:
    begins, slash, ends = text.partition("/")
    if not slash:
        raise Rejection("pause_not_understood", text=text)
    since, until = _instant(begins, zone), _instant(ends, zone) if ends.strip() else None
    if until is not None and until < since:
        raise Rejection("pause_ends_before_it_begins", text=text)
    return since, until


def _promised(text: str) -> int:
    if re.fullmatch(r"\d{1,8}(\.\d+)?", text, re.ASCII) is None:
        raise Rejection("minutes_not_understood", text=text)
    return int(Decimal(text) * MINUTE)


def _instant(text: str, zone: ZoneInfo) -> int:
    """An instant; one that does not say its offset is meant in the example's zone."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Rejection("instant_not_understood", text=text) from None
    return stamp(at if at.tzinfo else at.replace(tzinfo=zone))


def _written(at: int, zone: ZoneInfo) -> str:
    """In ISO form with its offset; seconds only where there are some."""
    local = instant(at).astimezone(zone)
    return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")


declare(
    {
        "examples_unreadable": N_(
            "{path} holds no worked examples. It must be CSV in UTF-8 with the columns {columns}."
        ),
        "calendar_not_in_file": N_("The file of calendars has none with the name “{calendar}”."),
        "pause_not_understood": N_("“{text}” is no pause. Write from/until, or from/ for one that goes on."),
        "pause_ends_before_it_begins": N_("The pause “{text}” ends before it begins. Write from/until."),
        "minutes_not_understood": N_("“{text}” is no number of minutes."),
        "instant_not_understood": N_("“{text}” is no date with a time, such as 2026-03-09T08:30+08:00."),
    }
)
