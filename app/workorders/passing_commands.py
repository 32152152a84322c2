"""When somebody else is to go on: handing a visit over, and what could not be completed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.directory.tables import Team
from app.foundation.errors import Rejection
from app.foundation.texts import Code, RequiredShortText
from app.messages.commands import tell
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork
from app.workorders.commands import keep_number, our_engineer, send, settled_number, take_order_number
from app.workorders.history import Fact, customer_of_visit, name_of, open_order, own_visit, record, without_engineer
from app.workorders.link_commands import link
from app.workorders.rules import EventKind, LinkKind, OrderState
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The engineer hands his visit over, with a word for whoever goes on: another engineer, or a team's queue."""

    visit_id: str
    note: RequiredShortText
    engineer_id: str | None = None
    team_id: str | None = None
    new_visit_id: str


@handles("workorders.hand_over", HandOver, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def hand_over(unit: UnitOfWork, command: HandOver, context: Context) -> None:
    """What he has done so far stands in the history; the desk is told."""
    visit, order = own_visit(unit, command.visit_id, context)
    open_order(unit, order.id)
    if (command.engineer_id is None) == (command.team_id is None):
        raise Rejection("hand_over_to_whom")
    if command.team_id is not None:
        newcomer = unit.require(Team, command.team_id).name
        order = replace(order, team_id=command.team_id)
    else:
        newcomer = our_engineer(unit, command.engineer_id or "", order).name
    handed = Fact(EventKind.HANDED_OVER, visit, command.note, {"newcomer": newcomer})
    record(unit, context, without_engineer(order, visit), handed)
    if command.engineer_id is not None:
        engineer = our_engineer(unit, command.engineer_id, order)
        send(unit, context, order.id, engineer, command.new_visit_id, None)
    facts = {
        "engineer": name_of(unit, visit.engineer_id),
        "number": order.number,
        "newcomer": newcomer,
        "note": command.note,
    }
    tell(unit, context, visit.assigned_by_id, "notice_handed_over", facts, ("work_orders", order.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotComplete:
    """The engineer cannot finish what he came for. `number` is filled when the command is first carried out."""

    visit_id: str
    reason: RequiredShortText
    follow_on_id: str
    number: Code = ""


def _take_number(unit: UnitOfWork, command: CannotComplete, context: Context) -> CannotComplete:
    return replace(command, number=take_order_number(unit, context))


@handles(
    "workorders.cannot_complete",
    CannotComplete,
    permission=Permission.WORK_ON_VISITS,
    customer_of=customer_of_visit,
    prepare=_take_number,
)
def cannot_complete(unit: UnitOfWork, command: CannotComplete, context: Context) -> None:
    """The work goes on in a follow-on order that keeps everything, unless somebody else is on it already."""
    visit, order = own_visit(unit, command.visit_id, context)
    stopped = replace(visit, finished_at=context.at)
    record(unit, context, without_engineer(order, visit), Fact(EventKind.NOT_COMPLETED, stopped, command.reason))
    order = unit.require(WorkOrder, order.id)
    if order.state is OrderState.LOGGED:
        _follow_on(unit, context, order, command)
    _tell_desk(unit, context, order, visit, command.reason)


def _follow_on(unit: UnitOfWork, context: Context, order: WorkOrder, command: CannotComplete) -> None:
    unit.require_new(WorkOrder, command.follow_on_id)
    follow_on = replace(
        order,
        id=command.follow_on_id,
        number=settled_number(unit, command.number, context),
        logged_at=context.at,
        logged_by_id=context.actor_id,
        engineer_id=None,
        pause_reason="",
    )
    record(unit, context, follow_on, Fact(EventKind.LOGGED, note=command.reason, facts={"number": order.number}))
    keep_number(unit, follow_on, command.number)
    link(unit, follow_on, order, LinkKind.FOLLOW_ON_OF)
    ended = replace(order, closed_at=context.at, continued_in_id=follow_on.id, pause_reason="")
    record(unit, context, ended, Fact(EventKind.CONTINUED, facts={"number": follow_on.number}))


def _tell_desk(unit: UnitOfWork, context: Context, order: WorkOrder, visit: Visit, reason: str) -> None:
    facts = {"engineer": name_of(unit, visit.engineer_id), "number": order.number, "reason": reason}
    tell(unit, context, visit.assigned_by_id, "notice_not_completed", facts, ("work_orders", order.id))
