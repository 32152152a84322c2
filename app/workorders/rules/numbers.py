"""The numbers of orders."""

from __future__ import annotations

import re

NUMBER_DIGITS = 6


def order_number(year: int, serial: str) -> str:
    """The number that people say on the phone: ``W26-004711``, provisional ``W26-P7KQ04``."""
    return f"{number_series(year)}-{serial}"


def number_series(year: int) -> str:
    """The series of order numbers of a year."""
    return f"W{year % 100:02d}"


def is_number_series(series: str) -> bool:
    """Whether this is the series of order numbers of some year."""
    return re.fullmatch(r"W[0-9]{2}", series) is not None
