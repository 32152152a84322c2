"""Cleaning plans, and what became of each of their turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from app.maintenance.rules import OccurrenceState, Rhythm
from app.storage.schema import INDEXED, of_customer, table


@table("cleaning_plans", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningPlan:
    """The devices of some types in a department are cleaned every few months.

    `next_sequence` is the turn that comes next, counted from 1, and `next_due_on` its date. A plan that is not active
    sleeps.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    department_id: str
    title: str
    every_months: int
    type_codes: tuple[str, ...]
    first_due_on: date
    next_sequence: int
    next_due_on: Annotated[date, INDEXED]
    active: bool

    @property
    def rhythm(self) -> Rhythm:
        """When it comes round."""
        return Rhythm(self.first_due_on, self.every_months)


@table("cleaning_occurrences", scope=of_customer, indexes=(("plan_id", "sequence"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOccurrence:
    """What became of one turn of a plan: its order, with the number of devices in use then, or that it was skipped."""

    id: str
    customer_id: str
    plan_id: str
    sequence: int
    due_on: date
    state: OccurrenceState
    order_id: Annotated[str | None, INDEXED]
    device_count: int
    recorded_at: datetime
