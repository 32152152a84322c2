"""Planning, and letting plans make their orders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Protocol

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import DeviceType
from app.directory.tables import Department
from app.foundation.errors import Rejection
from app.foundation.texts import Name
from app.maintenance.queries import devices_covered, due_plans
from app.maintenance.rules import (
    EveryMonths,
    OccurrenceState,
    check_first_due,
    check_not_ahead,
    device_list,
    occurrence_id_of,
    order_id_of,
)
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import customer_scope
from app.storage.units import Reader, UnitOfWork
from app.workorders.commands import LogOrder, keep_number, log_order, take_order_number
from app.workorders.rules import Channel, OrderKind
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCleaningPlan:
    """Have the devices of these types in a department cleaned every three, six or twelve months."""

    id: str
    customer_id: str
    department_id: str
    title: Name
    every_months: EveryMonths
    first_due_on: date
    type_codes: Annotated[tuple[str, ...], Meta(min_length=1)]


@handles(
    "maintenance.add_cleaning_plan",
    AddCleaningPlan,
    permission=Permission.PLAN_MAINTENANCE,
    customer_of=its_customer,
)
def add_cleaning_plan(unit: UnitOfWork, command: AddCleaningPlan, context: Context) -> None:
    """The department must be the customer's, the types must be known, and the date one that somebody can mean."""
    unit.require_new(CleaningPlan, command.id)
    unit.require(Department, command.department_id, customer_id=command.customer_id)
    for type_code in command.type_codes:
        if unit.get(DeviceType, type_code) is None:
            raise Rejection("device_type_unknown", type_code=type_code)
    check_first_due(command.first_due_on, context.at.date())
    unit.put(
        CleaningPlan(
            id=command.id,
            customer_id=command.customer_id,
            department_id=command.department_id,
            title=command.title.strip(),
            every_months=command.every_months,
            type_codes=tuple(sorted(set(command.type_codes))),
            first_due_on=command.first_due_on,
            next_sequence=1,
            next_due_on=command.first_due_on,
            active=True,
        )
    )


class _NamesPlan(Protocol):
    @property
    def plan_id(self) -> str: ...


def _customer_of_plan(reader: Reader, command: _NamesPlan) -> str:
    return reader.require(CleaningPlan, command.plan_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendCleaningPlan:
    """Let a plan sleep: it makes no orders."""

    plan_id: str


@handles(
    "maintenance.suspend_cleaning_plan",
    SuspendCleaningPlan,
    permission=Permission.PLAN_MAINTENANCE,
    customer_of=_customer_of_plan,
)
def suspend_cleaning_plan(unit: UnitOfWork, command: SuspendCleaningPlan, context: Context) -> None:
    """The orders that it has made already stay."""
    unit.put(replace(unit.require(CleaningPlan, command.plan_id), active=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCleaningPlan:
    """Wake a plan."""

    plan_id: str


@handles(
    "maintenance.resume_cleaning_plan",
    ResumeCleaningPlan,
    permission=Permission.PLAN_MAINTENANCE,
    customer_of=_customer_of_plan,
)
def resume_cleaning_plan(unit: UnitOfWork, command: ResumeCleaningPlan, context: Context) -> None:
    """It goes on in its old rhythm; what was missed is settled when it next makes orders."""
    unit.put(replace(unit.require(CleaningPlan, command.plan_id), active=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDueOrders:
    """Let every plan that is due by a date make its order. The ticker of the authority gives it where a plan is due.

    `numbers` are the order numbers by plan. They are left empty and filled when the command is first carried out, and
    with them it is settled which plans were due.
    """

    on: date
    numbers: dict[str, str] = field(default_factory=dict)


def _take_numbers(unit: UnitOfWork, command: MakeDueOrders, context: Context) -> MakeDueOrders:
    numbers = {plan.id: take_order_number(unit, context) for plan in due_plans(unit, command.on)}
    return replace(command, numbers=numbers)


@handles(
    "maintenance.make_due_orders",
    MakeDueOrders,
    permission=Permission.PLAN_MAINTENANCE,
    prepare=_take_numbers,
)
def make_due_orders(unit: UnitOfWork, command: MakeDueOrders, context: Context) -> None:
    """Each turn makes its order once, however often and wherever this is carried out.

    A plan that slept, or whose ticker stood still, makes one order for the latest turn that it missed; the turns
    before that are recorded as skipped, since a department is not cleaned four times in a row. Where the order has
    been made elsewhere in the meantime it stays as it is, and the number that was shown here leads to it too; where
    the turn was skipped elsewhere, it was ordered after all.
    """
    check_not_ahead(command.on, context.at.date())
    for plan_id, number in sorted(command.numbers.items()):
        unit.lock(customer_scope(unit.require(CleaningPlan, plan_id).customer_id))
        plan = unit.require(CleaningPlan, plan_id)
        latest = plan.rhythm.latest(command.on)
        made = unit.get(WorkOrder, order_id_of(plan.id, latest))
        if made is not None:
            keep_number(unit, made, number)
        elif latest > 0:
            _order_turn(unit, plan, latest, number, context)


def _order_turn(unit: UnitOfWork, plan: CleaningPlan, latest: int, number: str, context: Context) -> None:
    for missed in range(plan.next_sequence, latest):
        unit.put(_occurrence(plan, missed, context))
    devices = devices_covered(unit, plan)
    order = LogOrder(
        id=order_id_of(plan.id, latest),
        customer_id=plan.customer_id,
        title=plan.title,
        kind=OrderKind.MAINTENANCE,
        channel=Channel.PLANNED,
        description=device_list(devices),
        place=unit.require(Department, plan.department_id).name,
        number=number,
    )
    log_order(unit, order, context)
    unit.put(_occurrence(plan, latest, context, order_id=order.id, device_count=sum(devices.values())))
    following = max(plan.next_sequence, latest + 1)
    unit.put(replace(plan, next_sequence=following, next_due_on=plan.rhythm.due_on(following)))


def _occurrence(
    plan: CleaningPlan, sequence: int, context: Context, *, order_id: str | None = None, device_count: int = 0
) -> CleaningOccurrence:
    return CleaningOccurrence(
        id=occurrence_id_of(plan.id, sequence),
        customer_id=plan.customer_id,
        plan_id=plan.id,
        sequence=sequence,
        due_on=plan.rhythm.due_on(sequence),
        state=OccurrenceState.ORDERED if order_id else OccurrenceState.SKIPPED,
        order_id=order_id,
        device_count=device_count,
        recorded_at=context.at,
    )
