"""Days, weeks and months that figures are told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(20\d\d|19[789]\d)-(0[1-9]|1[0-2])", re.ASCII)
_DAY_TEXT = re.compile(_MONTH.pattern + r"-\d\d", re.ASCII)


class Grain(StrEnum):
    """How long a period is; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


GRAIN_NAMES = {Grain.DAY: N_("By day"), Grain.WEEK: N_("By week"), Grain.MONTH: N_("By month")}


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another; both are part of it."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days) for days in range((self.last - self.first).days + 1))

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last


def period_of(on: date, grain: Grain) -> Period:
    """The day, week or month that a day is in."""
    match grain:
        case Grain.DAY:
            return Period(on, on)
        case Grain.WEEK:
            monday = on - timedelta(days=on.weekday())
            return Period(monday, monday + timedelta(days=6))
        case Grain.MONTH:
            first = on.replace(day=1)
            return Period(first, (first + timedelta(days=31)).replace(day=1) - _DAY)


def periods(whole: Period, grain: Grain) -> Iterator[Period]:
    """The days, weeks or months of a longer period; the first and the last are cut to it.

    :raises Rejection: ``period_backwards``
    """
    if whole.last < whole.first:
        raise Rejection("period_backwards")
    begins = whole.first
    while begins <= whole.last:
        ends = min(period_of(begins, grain).last, whole.last)
        yield Period(begins, ends)
        begins = ends + _DAY


def month_named(text: str) -> tuple[int, int]:
    """The year and the month of a text such as ``2026-11``.

    :raises Rejection: ``month_wrong``
    """
    read = _MONTH.fullmatch(text.strip())
    if read is None:
        raise Rejection("month_wrong", text=text)
    return int(read[1]), int(read[2])


def day_named(text: str) -> date:
    """The date of a text such as ``2026-11-30``.

    :raises Rejection: ``day_wrong``
    """
    read = _DAY_TEXT.fullmatch(text.strip())
    try:
        return date.fromisoformat(read[0] if read else "")
    except ValueError:
        raise Rejection("day_wrong", text=text) from None


declare(
    {
        "month_wrong": N_("“{text}” is no month. Write the year and the month, such as 2026-11."),
        "day_wrong": N_("“{text}” is no day. Write year, month and day, such as 2026-11-30."),
        "period_backwards": N_("The period ends before it begins. Check both days."),
    }
)
