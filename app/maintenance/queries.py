"""Reading plans and their turns."""

from __future__ import annotations

from datetime import date

from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.storage.schema import columns_of
from app.storage.units import Reader


def cleaning_plans(reader: Reader) -> list[CleaningPlan]:
    """Every plan, the one that is due next first."""
    column = columns_of(CleaningPlan)
    return reader.find(CleaningPlan, order_by=[column.active.desc(), column.next_due_on, column.id])


def due_plans(reader: Reader, on: date) -> list[CleaningPlan]:
    """The plans that are awake and due by a date."""
    column = columns_of(CleaningPlan)
    return reader.find(CleaningPlan, column.active, column.next_due_on <= on, order_by=[column.next_due_on, column.id])


def occurrences_of(reader: Reader, plan_id: str) -> list[CleaningOccurrence]:
    """What became of a plan's turns, the latest first."""
    column = columns_of(CleaningOccurrence)
    return reader.find(CleaningOccurrence, column.plan_id == plan_id, order_by=[column.sequence.desc()])


def devices_covered(reader: Reader, plan: CleaningPlan) -> dict[str, int]:
    """How many devices in use a plan covers now, by type."""
    column = columns_of(Asset)
    there = (column.department_id == plan.department_id, column.state == AssetState.IN_USE)
    return {code: reader.count(Asset, *there, column.type_code == code) for code in plan.type_codes}
