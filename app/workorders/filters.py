"""What a list of work orders is asked for, and what it answers: plain values, known before any database is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.workorders.rules import OrderKind, OrderState

DUE_SOON = timedelta(hours=1)
"""An order that is due within this time is at risk."""


class OrderSegment(StrEnum):
    """The parts of the list that people work from."""

    ALL = "all"
    UNASSIGNED = "unassigned"
    IN_PROGRESS = "in_progress"
    """Somebody was sent, is at work, or waits for something."""
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LATE_BY_PLAN = "late_by_plan"
    """The visit is planned too late for what is promised (`app.workorders.rules.forecast`)."""
    MINE = "mine"


class OrderSort(StrEnum):
    """What a list of orders can be sorted by."""

    LOGGED = "logged"
    NUMBER = "number"
    PRIORITY = "priority"
    CUSTOMER = "customer"
    ENGINEER = "engineer"
    STATE = "state"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders, in which order. Every word of `text` must occur in the order's texts, or in one of its numbers."""

    segment: OrderSegment = OrderSegment.ALL
    text: str = ""
    customer_id: str | None = None
    sort: OrderSort = OrderSort.LOGGED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class OrderListItem:
    """What a list shows of an order. `row` is the database's own number of the row; `site` includes the place.

    `level` is what the customer's agreement calls the priority, empty where it has no names of its own.
    `due_at` is when the first of its clocks falls due; where that stands still the order is `paused`.
    """

    row: int
    id: str
    number: str
    title: str
    kind: OrderKind
    priority: int
    state: OrderState
    customer: str
    site: str
    engineer: str
    logged_at: datetime
    due_at: datetime | None
    paused: bool = False
    level: str = ""
