"""Parts used on a visit: noted, corrected and withdrawn by its engineer, or by the desk from his papers; never lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.texts import Code, Count, Name, RequiredShortText
from app.messages.giving_way import tell_whose_gave_way
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.units import Reader, UnitOfWork
from app.workorders.history import Fact, customer_of_visit, events_of, name_of, record
from app.workorders.part_tables import Currency, Quantity, UsedPart
from app.workorders.rules import EventKind, OrderState
from app.workorders.rules.parts import PartSource, PartUnit, check_quantity
from app.workorders.tables import Visit, WorkOrder

PART, PART_ID = "part", "part_id"
"""Facts of an event about a part: what people call it, and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePart:
    """A part was used; see `UsedPart`."""

    id: str
    visit_id: str
    description: Name
    part_number: Code = ""
    quantity_thousandths: Quantity = 1000
    unit: PartUnit = PartUnit.PIECE
    serial_out: Code = ""
    serial_in: Code = ""
    source: PartSource = PartSource.OWN_STOCK
    price_minor: Count | None = None
    currency: Currency = ""


@handles("workorders.use_part", UsePart, permission=Permission.LOG_ORDERS, customer_of=customer_of_visit)
def use_part(unit: UnitOfWork, command: UsePart, context: Context) -> None:
    """In whatever state the visit is, also after the order was closed: papers come late."""
    unit.require_new(UsedPart, command.id)
    visit = unit.require(Visit, command.visit_id)
    order = unit.require(WorkOrder, visit.order_id)
    _refuse_others(visit, context)
    if order.state is OrderState.CANCELLED:
        raise Rejection("order_cancelled", number=order.number)
    check_quantity(command.quantity_thousandths, command.unit)
    part = UsedPart(
        id=command.id,
        customer_id=order.customer_id,
        order_id=order.id,
        visit_id=visit.id,
        asset_id=order.asset_id,
        description=command.description.strip(),
        part_number=command.part_number.strip(),
        quantity_thousandths=command.quantity_thousandths,
        unit=command.unit,
        serial_out=command.serial_out.strip(),
        serial_in=command.serial_in.strip(),
        source=command.source,
        price_minor=command.price_minor,
        currency=command.currency if command.price_minor is not None else "",
        used_at=context.at,
        used_by_id=context.actor_id,
        withdrawn_at=None,
        withdrawn_by_id=None,
        withdrawn_because="",
    )
    unit.put(part)
    record(unit, context, order, Fact(EventKind.PART_USED, facts=_facts(part)))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditUsedPart(Edit):
    """Correct what was noted about a part."""

    row_type = UsedPart


@handles("workorders.edit_used_part", EditUsedPart, permission=Permission.LOG_ORDERS, customer_of=customer_of_edited)
def edit_used_part(unit: UnitOfWork, command: EditUsedPart, context: Context) -> Merged | None:
    """What was noted before stays in the order's history."""
    part, order = _part_to_change(unit, command.id, context)
    if part.withdrawn_at is not None:
        raise Rejection("part_withdrawn", part=called(part))
    by_desk = unit.require(Visit, part.visit_id).engineer_id != context.actor_id
    normal = dict.fromkeys(("description", "part_number", "serial_out", "serial_in"), str.strip)
    merging = merge_edit(command, part, context, part.customer_id, by_desk=by_desk, normal=normal)
    check_quantity(merging.row.quantity_thousandths, merging.row.unit)
    if merging.changed:
        unit.put(merging.row)
        about_it = [event for event in reversed(events_of(unit, order.id)) if event.facts.get(PART_ID) == part.id]
        notice = "notice_edit_replaced", {"actor": name_of(unit, context.actor_id), "number": order.number}
        tell_whose_gave_way(unit, context, merging, about_it, notice, ("work_orders", order.id))
        facts = _facts(merging.row) | merging.told()
        record(unit, context, order, Fact(EventKind.PART_CORRECTED, facts=facts))
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPart:
    """A part was not used after all, or was noted twice."""

    part_id: str
    reason: RequiredShortText


def _customer_of_part(reader: Reader, command: WithdrawPart) -> str:
    return reader.require(UsedPart, command.part_id).customer_id


@handles("workorders.withdraw_part", WithdrawPart, permission=Permission.LOG_ORDERS, customer_of=_customer_of_part)
def withdraw_part(unit: UnitOfWork, command: WithdrawPart, context: Context) -> None:
    """It stays in the history with the reason; who withdraws it a second time wants nothing else."""
    part, order = _part_to_change(unit, command.part_id, context)
    if part.withdrawn_at is not None:
        return
    withdrawn = replace(
        part, withdrawn_at=context.at, withdrawn_by_id=context.actor_id, withdrawn_because=command.reason
    )
    unit.put(withdrawn)
    record(unit, context, order, Fact(EventKind.PART_WITHDRAWN, note=command.reason, facts=_facts(part)))


def called(part: UsedPart) -> str:
    """What people call a part: its description, and its number where there is one."""
    return " · ".join(filter(None, (part.description, part.part_number)))


def _facts(part: UsedPart) -> dict[str, str]:
    return {PART: called(part), PART_ID: part.id}


def _part_to_change(unit: UnitOfWork, part_id: str, context: Context) -> tuple[UsedPart, WorkOrder]:
    """A part that the actor may change, and its order."""
    part = unit.require(UsedPart, part_id)
    _refuse_others(unit.require(Visit, part.visit_id), context)
    return part, unit.require(WorkOrder, part.order_id)


def _refuse_others(visit: Visit, context: Context) -> None:
    """Whoever makes the visit knows what he used, and the desk reads it from his papers.

    :raises Rejection: ``visit_of_other``
    """
    is_own = visit.engineer_id == context.actor_id
    if not is_own and not context.rights.may(Permission.TRIAGE_ORDERS, visit.customer_id):
        raise Rejection("visit_of_other")
