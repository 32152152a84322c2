"""Accepting, starting, pausing and finishing a visit: the engineer's side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.texts import RequiredLongText, ShortText
from app.messages.commands import tell
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork
from app.workorders.history import Fact, call_off_waiting_visits, customer_of_visit, name_of, record
from app.workorders.rules import EventKind, OrderState, PauseReason
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptVisit:
    """The engineer says that he will go."""

    visit_id: str


@handles("workorders.accept", AcceptVisit, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def accept_visit(unit: UnitOfWork, command: AcceptVisit, context: Context) -> None:
    """Only the one who was sent accepts."""
    visit, order = _own_visit(unit, command.visit_id, context)
    record(unit, context, order, Fact(EventKind.ACCEPTED, visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWork:
    """The engineer begins, or goes on after a pause."""

    visit_id: str


@handles("workorders.start_work", StartWork, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def start_work(unit: UnitOfWork, command: StartWork, context: Context) -> None:
    """Work that was really begun stands, even where the visit had been given to somebody else in the meantime."""
    visit, order = _own_visit(unit, command.visit_id, context)
    started = replace(visit, started_at=visit.started_at or context.at)
    order = replace(order, engineer_id=visit.engineer_id, pause_reason="")
    record(unit, context, order, Fact(EventKind.STARTED, started))


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWork:
    """Work waits for something."""

    visit_id: str
    reason: PauseReason
    note: ShortText = ""


@handles("workorders.pause_work", PauseWork, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def pause_work(unit: UnitOfWork, command: PauseWork, context: Context) -> None:
    """A pause has a reason."""
    visit, order = _own_visit(unit, command.visit_id, context)
    fact = Fact(EventKind.PAUSED, visit, command.note, {"reason": command.reason})
    record(unit, context, replace(order, pause_reason=command.reason), fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveVisit:
    """The engineer is done and says what he did."""

    visit_id: str
    resolution: RequiredLongText


@handles("workorders.resolve", ResolveVisit, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def resolve_visit(unit: UnitOfWork, command: ResolveVisit, context: Context) -> None:
    """The order is resolved with it; whoever else was still to go there is called off, and the desk is told."""
    visit, order = _own_visit(unit, command.visit_id, context)
    done = replace(visit, finished_at=context.at)
    order = replace(order, resolved_at=context.at, resolution=command.resolution, engineer_id=visit.engineer_id)
    record(unit, context, order, Fact(EventKind.RESOLVED, done, command.resolution))
    for other in call_off_waiting_visits(unit, context, order):
        _tell_that_work_stood(unit, context, order, visit, other)


def _own_visit(unit: UnitOfWork, visit_id: str, context: Context) -> tuple[Visit, WorkOrder]:
    """The actor's own visit and its order, unless the order is over.

    :raises Rejection: ``visit_of_other``, ``order_cancelled``, ``order_state_wrong``
    """
    visit = unit.require(Visit, visit_id)
    if visit.engineer_id != context.actor_id:
        raise Rejection("visit_of_other")
    order = unit.require(WorkOrder, visit.order_id)
    if order.state is OrderState.CANCELLED:
        raise Rejection("order_cancelled", number=order.number)
    if order.state is OrderState.CLOSED:
        raise Rejection("order_state_wrong", number=order.number, state=order.state)
    return visit, order


def _tell_that_work_stood(unit: UnitOfWork, context: Context, order: WorkOrder, visit: Visit, other: Visit) -> None:
    facts = {
        "number": order.number,
        "engineer": name_of(unit, visit.engineer_id),
        "newcomer": name_of(unit, other.engineer_id),
    }
    about = ("work_orders", order.id)
    tell(unit, context, other.engineer_id, "notice_visit_called_off", facts, about)
    tell(unit, context, other.assigned_by_id, "notice_work_stood", facts, about)
