"""A visit from its arrival on the engineer's device until it is done: the engineer's side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.foundation.texts import RequiredLongText, RequiredShortText, ShortText
from app.messages.commands import tell
from app.storage.commands import Body, Context, handles, upcaster
from app.storage.units import UnitOfWork
from app.workorders.checklists import attach, refuse_unfinished, versions_to_begin_with
from app.workorders.history import (
    Fact,
    call_off_waiting_visits,
    customer_of_visit,
    name_of,
    own_visit,
    record,
    without_engineer,
)
from app.workorders.rules import EventKind, PauseReason, VisitState
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveVisit:
    """The visit is on the engineer's device, which says so by itself."""

    visit_id: str


@handles(
    "workorders.receive",
    ReceiveVisit,
    permission=Permission.WORK_ON_VISITS,
    customer_of=customer_of_visit,
    kept_when_refused=False,
)
def receive_visit(unit: UnitOfWork, command: ReceiveVisit, context: Context) -> None:
    """It is a fact once: a second device, or one that tells it late, changes nothing."""
    visit, order = own_visit(unit, command.visit_id, context)
    if visit.state in {VisitState.ASSIGNED, VisitState.SENT}:
        record(unit, context, order, Fact(EventKind.RECEIVED, visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptVisit:
    """The engineer says that he will go."""

    visit_id: str


@handles("workorders.accept", AcceptVisit, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def accept_visit(unit: UnitOfWork, command: AcceptVisit, context: Context) -> None:
    """Only the one who was sent accepts."""
    visit, order = own_visit(unit, command.visit_id, context)
    record(unit, context, order, Fact(EventKind.ACCEPTED, visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectVisit:
    """The engineer says that he will not go, and why."""

    visit_id: str
    reason: RequiredShortText


@handles("workorders.reject", RejectVisit, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def reject_visit(unit: UnitOfWork, command: RejectVisit, context: Context) -> None:
    """The order waits for somebody again, and who sent him is told."""
    visit, order = own_visit(unit, command.visit_id, context)
    record(unit, context, without_engineer(order, visit), Fact(EventKind.REJECTED, visit, command.reason))
    facts = {"engineer": name_of(unit, visit.engineer_id), "number": order.number, "reason": command.reason}
    tell(unit, context, visit.assigned_by_id, "notice_visit_rejected", facts, ("work_orders", order.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOut:
    """The engineer is on his way."""

    visit_id: str


@handles("workorders.set_out", SetOut, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def set_out(unit: UnitOfWork, command: SetOut, context: Context) -> None:
    """Also again, after work was interrupted."""
    visit, order = own_visit(unit, command.visit_id, context)
    record(unit, context, replace(order, pause_reason=""), Fact(EventKind.SET_OUT, visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveOnSite:
    """The engineer is there."""

    visit_id: str


@handles("workorders.arrive", ArriveOnSite, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def arrive_on_site(unit: UnitOfWork, command: ArriveOnSite, context: Context) -> None:
    """From now on nobody calls him off unasked."""
    visit, order = own_visit(unit, command.visit_id, context)
    record(unit, context, replace(order, pause_reason=""), Fact(EventKind.ARRIVED, visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWork:
    """The engineer begins, or goes on after a pause.

    `checklist_version_ids` are the checklists that he begins with. They are filled in where the command is first
    given: so they are everywhere those that he has before him.
    """

    visit_id: str
    checklist_version_ids: Annotated[tuple[str, ...], Meta(max_length=50)] = ()


@upcaster("workorders.start_work", from_version=1)
def _before_checklists(body: Body) -> Body:
    """The first version knew of no checklists."""
    return body


def _take_checklists(unit: UnitOfWork, command: StartWork, _context: Context) -> StartWork:
    return replace(command, checklist_version_ids=versions_to_begin_with(unit, command.visit_id))


@handles(
    "workorders.start_work",
    StartWork,
    permission=Permission.WORK_ON_VISITS,
    customer_of=customer_of_visit,
    prepare=_take_checklists,
    version=2,
)
def start_work(unit: UnitOfWork, command: StartWork, context: Context) -> None:
    """Work that was really begun stands, even where the visit had been given to somebody else in the meantime."""
    visit, order = own_visit(unit, command.visit_id, context)
    attach(unit, context, order, command.checklist_version_ids)
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
    visit, order = own_visit(unit, command.visit_id, context)
    fact = Fact(EventKind.INTERRUPTED, visit, command.note, {"reason": command.reason})
    record(unit, context, replace(order, pause_reason=command.reason), fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreService:
    """The service works again, if only for the time being; `note` says how."""

    visit_id: str
    note: ShortText = ""


@handles("workorders.restore", RestoreService, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def restore_service(unit: UnitOfWork, command: RestoreService, context: Context) -> None:
    """Service first, the cause after (`domain.md` §3): the visit goes on until it is done."""
    visit, order = own_visit(unit, command.visit_id, context)
    record(unit, context, replace(order, pause_reason=""), Fact(EventKind.RESTORED, visit, command.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveVisit:
    """The engineer is done and says what he did."""

    visit_id: str
    resolution: RequiredLongText


def _look_at_checklists(unit: UnitOfWork, command: ResolveVisit, context: Context) -> ResolveVisit:
    """Only where it is first given: what is on a list then he sees; what comes to it later undoes no work."""
    visit = unit.get(Visit, command.visit_id)
    if visit is not None and visit.engineer_id == context.actor_id:
        refuse_unfinished(unit, visit.order_id)
    return command


@handles(
    "workorders.resolve",
    ResolveVisit,
    permission=Permission.WORK_ON_VISITS,
    customer_of=customer_of_visit,
    prepare=_look_at_checklists,
)
def resolve_visit(unit: UnitOfWork, command: ResolveVisit, context: Context) -> None:
    """The order is resolved with it; whoever else was still to go there is called off, and the desk is told."""
    visit, order = own_visit(unit, command.visit_id, context)
    done = replace(visit, finished_at=context.at)
    order = replace(order, resolved_at=context.at, resolution=command.resolution, engineer_id=visit.engineer_id)
    record(unit, context, order, Fact(EventKind.DONE, done, command.resolution))
    for other in call_off_waiting_visits(unit, context, order):
        _tell_that_work_stood(unit, context, order, visit, other)


def _tell_that_work_stood(unit: UnitOfWork, context: Context, order: WorkOrder, visit: Visit, other: Visit) -> None:
    facts = {
        "number": order.number,
        "engineer": name_of(unit, visit.engineer_id),
        "newcomer": name_of(unit, other.engineer_id),
    }
    about = ("work_orders", order.id)
    tell(unit, context, other.engineer_id, "notice_visit_called_off", facts, about)
    tell(unit, context, other.assigned_by_id, "notice_work_stood", facts, about)
