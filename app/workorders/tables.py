"""Orders, visits, and the facts that both follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.storage.schema import INDEXED, SEARCHED, of_customer, table
from app.workorders.rules import Channel, EventKind, OrderKind, OrderState, VisitState


@table(
    "work_orders",
    scope=of_customer,
    # They hold all that their lists are filtered and sorted by: looking 29,000 rows up takes 250 ms, not 5.
    indexes=(
        ("state", "logged_at", "due_at"),
        ("engineer_id", "state", "logged_at"),
        ("customer_id", "state", "logged_at", "due_at", "priority"),
    ),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """One piece of work with a number. Priority 1 is the most urgent of 4.

    `state`, `engineer_id`, `resolved_at`, `closed_at` and `pause_reason` follow from the events. `due_at` is what was
    agreed with the caller.
    """

    id: str
    number: Annotated[str, SEARCHED, INDEXED]
    customer_id: str
    site_id: str | None
    asset_id: Annotated[str | None, INDEXED]
    system_id: str | None
    kind: OrderKind
    channel: Channel
    priority: Annotated[int, INDEXED]
    title: Annotated[str, SEARCHED]
    description: Annotated[str, SEARCHED]
    caller_name: str
    caller_phone: str
    place: str
    state: OrderState
    engineer_id: str | None
    pause_reason: str
    logged_at: Annotated[datetime, INDEXED]
    logged_by_id: str
    due_at: Annotated[datetime | None, INDEXED]
    resolved_at: datetime | None
    resolution: str
    closed_at: datetime | None


@table("visits", scope=of_customer, indexes=(("engineer_id", "state"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One engineer's going there. `planned_at` is when the desk wants him there."""

    id: str
    order_id: Annotated[str, INDEXED]
    customer_id: str
    engineer_id: str
    state: VisitState
    planned_at: datetime | None
    assigned_at: datetime
    assigned_by_id: str
    started_at: datetime | None
    finished_at: datetime | None


@table("order_events", scope=of_customer, indexes=(("order_id", "ordinal"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent:
    """A fact, never changed. `ordinal` counts the facts of an order as they were judged; `at` is the device's claim."""

    id: str
    order_id: str
    customer_id: str
    visit_id: str | None
    ordinal: int
    kind: EventKind
    at: datetime
    actor_id: str
    note: Annotated[str, SEARCHED]
    facts: dict[str, str]


@table("order_aliases", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAlias:
    """Another number that leads to an order for ever, such as a provisional one."""

    id: str
    customer_id: str
    order_id: Annotated[str, INDEXED]
    alias: Annotated[str, SEARCHED]
