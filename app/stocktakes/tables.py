"""Stocktakes: what was expected when each began, what was scanned, what was decided, who began and ended it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.stocktakes.rules import DecisionKind, Finding, StocktakeEventKind, StocktakeState, reference_of
from app.storage.schema import INDEXED, PartOf, Window, of_customer, table

_PART = PartOf("stocktakes", "stocktake_id")
_DATED_PART = PartOf("stocktakes", "stocktake_id", dated="at")


@table(
    "stocktakes",
    scope=of_customer,
    window=Window(
        state="state",
        over=frozenset({StocktakeState.ENDED, StocktakeState.CANCELLED}),
        began="begun_at",
        dated=("ended_at",),
    ),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Stocktake:
    """A comparison of the register with what is there: of a customer, or of his one site, department or types.

    In a blind one whoever scans does not see what is expected before it ends. `state` follows from the events.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    name: str
    site_id: str | None
    department_id: str | None
    type_codes: tuple[str, ...]
    blind: bool
    state: Annotated[StocktakeState, INDEXED]
    begun_at: datetime
    begun_by_id: str
    ended_at: datetime | None
    expected_count: int

    @property
    def reference(self) -> str:
        """What it is called on paper and on the command line."""
        return reference_of(self.id, self.begun_at)


@table("stocktake_events", scope=of_customer, window=_DATED_PART)
@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakeEvent:
    """A fact, never changed: a stocktake was begun, ended, reopened or cancelled."""

    id: str
    customer_id: str
    stocktake_id: Annotated[str, INDEXED]
    kind: StocktakeEventKind
    at: datetime
    actor_id: str
    note: str


@table("stocktake_devices", scope=of_customer, window=_PART, indexes=(("stocktake_id", "asset_id"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakeDevice:
    """A device that was expected when a stocktake began, and where; it stays on the list whatever happens to it."""

    id: str
    customer_id: str
    stocktake_id: str
    asset_id: str
    department_id: str | None
    site_id: str | None
    place: str


@table("stocktake_scans", scope=of_customer, window=_DATED_PART, indexes=(("stocktake_id", "asset_id"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakeScan:
    """A fact, never changed: who scanned what where. Without a device the customer has none that is known by `text`.

    `is_late` says that the stocktake had ended when the scan was judged.
    """

    id: str
    customer_id: str
    stocktake_id: str
    asset_id: str | None
    text: str
    finding: Finding
    site_id: str | None
    place: str
    is_late: bool
    at: datetime
    actor_id: str


@table("stocktake_decisions", scope=of_customer, window=_DATED_PART, indexes=(("stocktake_id", "asset_id"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakeDecision:
    """A fact, never changed: what was decided about a device, or about a `text` that nobody knows. The latest counts.

    What it did to the device stands in the register itself.
    """

    id: str
    customer_id: str
    stocktake_id: str
    asset_id: str | None
    text: str
    kind: DecisionKind
    note: str
    at: datetime
    actor_id: str
