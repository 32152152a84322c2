"""Logging, assigning and ending orders: the desk's side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import Asset
from app.directory.tables import Customer, Person, Site, SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Code, Instant, LongText, Name, RequiredLongText, ShortText
from app.messages.commands import tell
from app.storage.commands import Context, handles, its_customer
from app.storage.numbers import settle_serial, take_serial
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.workorders.history import (
    Fact,
    call_off_waiting_visits,
    customer_of_order,
    name_of,
    open_order,
    record,
    visits_of,
)
from app.workorders.rules import (
    NUMBER_DIGITS,
    Channel,
    EventKind,
    OrderKind,
    OrderState,
    VisitState,
    number_series,
    order_number,
)
from app.workorders.tables import OrderAlias, Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOrder:
    """Log a new order. `number` is left empty and filled when the command is first carried out."""

    id: str
    customer_id: str
    title: Name
    kind: OrderKind = OrderKind.INCIDENT
    channel: Channel = Channel.PHONE
    priority: Annotated[int, Meta(ge=1, le=4)] = 3
    description: LongText = ""
    site_id: str | None = None
    asset_id: str | None = None
    system_id: str | None = None
    caller_name: ShortText = ""
    caller_phone: ShortText = ""
    place: ShortText = ""
    due_at: Instant | None = None
    number: Code = ""


def take_order_number(unit: UnitOfWork, context: Context) -> str:
    """The number for a new order, where the command that makes it is first given."""
    year = context.at.year
    return order_number(year, take_serial(unit, number_series(year), context, NUMBER_DIGITS))


def _take_number(unit: UnitOfWork, command: LogOrder, context: Context) -> LogOrder:
    return replace(command, number=take_order_number(unit, context))


@handles("workorders.log", LogOrder, permission=Permission.LOG_ORDERS, customer_of=its_customer, prepare=_take_number)
def log_order(unit: UnitOfWork, command: LogOrder, context: Context) -> None:
    """Every call gets its number at once (`domain.md` §4); one that does not stand stays as an alias."""
    unit.require_new(WorkOrder, command.id)
    unit.require(Customer, command.customer_id)
    _check_belongings(unit, command)
    number = _settled_number(unit, command, context)
    order = WorkOrder(
        id=command.id,
        number=number,
        customer_id=command.customer_id,
        site_id=command.site_id,
        asset_id=command.asset_id,
        system_id=command.system_id,
        kind=command.kind,
        channel=command.channel,
        priority=command.priority,
        title=command.title.strip(),
        description=command.description,
        caller_name=command.caller_name,
        caller_phone=command.caller_phone,
        place=command.place,
        state=OrderState.LOGGED,
        engineer_id=None,
        pause_reason="",
        logged_at=context.at,
        logged_by_id=context.actor_id,
        due_at=command.due_at,
        resolved_at=None,
        resolution="",
        closed_at=None,
    )
    record(unit, context, order, Fact(EventKind.LOGGED))
    keep_number(unit, order, command.number)


def keep_number(unit: UnitOfWork, order: WorkOrder, shown: str) -> None:
    """A number that was shown for an order leads to it for ever, whatever number it has."""
    if shown and shown != order.number:
        alias_id = derive_id("order_alias", order.id, shown)
        unit.put(OrderAlias(id=alias_id, customer_id=order.customer_id, order_id=order.id, alias=shown))


def _check_belongings(unit: UnitOfWork, command: LogOrder) -> None:
    if command.site_id is not None:
        unit.require(Site, command.site_id, customer_id=command.customer_id)
    if command.asset_id is not None:
        unit.require(Asset, command.asset_id, customer_id=command.customer_id)
    if command.system_id is not None:
        unit.require(SupportedSystem, command.system_id, customer_id=command.customer_id)


def _settled_number(unit: UnitOfWork, command: LogOrder, context: Context) -> str:
    year = context.at.year
    series, _dash, serial = command.number.partition("-")
    if series != number_series(year):
        year, serial = context.at.year, ""
    number = order_number(year, settle_serial(unit, number_series(year), serial, context, NUMBER_DIGITS))
    while context.authority and unit.first(WorkOrder, columns_of(WorkOrder).number == number) is not None:
        number = order_number(year, settle_serial(unit, number_series(year), "", context, NUMBER_DIGITS))
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignOrder:
    """Send an engineer. Whoever was to go before, and is not at work on it, is called off."""

    order_id: str
    visit_id: str
    engineer_id: str
    planned_at: Instant | None = None


@handles("workorders.assign", AssignOrder, permission=Permission.ASSIGN_ORDERS, customer_of=customer_of_order)
def assign_order(unit: UnitOfWork, command: AssignOrder, context: Context) -> None:
    """An order whose engineer is at work on it is not taken from him unasked."""
    unit.require_new(Visit, command.visit_id)
    order = open_order(unit, command.order_id)
    engineer = unit.require(Person, command.engineer_id)
    if engineer.customer_id is not None:
        unit.require(Person, engineer.id, customer_id=order.customer_id)  # another customer's contact is nobody here
        raise Rejection("not_our_staff", name=engineer.name)
    _refuse_while_at_work(unit, order)
    for earlier in call_off_waiting_visits(unit, context, order):
        if earlier.engineer_id != command.engineer_id:
            facts = {"number": order.number, "newcomer": engineer.name}
            tell(unit, context, earlier.engineer_id, "notice_visit_moved", facts, ("work_orders", order.id))
    visit = Visit(
        id=command.visit_id,
        order_id=order.id,
        customer_id=order.customer_id,
        engineer_id=command.engineer_id,
        state=VisitState.ASSIGNED,
        planned_at=command.planned_at,
        assigned_at=context.at,
        assigned_by_id=context.actor_id,
        started_at=None,
        finished_at=None,
    )
    order = unit.require(WorkOrder, order.id)
    record(unit, context, replace(order, engineer_id=engineer.id), Fact(EventKind.ASSIGNED, visit))
    facts = {"number": order.number, "title": order.title}
    if engineer.id != context.actor_id:
        tell(unit, context, engineer.id, "notice_visit_assigned", facts, ("work_orders", order.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Call the whole order off."""

    order_id: str
    reason: ShortText = ""


@handles("workorders.cancel", CancelOrder, permission=Permission.ASSIGN_ORDERS, customer_of=customer_of_order)
def cancel_order(unit: UnitOfWork, command: CancelOrder, context: Context) -> None:
    """An order that somebody is at work on is not cancelled under his hands; whoever was to go there is told."""
    order = open_order(unit, command.order_id)
    _refuse_while_at_work(unit, order)
    for visit in call_off_waiting_visits(unit, context, order):
        facts = {"number": order.number}
        tell(unit, context, visit.engineer_id, "notice_order_cancelled", facts, ("work_orders", order.id))
    record(unit, context, unit.require(WorkOrder, order.id), Fact(EventKind.CANCELLED, note=command.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOrder:
    """The caller agrees that it is solved."""

    order_id: str


@handles("workorders.close", CloseOrder, permission=Permission.CLOSE_ORDERS, customer_of=customer_of_order)
def close_order(unit: UnitOfWork, command: CloseOrder, context: Context) -> None:
    """Only what is resolved can be closed."""
    order = unit.require(WorkOrder, command.order_id)
    if order.state is not OrderState.RESOLVED:
        raise Rejection("order_state_wrong", number=order.number, state=order.state)
    record(unit, context, replace(order, closed_at=context.at), Fact(EventKind.CLOSED))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a note to an order, in whatever state it is."""

    order_id: str
    text: RequiredLongText


@handles("workorders.add_note", AddNote, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def add_note(unit: UnitOfWork, command: AddNote, context: Context) -> None:
    """Notes only ever grow in number."""
    order = unit.require(WorkOrder, command.order_id)
    record(unit, context, order, Fact(EventKind.NOTED, note=command.text))


def _refuse_while_at_work(unit: UnitOfWork, order: WorkOrder) -> None:
    for visit in visits_of(unit, order.id):
        if visit.state is VisitState.WORKING:
            raise Rejection("visit_under_way", number=order.number, engineer=name_of(unit, visit.engineer_id))
