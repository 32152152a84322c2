"""Writing a fact down and letting the states of order and visits follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.storage.commands import Context
from app.storage.units import Reader, UnitOfWork
from app.workorders.rules import (
    OPEN_ORDER_STATES,
    WAITING_VISIT_STATES,
    EventKind,
    OrderState,
    PastEvent,
    Replayed,
    order_after,
    replay,
    visit_after,
)
from app.workorders.tables import OrderEvent, Visit, WorkOrder


@dataclass(frozen=True, slots=True)
class Fact:
    """What is to be written down: of the whole order, or of one of its visits."""

    kind: EventKind
    visit: Visit | None = None
    note: str = ""
    facts: dict[str, str] = field(default_factory=dict)


class _NamesOrder(Protocol):
    @property
    def order_id(self) -> str: ...


class _NamesVisit(Protocol):
    @property
    def visit_id(self) -> str: ...


def customer_of_order(reader: Reader, command: _NamesOrder) -> str:
    """The customer of the order that a command names."""
    return reader.require(WorkOrder, command.order_id).customer_id


def customer_of_visit(reader: Reader, command: _NamesVisit) -> str:
    """The customer of the visit that a command names."""
    return reader.require(Visit, command.visit_id).customer_id


def visits_of(reader: Reader, order_id: str) -> list[Visit]:
    """The visits of an order, in the order of their assignment."""
    return reader.having(Visit, "assigned_at", "id", order_id=order_id)


def events_of(reader: Reader, order_id: str) -> list[OrderEvent]:
    """The facts of an order, in the order in which they were judged."""
    return reader.having(OrderEvent, "ordinal", "id", order_id=order_id)


def replayed(reader: Reader, order_id: str) -> Replayed:
    """The states of an order and its visits, derived anew from its facts."""
    return replay(PastEvent(event.kind, event.visit_id, event.at) for event in events_of(reader, order_id))


def open_order(unit: UnitOfWork, order_id: str) -> WorkOrder:
    """The order, if work on it can go on.

    :raises Rejection: ``order_cancelled``, ``order_state_wrong``
    """
    order = unit.require(WorkOrder, order_id)
    if order.state is OrderState.CANCELLED:
        raise Rejection("order_cancelled", number=order.number)
    if order.state not in OPEN_ORDER_STATES:
        refuse_continued(unit, order)
        raise Rejection("order_state_wrong", number=order.number, state=order.state)
    return order


def refuse_continued(reader: Reader, order: WorkOrder) -> None:
    """See to it that the order does not go on in another one.

    :raises Rejection: ``order_goes_on_elsewhere``
    """
    if order.continued_in_id is not None:
        other = reader.get(WorkOrder, order.continued_in_id)
        raise Rejection("order_goes_on_elsewhere", number=order.number, other=other.number if other else "")


def own_visit(
    unit: UnitOfWork, visit_id: str, context: Context, also_in: OrderState | None = None
) -> tuple[Visit, WorkOrder]:
    """The actor's own visit and its order, unless the order is over; `also_in` is an end that does not matter.

    :raises Rejection: ``visit_of_other``, ``order_cancelled``, ``order_goes_on_elsewhere``, ``order_state_wrong``
    """
    visit = unit.require(Visit, visit_id)
    if visit.engineer_id != context.actor_id:
        raise Rejection("visit_of_other")
    order = unit.require(WorkOrder, visit.order_id)
    if order.state is OrderState.CANCELLED:
        raise Rejection("order_cancelled", number=order.number)
    if order.state is OrderState.CLOSED and also_in is not OrderState.CLOSED:
        refuse_continued(unit, order)
        raise Rejection("order_state_wrong", number=order.number, state=order.state)
    return visit, order


def without_engineer(order: WorkOrder, visit: Visit) -> WorkOrder:
    """The order once a visit comes to nothing: nobody's, if it was his."""
    return replace(order, engineer_id=None, pause_reason="") if order.engineer_id == visit.engineer_id else order


def name_of(reader: Reader, person_id: str) -> str:
    """A person's name, empty where the person is not known here."""
    person = reader.get(Person, person_id)
    return person.name if person else ""


def record(unit: UnitOfWork, context: Context, order: WorkOrder, fact: Fact) -> None:
    """Write a fact down and announce it; visit and order go into the states that follow from it.

    :raises Rejection: ``visit_state_wrong`` where that cannot happen to the visit now.
    """
    states = {visit.id: visit.state for visit in visits_of(unit, order.id)}
    if fact.visit is not None:
        is_new = fact.kind is EventKind.ASSIGNED
        states[fact.visit.id] = fact.visit.state if is_new else visit_after(fact.visit.state, fact.kind)
        unit.put(fact.visit if is_new else replace(fact.visit, state=states[fact.visit.id]))
    unit.put(replace(order, state=order_after(order.state, fact.kind, states.values())))
    ordinal = unit.count(OrderEvent, order_id=order.id) + 1
    event = OrderEvent(
        id=derive_id("order_event", context.command_id, order.id, str(ordinal)),
        order_id=order.id,
        customer_id=order.customer_id,
        visit_id=fact.visit.id if fact.visit else None,
        ordinal=ordinal,
        kind=fact.kind,
        at=context.at,
        actor_id=context.actor_id,
        note=fact.note,
        facts=fact.facts,
    )
    unit.put(event)
    unit.announce(event)


def call_off_waiting_visits(unit: UnitOfWork, context: Context, order: WorkOrder) -> list[Visit]:
    """Call off every visit that nobody is at work on; returns them as they were."""
    waiting = [visit for visit in visits_of(unit, order.id) if visit.state in WAITING_VISIT_STATES]
    for visit in waiting:
        record(unit, context, unit.require(WorkOrder, order.id), Fact(EventKind.CALLED_OFF, visit))
    return waiting
