"""When a plan comes round, and what becomes of the turns that were missed."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_

EveryMonths = Literal[3, 6, 12]
"""Computers are cleaned every three or six months, printers every six, or twelve where it is clean (`domain.md` §5)."""

FURTHEST_YEARS = 10
"""A first due date further away than this is a slip of the finger."""


class OccurrenceState(StrEnum):
    """What became of one turn of a plan."""

    ORDERED = "ordered"
    SKIPPED = "skipped"


OCCURRENCE_STATE_NAMES = {
    OccurrenceState.ORDERED: N_("Ordered"),
    OccurrenceState.SKIPPED: N_("Skipped"),
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a plan comes round: first on a date, then every so many months."""

    first_due_on: date
    every_months: int

    def due_on(self, sequence: int) -> date:
        """The date of the `sequence`-th turn (from 1), counted from the first: a short month shifts no later turn."""
        return add_months(self.first_due_on, self.every_months * (sequence - 1))

    def latest(self, on: date) -> int:
        """How many turns are due by a date: the sequence of the latest one, 0 where there is none yet."""
        months = 12 * (on.year - self.first_due_on.year) + on.month - self.first_due_on.month
        sequence = months // self.every_months + 1
        return max(0, sequence if self.due_on(sequence) <= on else sequence - 1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month where it is shorter (31 January + 3: 30 April)."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))


def order_id_of(plan_id: str, sequence: int) -> str:
    """The id of the order of one turn, on every device: so nobody makes it twice."""
    return derive_id("cleaning_order", plan_id, str(sequence))


def occurrence_id_of(plan_id: str, sequence: int) -> str:
    """The id of the record of one turn, on every device."""
    return derive_id("cleaning_occurrence", plan_id, str(sequence))


def device_list(devices: dict[str, int]) -> str:
    """How many devices of each type, as an order says it in any language: ``COM × 40 · NBK × 2``."""
    return " · ".join(f"{type_code} × {count}" for type_code, count in sorted(devices.items()))


def check_first_due(first_due_on: date, today: date) -> None:
    """Whether a plan that is made today can begin on a date.

    :raises Rejection: ``due_date_unlikely``
    """
    if abs(first_due_on.year - today.year) > FURTHEST_YEARS:
        raise Rejection("due_date_unlikely", date=first_due_on.isoformat())


def check_not_ahead(on: date, today: date) -> None:
    """Whether orders can be due on a date; `today` is by UTC, so somewhere it is tomorrow already.

    :raises Rejection: ``date_ahead``
    """
    if on > today + timedelta(days=1):
        raise Rejection("date_ahead", date=on.isoformat())


declare(
    {
        "date_ahead": N_("{date} is still to come. Check the date and the clock of this computer, and do it again."),
        "due_date_unlikely": N_("{date} is more than ten years away. Check the first due date and enter it again."),
    }
)
