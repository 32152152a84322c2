"""The checklists of an order, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.checklists.rules import ItemAnswer
from app.storage.schema import INDEXED, PartOf, of_customer, table


@table("order_checklists", scope=of_customer, window=PartOf("work_orders", "order_id"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChecklist:
    """A list as it was when the work began, or when somebody attached it; later versions change nothing of it."""

    id: str
    customer_id: str
    order_id: Annotated[str, INDEXED]
    version_id: str
    name: str
    items: str
    attached_at: datetime
    attached_by_id: str


@table("checklist_answers", scope=of_customer, window=PartOf("work_orders", "order_id", dated="at"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistAnswer:
    """A fact, never changed: what somebody answered about the point at `place` (from 1). The latest one counts.

    `ordinal` counts the answers of a list as they were judged; `at` is the device's claim. `reading` is what was
    measured, with a point before its decimals.
    """

    id: str
    customer_id: str
    order_id: Annotated[str, INDEXED]
    checklist_id: Annotated[str, INDEXED]
    place: int
    ordinal: int
    answer: ItemAnswer
    reading: str
    note: str
    at: datetime
    actor_id: str
