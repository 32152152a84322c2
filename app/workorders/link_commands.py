"""Orders that have to do with each other: linking them, and merging duplicates."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.messages.commands import tell
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork
from app.workorders.commands import refuse_while_at_work
from app.workorders.history import Fact, call_off_waiting_visits, customer_of_order, open_order, record
from app.workorders.rules import OPEN_ORDER_STATES, EventKind, LinkKind, OrderState
from app.workorders.tables import OrderLink, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOrders:
    """Two orders have to do with each other."""

    order_id: str
    other_id: str


@handles("workorders.link", LinkOrders, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def link_orders(unit: UnitOfWork, command: LinkOrders, context: Context) -> None:
    """Both are the same customer's. What is linked already stays as it is, whichever way round."""
    order = unit.require(WorkOrder, command.order_id)
    other = unit.require(WorkOrder, command.other_id, customer_id=order.customer_id)
    if order.id == other.id:
        raise Rejection("order_not_linked_to_itself")
    if not _linked(unit, order.id, other.id):
        link(unit, order, other, LinkKind.RELATED)
        record(unit, context, order, Fact(EventKind.LINKED, facts={"number": other.number}))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkOrders:
    """Two orders have nothing to do with each other after all."""

    order_id: str
    other_id: str


@handles("workorders.unlink", UnlinkOrders, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def unlink_orders(unit: UnitOfWork, command: UnlinkOrders, context: Context) -> None:
    """What a merge or a follow-on has linked stays linked: it tells where the work went on."""
    order, other = (unit.require(WorkOrder, order_id) for order_id in (command.order_id, command.other_id))
    links = _linked(unit, order.id, other.id)
    for each in links:
        if each.kind is not LinkKind.RELATED:
            raise Rejection("order_link_given")
        unit.remove(OrderLink, each.id)
    if links:
        record(unit, context, order, Fact(EventKind.UNLINKED, facts={"number": other.number}))


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder:
    """An order is a duplicate of another one, which goes on (`other_id`)."""

    order_id: str
    other_id: str


@handles("workorders.merge", MergeOrder, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def merge_order(unit: UnitOfWork, command: MergeOrder, context: Context) -> None:
    """The duplicate is closed; its caller, notes and files are reached from the one that goes on."""
    duplicate = open_order(unit, command.order_id)
    survivor = unit.require(WorkOrder, command.other_id, customer_id=duplicate.customer_id)
    if survivor.id == duplicate.id or survivor.state not in OPEN_ORDER_STATES | {OrderState.RESOLVED}:
        raise Rejection("order_merge_impossible", number=duplicate.number, other=survivor.number)
    refuse_while_at_work(unit, duplicate)
    for visit in call_off_waiting_visits(unit, context, duplicate):
        facts = {"number": duplicate.number, "other": survivor.number}
        tell(unit, context, visit.engineer_id, "notice_order_merged", facts, ("work_orders", survivor.id))
    for earlier in _linked(unit, duplicate.id, survivor.id):
        unit.remove(OrderLink, earlier.id)
    link(unit, survivor, duplicate, LinkKind.DUPLICATE)
    merged = replace(unit.require(WorkOrder, duplicate.id), closed_at=context.at, continued_in_id=survivor.id)
    record(unit, context, merged, Fact(EventKind.MERGED, facts={"number": survivor.number}))
    record(unit, context, survivor, Fact(EventKind.LINKED, facts={"number": duplicate.number}))


def link(unit: UnitOfWork, order: WorkOrder, other: WorkOrder, kind: LinkKind) -> None:
    """Write down what `other` is to `order`."""
    link_id = derive_id("order_link", order.id, other.id)
    unit.put(OrderLink(id=link_id, customer_id=order.customer_id, order_id=order.id, other_id=other.id, kind=kind))


def _linked(reader: Reader, order_id: str, other_id: str) -> list[OrderLink]:
    there = reader.having(OrderLink, order_id=order_id, other_id=other_id)
    return there or reader.having(OrderLink, order_id=other_id, other_id=order_id)
