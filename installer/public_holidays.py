"""Writes the public holidays that the program ships: `python -m installer.public_holidays`.

They are facts of law, taken from `chinesecalendar` (China, with its make-up working days) and `holidays` (England,
Norway) and kept as a file of our own, so that a calendar never changes because a library was updated. China announces
each year in the autumn before; England's are proclaimed about two years ahead; Norway's follow from Easter.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator

import chinese_calendar
import holidays

from app.calendars.public_days import FILE, HEADER, Kind
from app.calendars.rules import Region

FIRST_YEAR = 2020
LAST_YEARS = {Region.ENGLAND: 2028, Region.NORWAY: 2040}

Line = tuple[str, str, str, str]


def china() -> Iterator[Line]:
    """Every day off, weekends inside a festival too, and the weekend days that are worked instead."""
    told = ((Kind.CLOSED, chinese_calendar.holidays), (Kind.MADE_UP, chinese_calendar.workdays))
    for kind, days in told:
        for on, name in days.items():
            if on.year >= FIRST_YEAR:
                yield Region.CHINA, on.isoformat(), kind, _our_name(name)


def elsewhere(region: Region, country: str, subdivision: str | None) -> Iterator[Line]:
    """The holidays of a country, those that stand in for a weekend's among them."""
    years = range(FIRST_YEAR, LAST_YEARS[region] + 1)
    for on, name in holidays.country_holidays(country, subdiv=subdivision, years=years).items():
        yield region, on.isoformat(), Kind.CLOSED, _our_name(name)


def _our_name(name: str) -> str:
    """One name a day, in British English, whether it stands in for another day or not."""
    return name.partition("; ")[0].removesuffix(" (observed)").replace("Labor Day", "Labour Day")


def write(lines: Iterable[Line]) -> None:
    """Write the file, in an order that makes the next year's change easy to review."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(sorted(lines))


def main() -> int:
    """Write what the program ships."""
    write([*china(), *elsewhere(Region.ENGLAND, "GB", "ENG"), *elsewhere(Region.NORWAY, "NO", None)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
