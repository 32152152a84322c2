"""What a person needs to know in the morning, from several rooms at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.workorders.filters import OrderFilter, OrderSegment

if TYPE_CHECKING:
    from app.messages.tables import Notice
    from app.storage.units import Reader
    from app.workorders.queries.own_visits import OwnVisit


@dataclass(frozen=True, slots=True)
class Today:
    """The visits of the person at this workspace, what was told to him, and what waits for somebody."""

    name: str
    visits: tuple[OwnVisit, ...]
    unread: tuple[Notice, ...]
    counts: Mapping[OrderSegment, int]
    refused_count: int
    stocktake_count: int


def read_today(reader: Reader, day: tuple[datetime, datetime], at: datetime) -> Today:
    """All this for the day that begins and ends at these instants; `at` is the present, which tells what is due."""
    from app.directory.queries import myself
    from app.inbox.queries import refused_entries
    from app.messages.queries import unread_notices
    from app.stocktakes.rules import StocktakeState
    from app.stocktakes.tables import Stocktake
    from app.workorders.queries.listing import order_counts
    from app.workorders.queries.own_visits import own_visits

    me = myself(reader)
    return Today(
        name=me.name,
        visits=tuple(own_visits(reader, *day)),
        unread=tuple(unread_notices(reader, me.person_id)),
        counts=order_counts(reader, OrderFilter(), at),
        refused_count=len(refused_entries(reader)),
        stocktake_count=reader.count(Stocktake, state=StocktakeState.OPEN),
    )
