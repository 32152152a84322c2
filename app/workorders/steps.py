"""What somebody can do with an order as it stands: what the window offers and the command line explains."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.accounts.rules import Grants, Permission
from app.workorders.rules import OPEN_ORDER_STATES, OrderState, VisitState


class Step(StrEnum):
    """Something that can be done with an order."""

    ACCEPT = "accept"
    START = "start"
    RESUME = "resume"
    PAUSE = "pause"
    RESOLVE = "resolve"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    CLOSE = "close"
    CANCEL = "cancel"
    NOTE = "note"


_OF_VISIT: dict[VisitState, tuple[Step, ...]] = {
    VisitState.ASSIGNED: (Step.ACCEPT, Step.START),
    VisitState.ACCEPTED: (Step.START,),
    VisitState.WORKING: (Step.RESOLVE, Step.PAUSE),
    VisitState.PAUSED: (Step.RESUME,),
}


def possible_steps(
    state: OrderState,
    customer_id: str,
    own_visit: VisitState | None,
    visits: Iterable[VisitState],
    grants: Grants,
) -> tuple[Step, ...]:
    """The steps that are open, the likeliest first.

    `own_visit` is the visit of the person who asks, if there is one; `visits` are all visits of the order.
    """
    is_open = state in OPEN_ORDER_STATES
    present = set(visits)
    steps: list[Step] = []
    if is_open and own_visit is not None and grants.may(Permission.WORK_ON_VISITS, customer_id):
        steps += _OF_VISIT.get(own_visit, ())
    if is_open and VisitState.WORKING not in present and grants.may(Permission.ASSIGN_ORDERS, customer_id):
        steps.append(Step.ASSIGN if state is OrderState.LOGGED else Step.REASSIGN)
        steps.append(Step.CANCEL)
    if state is OrderState.RESOLVED and grants.may(Permission.CLOSE_ORDERS, customer_id):
        steps.append(Step.CLOSE)
    if grants.may(Permission.LOG_ORDERS, customer_id):
        steps.append(Step.NOTE)
    return tuple(steps)
