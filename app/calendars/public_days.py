"""The public holidays and make-up working days that the program ships (`resources/calendars/public_holidays.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.calendars.rules import Region
from app.foundation.translation import N_

FILE = Path(__file__).resolve().parents[2] / "resources" / "calendars" / "public_holidays.csv"
HEADER = ("region", "on", "kind", "name")


class Kind(StrEnum):
    """What is special about a day."""

    CLOSED = "closed"
    MADE_UP = "made_up"


@dataclass(frozen=True, slots=True)
class PublicDays:
    """The days of one region, as far as they are announced: until the end of the year `known_through`."""

    closed: frozenset[date]
    made_up: frozenset[date]
    known_through: date
    names: dict[date, str]


@cache
def public_days(region: Region) -> PublicDays:
    """The public days of a region."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["region"] == region]
    days = {kind: frozenset(_on(line) for line in lines if line["kind"] == kind) for kind in Kind}
    return PublicDays(
        closed=days[Kind.CLOSED],
        made_up=days[Kind.MADE_UP],
        known_through=date(max(on.year for on in days[Kind.CLOSED]), 12, 31),
        names={_on(line): line["name"] for line in lines},
    )


def _on(line: dict[str, str]) -> date:
    return date.fromisoformat(line["on"])


PUBLIC_DAY_NAMES = (
    N_("Ascension Day"),
    N_("Boxing Day"),
    N_("Christmas Day"),
    N_("Constitution Day"),
    N_("Coronation of Charles III"),
    N_("Dragon Boat Festival"),
    N_("Easter Monday"),
    N_("Easter Sunday"),
    N_("Good Friday"),
    N_("Labour Day"),
    N_("Late Summer Bank Holiday"),
    N_("Maundy Thursday"),
    N_("May Day"),
    N_("Mid-autumn Festival"),
    N_("National Day"),
    N_("New Year's Day"),
    N_("Pentecost"),
    N_("Pentecost Monday"),
    N_("Platinum Jubilee of Elizabeth II"),
    N_("Second Day of Christmas"),
    N_("Spring Bank Holiday"),
    N_("Spring Festival"),
    N_("State Funeral of Queen Elizabeth II"),
    N_("Tomb-sweeping Day"),
)
"""The names in the file, for the catalogue of translations."""
