"""What the desk does about orders beside sending engineers: answering, prioritising, reopening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.texts import Code, RequiredLongText, RequiredShortText
from app.messages.commands import tell
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork
from app.workorders.commands import refuse_while_at_work
from app.workorders.history import (
    Fact,
    call_off_waiting_visits,
    customer_of_order,
    name_of,
    open_order,
    record,
    refuse_continued,
    visits_of,
)
from app.workorders.rules import (
    AT_WORK_STATES,
    OPEN_ORDER_STATES,
    WAITING_VISIT_STATES,
    EventKind,
    OrderState,
    priority_of,
)
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveOrder:
    """The desk itself has solved it, without anybody's going there."""

    order_id: str
    resolution: RequiredLongText


@handles("workorders.resolve_order", ResolveOrder, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def resolve_order(unit: UnitOfWork, command: ResolveOrder, context: Context) -> None:
    """Whoever was still to go there is called off; whoever is there finishes it himself."""
    order = open_order(unit, command.order_id)
    refuse_while_at_work(unit, order)
    for visit in call_off_waiting_visits(unit, context, order):
        facts = {"number": order.number, "engineer": name_of(unit, context.actor_id)}
        tell(unit, context, visit.engineer_id, "notice_visit_called_off", facts, ("work_orders", order.id))
    order = unit.require(WorkOrder, order.id)
    solved = replace(order, resolved_at=context.at, resolution=command.resolution, pause_reason="")
    record(unit, context, solved, Fact(EventKind.DONE, note=command.resolution))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritiseOrder:
    """Give an order another priority than impact × urgency make, and say why; without one it follows from them again.

    `level` is what the customer's agreement calls it (``3b``, ``urgent``), where it has such names. `by_customer` tells
    that the customer wants it so (`domain.md` §3), not the desk.
    """

    order_id: str
    priority: Annotated[int, Meta(ge=1, le=4)] | None
    level: Code = ""
    reason: RequiredShortText
    by_customer: bool = False


@handles("workorders.prioritise", PrioritiseOrder, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def prioritise_order(unit: UnitOfWork, command: PrioritiseOrder, context: Context) -> None:
    """Of two dispatchers the later one counts; the history has both, with their reasons."""
    order = open_order(unit, command.order_id)
    if command.level and command.priority is None:
        raise Rejection("priority_level_alone")
    prioritised = replace(
        order,
        priority=command.priority or priority_of(order.impact, order.urgency),
        level=command.level,
        priority_reason=command.reason if command.priority else "",
    )
    facts = {
        "priority_before": _spoken(order),
        "priority": _spoken(prioritised),
        "by": "customer" if command.by_customer else "desk",
    }
    record(unit, context, prioritised, Fact(EventKind.PRIORITISED, note=command.reason, facts=facts))


def _spoken(order: WorkOrder) -> str:
    return order.level or f"P{order.priority}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenOrder:
    """It was not solved after all."""

    order_id: str
    reason: RequiredShortText


@handles("workorders.reopen", ReopenOrder, permission=Permission.CLOSE_ORDERS, customer_of=customer_of_order)
def reopen_order(unit: UnitOfWork, command: ReopenOrder, context: Context) -> None:
    """It goes on with its number and its history; what goes on in another order is taken up there."""
    order = unit.require(WorkOrder, command.order_id)
    refuse_continued(unit, order)
    if order.state in OPEN_ORDER_STATES or order.state is OrderState.CANCELLED:
        raise Rejection("order_state_wrong", number=order.number, state=order.state)
    under_way = [visit for visit in visits_of(unit, order.id) if visit.state in AT_WORK_STATES | WAITING_VISIT_STATES]
    opened = replace(
        order,
        resolved_at=None,
        resolution="",
        closed_at=None,
        engineer_id=under_way[-1].engineer_id if under_way else None,
    )
    record(unit, context, opened, Fact(EventKind.REOPENED, note=command.reason))
