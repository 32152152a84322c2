"""Reading plans and their turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.assets.queries import device_types
from app.assets.rules import AssetState
from app.assets.tables import Asset, DeviceType
from app.directory.queries import customers
from app.directory.tables import Customer, Department
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class PlanInList:
    """A plan and the names that a list shows with it; a name is empty where it is not known here."""

    plan: CleaningPlan
    customer: str
    department: str


@dataclass(frozen=True, slots=True)
class OccurrenceDetail:
    """One turn, with the number and the state of its order where it has one that is here."""

    occurrence: CleaningOccurrence
    order_number: str
    order_state: OrderState | None


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """All about one plan; `devices` counts what it would cover now, by type."""

    listed: PlanInList
    devices: dict[str, int]
    occurrences: tuple[OccurrenceDetail, ...]


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What there is to choose from where a plan is made; the departments are those of all customers, by code."""

    customers: tuple[Customer, ...]
    departments: tuple[Department, ...]
    device_types: tuple[DeviceType, ...]


def plan_choices(reader: Reader) -> PlanChoices:
    """All that a new plan can be for."""
    return PlanChoices(
        customers=tuple(customers(reader)),
        departments=tuple(reader.find(Department, order_by=[columns_of(Department).code])),
        device_types=tuple(device_types(reader)),
    )


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


def plans_in_list(reader: Reader) -> list[PlanInList]:
    """Every plan with its names, the one that is due next first."""
    names = {customer.id: customer.name for customer in reader.find(Customer)}
    departments = {department.id: department.name for department in reader.find(Department)}
    return [
        PlanInList(plan, names.get(plan.customer_id, ""), departments.get(plan.department_id, ""))
        for plan in cleaning_plans(reader)
    ]


def plan_detail(reader: Reader, plan_id: str) -> PlanDetail | None:
    """All about one plan; None where it is not here (any more)."""
    plan = reader.get(CleaningPlan, plan_id)
    if plan is None:
        return None
    customer = reader.get(Customer, plan.customer_id)
    department = reader.get(Department, plan.department_id)
    turns = occurrences_of(reader, plan_id)
    ordered = columns_of(WorkOrder).id.in_([turn.order_id for turn in turns if turn.order_id])
    orders = {order.id: order for order in reader.find(WorkOrder, ordered)}
    return PlanDetail(
        listed=PlanInList(plan, customer.name if customer else "", department.name if department else ""),
        devices=devices_covered(reader, plan),
        occurrences=tuple(_occurrence_detail(turn, orders.get(turn.order_id or "")) for turn in turns),
    )


def _occurrence_detail(turn: CleaningOccurrence, order: WorkOrder | None) -> OccurrenceDetail:
    return OccurrenceDetail(turn, order.number if order else "", order.state if order else None)
