"""Calendars, and their versions: what was worked when something was judged stays what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from app.foundation.texts import Name
from app.storage.schema import ASK_A_PERSON, INDEXED, SEARCHED, of_customer, table


@table("calendars", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working hours that contracts refer to: of one customer, or (no customer) of everybody."""

    id: str
    customer_id: Annotated[str | None, INDEXED]
    name: Annotated[Name, SEARCHED, ASK_A_PERSON]


@table("calendar_versions", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion:
    """One version of a calendar, never changed; the one with the highest number counts.

    `week` holds intervals by day ("0" is Monday): ``{"0": "09:00-12:00 13:30-18:00"}``; `special` holds them by date,
    with nothing for a day that is closed. The holidays stand in the version itself, so that a newer program with newer
    holidays does not move what was judged by it; `region` says whose they were.
    """

    id: str
    calendar_id: Annotated[str, INDEXED]
    customer_id: str | None
    number: int
    zone: str
    week: dict[str, str]
    region: str
    closed_on: tuple[str, ...]
    made_up_on: tuple[str, ...]
    special: dict[str, str]
    known_through: date | None
    made_at: datetime
    made_by_id: str
