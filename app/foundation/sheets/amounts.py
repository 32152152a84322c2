"""Amounts of money as people write them: any grouping, point or comma before the decimals, currency before or after."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.foundation.errors import Rejection


class DecimalMark(StrEnum):
    """What stands before the decimals in the amounts of one column."""

    POINT = "point"
    COMMA = "comma"
    UNCLEAR = "unclear"  # 1.200 may be a thousand times 1.2 and nothing tells, or the column contradicts itself


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum, exact; `currency` is the ISO 4217 code where the text names one."""

    value: Decimal
    currency: str | None = None


_CURRENCIES = {code.lower(): code for code in ("USD", "CNY", "EUR", "GBP", "NOK", "SEK", "DKK", "JPY", "HKD")}
_CURRENCIES |= {"$": "USD", "us$": "USD", "hk$": "HKD", "€": "EUR", "£": "GBP", "kr": "NOK", "kr.": "NOK"}
_CURRENCIES |= {"¥": "CNY", "元": "CNY", "rmb": "CNY", "人民币": "CNY"}
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<bracket>\()?\s*(?P<minus>-)?\s*(?P<before>{_CURRENCY})?\s*(?P<late_minus>-)?\s*"
    rf"(?P<number>\d(?:[\d., ']*\d)?)(?:,-)?\s*(?P<after>{_CURRENCY})?\s*(?(bracket)\))",
    re.ASCII,
)
_MINUSES = str.maketrans({"−": "-", "–": "-", "’": "'"})
_GROUPED_DIGITS = re.compile(r"\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*|\d+", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_MOST_DIGITS = 15
_LONGEST_TEXT = 60


def decimal_mark(values: Iterable[str]) -> DecimalMark:
    """The mark in one column, from all its values: an amount that can be read in one way only tells for the others."""
    told: set[DecimalMark] = set()
    unclear = False
    for value in values:
        found = _read(value)
        if found is None:
            continue
        mark = _mark_by_itself(found["number"])
        if mark is not None:
            told.add(mark)
        elif _TWO_READINGS.fullmatch(found["number"]):
            unclear |= "." in found["number"]
    if len(told) == 1:
        return told.pop()
    return DecimalMark.UNCLEAR if told or unclear else DecimalMark.POINT


def parse_amount(text: str, mark: DecimalMark = DecimalMark.POINT) -> Amount:
    """The amount that `text` means; `mark` decides what may be read in two ways.

    Raises `Rejection`: `amount_not_understood`, `amount_unclear`.
    """
    found = _read(text)
    value = None if found is None else _value(text, found["number"], mark)
    if found is None or value is None:
        raise Rejection("amount_not_understood", value=text)
    signs = [sign for sign in (found["bracket"], found["minus"], found["late_minus"]) if sign]
    currencies = [_CURRENCIES[sign] for sign in (found["before"], found["after"]) if sign]
    if len(signs) > 1 or len(set(currencies)) > 1:
        raise Rejection("amount_not_understood", value=text)
    return Amount(-value if signs else value, currencies[0] if currencies else None)


def _read(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST_TEXT:
        return None
    return _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).translate(_MINUSES).strip().casefold())


def _mark_by_itself(number: str) -> DecimalMark | None:
    """The decimal mark that the number shows beyond doubt: the last of two, or one that cannot part thousands."""
    marks = [character for character in number if character in ".,"]
    if not marks or _TWO_READINGS.fullmatch(number):
        return None
    last = DecimalMark.POINT if marks[-1] == "." else DecimalMark.COMMA
    if len(marks) > 1 and len(set(marks)) == 1:  # 1.200.000
        return DecimalMark.COMMA if last is DecimalMark.POINT else DecimalMark.POINT
    return last


def _value(text: str, number: str, mark: DecimalMark) -> Decimal | None:
    mark = _mark_by_itself(number) or mark
    if mark is DecimalMark.UNCLEAR and _TWO_READINGS.fullmatch(number):
        raise Rejection("amount_unclear", value=text)
    whole, _mark, decimals = number.partition("," if mark is DecimalMark.COMMA else ".")
    digits = re.sub(r"\D", "", whole)
    if not _GROUPED_DIGITS.fullmatch(whole) or not re.fullmatch(r"\d*", decimals):
        return None
    return Decimal(f"{digits}.{decimals}") if len(digits + decimals) <= _MOST_DIGITS else None
