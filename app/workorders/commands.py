"""Logging orders and sending engineers, cancelling and closing: the desk's side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import Asset
from app.calendars.working_time import stamp
from app.directory.tables import Customer, Person, Site, SupportedSystem, Team
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Code, Instant, LongText, Name, RequiredLongText, ShortText
from app.messages.commands import tell
from app.sla.rules.faults import Affected
from app.storage.commands import Body, Context, handles, its_customer, upcaster
from app.storage.numbers import settle_serial, take_serial
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.workorders.clock_facts import PICKED_UP_AT, RANG_AT, REPORTED_AT
from app.workorders.history import (
    Fact,
    call_off_waiting_visits,
    customer_of_order,
    name_of,
    open_order,
    record,
    visits_of,
)
from app.workorders.mail_filing import put_to_order
from app.workorders.rules import (
    AT_WORK_STATES,
    NUMBER_DIGITS,
    Channel,
    EventKind,
    Impact,
    OrderKind,
    OrderState,
    Urgency,
    VisitState,
    number_series,
    order_number,
    priority_of,
)
from app.workorders.tables import OrderAlias, Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOrder:
    """Log a new order. `number` is left empty and filled when the command is first carried out.

    The priority follows from impact × urgency where it is not given. One that is given is the customer's or the
    dispatcher's own, and `priority_reason` says why. `reported_at` is when a message was left that is logged now,
    `rang_at` and `picked_up_at` when the call came and was answered; `mail_id` is the e-mail that it came by.
    """

    id: str
    customer_id: str
    title: Name
    kind: OrderKind = OrderKind.INCIDENT
    channel: Channel = Channel.PHONE
    category: ShortText = ""
    remote: bool = False
    impact: Impact | None = None
    urgency: Urgency | None = None
    affected: Affected | None = None
    priority: Annotated[int, Meta(ge=1, le=4)] | None = None
    priority_reason: ShortText = ""
    description: LongText = ""
    site_id: str | None = None
    asset_id: str | None = None
    system_id: str | None = None
    caller_id: str | None = None
    caller_name: ShortText = ""
    caller_phone: ShortText = ""
    place: ShortText = ""
    due_at: Instant | None = None
    parent_id: str | None = None
    team_id: str | None = None
    reported_at: Instant | None = None
    rang_at: Instant | None = None
    picked_up_at: Instant | None = None
    mail_id: str | None = None
    number: Code = ""


@upcaster("workorders.log", from_version=1)
def _before_categories(body: Body) -> Body:
    """The first version always gave a priority, and knew nothing of what follows from others; its fields stayed."""
    return body


def take_order_number(unit: UnitOfWork, context: Context) -> str:
    """The number for a new order, where the command that makes it is first given."""
    year = context.at.year
    return order_number(year, take_serial(unit, number_series(year), context, NUMBER_DIGITS))


def _take_number(unit: UnitOfWork, command: LogOrder, context: Context) -> LogOrder:
    return replace(command, number=take_order_number(unit, context))


@handles(
    "workorders.log",
    LogOrder,
    permission=Permission.LOG_ORDERS,
    customer_of=its_customer,
    prepare=_take_number,
    version=2,
)
def log_order(unit: UnitOfWork, command: LogOrder, context: Context) -> None:
    """Every call gets its number at once (`domain.md` §4); one that does not stand stays as an alias."""
    unit.require_new(WorkOrder, command.id)
    unit.require(Customer, command.customer_id)
    _check_belongings(unit, command)
    number = settled_number(unit, command.number, context)
    order = WorkOrder(
        id=command.id,
        number=number,
        customer_id=command.customer_id,
        site_id=command.site_id,
        asset_id=command.asset_id,
        system_id=command.system_id,
        kind=command.kind,
        channel=command.channel,
        priority=command.priority or priority_of(command.impact, command.urgency),
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
        category=command.category,
        caller_id=command.caller_id,
        remote=command.remote,
        impact=command.impact,
        urgency=command.urgency,
        affected=command.affected,
        priority_reason=command.priority_reason if command.priority else "",
        parent_id=command.parent_id,
        team_id=command.team_id,
    )
    record(unit, context, order, Fact(EventKind.LOGGED, note=order.priority_reason, facts=_times(command, context)))
    keep_number(unit, order, command.number)
    if command.mail_id is not None:
        put_to_order(unit, context, command.mail_id, order)


def _times(command: LogOrder, context: Context) -> dict[str, str]:
    """When it was reported and picked up, as facts that clocks read; what lies in the future is not believed."""
    told = {REPORTED_AT: command.reported_at, RANG_AT: command.rang_at, PICKED_UP_AT: command.picked_up_at}
    return {name: str(stamp(at)) for name, at in told.items() if at is not None and at <= context.at}


def keep_number(unit: UnitOfWork, order: WorkOrder, shown: str) -> None:
    """A number that was shown for an order leads to it for ever, whatever number it has."""
    if shown and shown != order.number:
        alias_id = derive_id("order_alias", order.id, shown)
        unit.put(OrderAlias(id=alias_id, customer_id=order.customer_id, order_id=order.id, alias=shown))


BELONGINGS = {
    "site_id": Site,
    "asset_id": Asset,
    "system_id": SupportedSystem,
    "caller_id": Person,
    "parent_id": WorkOrder,
}
"""What an order may name, as far as it is the same customer's."""


def _check_belongings(unit: UnitOfWork, command: LogOrder) -> None:
    for name, row_type in BELONGINGS.items():
        if (row_id := getattr(command, name)) is not None:
            unit.require(row_type, row_id, customer_id=command.customer_id)
    if command.team_id is not None:
        unit.require(Team, command.team_id)


def settled_number(unit: UnitOfWork, shown: str, context: Context) -> str:
    """The number that an order has, where this one was shown for it."""
    year = context.at.year
    series, _dash, serial = shown.partition("-")
    if series != number_series(year):
        serial = ""
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
    order = open_order(unit, command.order_id)
    engineer = our_engineer(unit, command.engineer_id, order)
    refuse_while_at_work(unit, order)
    for earlier in call_off_waiting_visits(unit, context, order):
        if earlier.engineer_id != command.engineer_id:
            facts = {"number": order.number, "newcomer": engineer.name}
            tell(unit, context, earlier.engineer_id, "notice_visit_moved", facts, ("work_orders", order.id))
    send(unit, context, order.id, engineer, command.visit_id, command.planned_at)


def our_engineer(unit: UnitOfWork, person_id: str, order: WorkOrder) -> Person:
    """Somebody who can be sent to an order.

    :raises Rejection: ``record_unknown``, ``not_our_staff``
    """
    engineer = unit.require(Person, person_id)
    if engineer.customer_id is not None:
        unit.require(Person, engineer.id, customer_id=order.customer_id)  # another customer's contact is nobody here
        raise Rejection("not_our_staff", name=engineer.name)
    return engineer


def send(
    unit: UnitOfWork, context: Context, order_id: str, engineer: Person, visit_id: str, planned_at: datetime | None
) -> None:
    """Send an engineer to an order; his visit counts as sent once the authority has it for his device."""
    unit.require_new(Visit, visit_id)
    order = unit.require(WorkOrder, order_id)
    visit = Visit(
        id=visit_id,
        order_id=order.id,
        customer_id=order.customer_id,
        engineer_id=engineer.id,
        state=VisitState.ASSIGNED,
        planned_at=planned_at,
        assigned_at=context.at,
        assigned_by_id=context.actor_id,
        started_at=None,
        finished_at=None,
    )
    record(unit, context, replace(order, engineer_id=engineer.id), Fact(EventKind.ASSIGNED, visit))
    if context.authority:
        record(unit, context, unit.require(WorkOrder, order_id), Fact(EventKind.SENT, unit.require(Visit, visit_id)))
    if engineer.id != context.actor_id:
        facts = {"number": order.number, "title": order.title}
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
    refuse_while_at_work(unit, order)
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


def refuse_while_at_work(unit: UnitOfWork, order: WorkOrder) -> None:
    """See to it that nobody is there at this moment.

    :raises Rejection: ``visit_under_way``
    """
    for visit in visits_of(unit, order.id):
        if visit.state in AT_WORK_STATES:
            raise Rejection("visit_under_way", number=order.number, engineer=name_of(unit, visit.engineer_id))
