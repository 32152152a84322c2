"""Dates as people write them. Whether day or month stands first is decided for a whole column, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from app.foundation.errors import Rejection


class DateOrder(StrEnum):
    """What stands first in dates such as 3/4/2026 of one column."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNCLEAR = "unclear"  # some of its dates may mean two days, and nothing tells, or the column contradicts itself
    NOT_NEEDED = "not_needed"


_TIME_OF_DAY = re.compile(
    r"[t ]\s*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-]\d\d:?\d\d)?$", re.ASCII
)
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_ANY_YEAR = r"(?P<year>\d{4}|\d\d)"
_MONTH_NAME = r"(?P<name>[a-z]{3,9})"
_CLEAR_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号]",
        rf"{_DAY}\.\s*{_MONTH}\.\s*{_ANY_YEAR}",  # with points the day is always first
        rf"{_DAY}(?:st|nd|rd|th|\.)?[\s-]*{_MONTH_NAME}[.,]?[\s-]*{_ANY_YEAR}",
        rf"{_MONTH_NAME}\.?\s*{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    )
)
_ORDERED_FORM = re.compile(  # a year of two digits only after strokes: 26-11-22 may mean three days
    r"(?P<first>\d{1,2})(?P<mark>[/-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|(?<=/)\d\d)", re.ASCII
)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
# English and Norwegian, full or shortened: the first three letters tell.
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10}
_MONTHS |= {"nov": 11, "dec": 12, "mai": 5, "okt": 10, "des": 12}
_MONTHS_IN_A_YEAR = 12
_LONGEST_TEXT = 60
_SHORT_YEAR_DIGITS = 2
_YEARS = range(1900, 2200)  # what a register can mean; anything else is a slip of the pen
_FIRST_YEAR_OF_LAST_CENTURY = 70  # 70 to 99 are 19xx, 00 to 69 are 20xx


def date_order(values: Iterable[str]) -> DateOrder:
    """The order in one column, from all its values: a number above 12 tells, unless another one contradicts it."""
    told: set[DateOrder] = set()
    needed = False
    for value in values:
        ordered = _ORDERED_FORM.fullmatch(_plain(value))
        if ordered is None or ordered["first"] == ordered["second"]:
            continue
        order = _order_by_itself(int(ordered["first"]), int(ordered["second"]))
        if order is None:
            needed = True
        else:
            told.add(order)
    if len(told) == 1:
        return told.pop()
    return DateOrder.UNCLEAR if needed else DateOrder.NOT_NEEDED


def parse_date(text: str, order: DateOrder = DateOrder.UNCLEAR, serial_epoch: date | None = None) -> date:
    """The date that `text` means; a time of day after it is left out.

    `order` decides dates that may mean two days. `serial_epoch` is the day 0 of a workbook's serial dates, which are
    dates only there (five digits: the years 1927 to 2173). Raises `Rejection`: `date_not_understood`,
    `date_order_unclear`.
    """
    plain = _plain(text)
    if serial_epoch is not None and _SERIAL.fullmatch(plain):
        return serial_epoch + timedelta(days=int(plain))
    ordered = _ORDERED_FORM.fullmatch(plain)
    parts = _clear_parts(plain) if ordered is None else _ordered_parts(text, ordered, order)
    if parts is not None and parts[0] in _YEARS:
        try:
            return date(*parts)
        except ValueError:
            pass
    raise Rejection("date_not_understood", value=text)


def _plain(text: str) -> str:
    """The text without the time of day, in plain small letters; empty where it is too long for any date."""
    if len(text) > _LONGEST_TEXT:
        return ""
    return _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text).strip().casefold())


def _order_by_itself(first: int, second: int) -> DateOrder | None:
    if first > _MONTHS_IN_A_YEAR >= second:
        return DateOrder.DAY_FIRST
    if second > _MONTHS_IN_A_YEAR >= first:
        return DateOrder.MONTH_FIRST
    return None


def _ordered_parts(text: str, found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    """Year, month, day of a date whose order matters, unless its own numbers tell."""
    first, second = int(found["first"]), int(found["second"])
    order = _order_by_itself(first, second) or order
    if first != second and order in {DateOrder.UNCLEAR, DateOrder.NOT_NEEDED}:
        raise Rejection("date_order_unclear", value=text)
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    return _full_year(found["year"]), month, day


def _clear_parts(plain: str) -> tuple[int, int, int] | None:
    """Year, month, day of a date that can be read in one way only."""
    for form in _CLEAR_FORMS:
        found = form.fullmatch(plain)
        if found is not None:
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _MONTHS.get(parts["name"][:3], 0)
            return _full_year(parts["year"]), month, int(parts["day"])
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > _SHORT_YEAR_DIGITS:
        return year
    return year + (1900 if year >= _FIRST_YEAR_OF_LAST_CENTURY else 2000)
