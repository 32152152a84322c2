"""What somebody can do with an order as it stands: what the window offers and the command line explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Protocol

from app.accounts.rules import Grants, Permission
from app.workorders.rules import AT_WORK_STATES, OPEN_ORDER_STATES, OrderKind, OrderState, VisitState


class Step(StrEnum):
    """Something that can be done with an order."""

    ACCEPT = "accept"
    REJECT = "reject"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    START = "start"
    RESUME = "resume"
    PAUSE = "pause"
    RESTORE = "restore"
    RESOLVE = "resolve"
    REPORT = "report"
    HAND_OVER = "hand_over"
    CANNOT_COMPLETE = "cannot_complete"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    ANSWER = "answer"
    """The desk solves it itself."""
    PRIORITISE = "prioritise"
    CALL_SUPPLIER = "call_supplier"
    """The desk opens a ticket at a supplier, or chases him."""
    TAKE_BACK = "take_back"
    """The supplier hands it back."""
    MERGE = "merge"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    LINK = "link"
    NOTE = "note"
    RATE = "rate"
    """Somebody at the customer's rates it on this computer."""


class _Order(Protocol):
    @property
    def state(self) -> OrderState: ...
    @property
    def customer_id(self) -> str: ...
    @property
    def remote(self) -> bool: ...
    @property
    def continued_in_id(self) -> str | None: ...


_LEAVING = (Step.HAND_OVER, Step.CANNOT_COMPLETE)
_NEW = (Step.ACCEPT, Step.START, Step.REJECT, Step.HAND_OVER)
_OF_VISIT: dict[VisitState, tuple[Step, ...]] = {
    VisitState.ASSIGNED: _NEW,
    VisitState.SENT: _NEW,
    VisitState.RECEIVED: _NEW,
    VisitState.ACCEPTED: (Step.SET_OUT, Step.START, Step.REJECT, Step.HAND_OVER),
    VisitState.TRAVELLING: (Step.ARRIVE, Step.START, *_LEAVING),
    VisitState.ON_SITE: (Step.START, Step.PAUSE, *_LEAVING),
    VisitState.WORKING: (Step.RESOLVE, Step.RESTORE, Step.PAUSE, *_LEAVING),
    VisitState.RESTORED: (Step.RESOLVE, Step.PAUSE, *_LEAVING),
    VisitState.INTERRUPTED: (Step.RESUME, *_LEAVING),
}
_ON_THE_ROAD = frozenset({Step.SET_OUT, Step.ARRIVE})
_OF_ENGINEER = frozenset({Step.REPORT}).union(*_OF_VISIT.values())


def possible_steps(
    order: _Order,
    own_visit: VisitState | None,
    visits: Iterable[VisitState],
    grants: Grants,
    *,
    with_supplier: bool = False,
) -> tuple[Step, ...]:
    """The steps that are open, the likeliest first.

    `own_visit` is the visit of the person who asks, if there is one; `visits` are all visits of the order.
    """
    present = frozenset(visits)
    of_order = tuple(_of_order(order, present, grants, with_supplier=with_supplier))
    return tuple(_of_visit(order, own_visit, grants)) + of_order


def visit_steps(kind: OrderKind, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Those of `steps` that an engineer takes with his own visit, the next one first.

    Of an incident the service is restored first, and the cause looked for after (`domain.md` §3).
    """
    own = [step for step in steps if step in _OF_ENGINEER]
    if kind is OrderKind.INCIDENT and Step.RESTORE in own:
        own.remove(Step.RESTORE)
        own.insert(0, Step.RESTORE)
    return tuple(own)


def _of_visit(order: _Order, visit: VisitState | None, grants: Grants) -> Iterator[Step]:
    if visit is None or not grants.may(Permission.WORK_ON_VISITS, order.customer_id):
        return
    if order.state in OPEN_ORDER_STATES:
        yield from (step for step in _OF_VISIT.get(visit, ()) if not (order.remote and step in _ON_THE_ROAD))
    elif visit is VisitState.DONE and order.state is not OrderState.CANCELLED:
        yield Step.REPORT


def _of_order(order: _Order, present: frozenset[VisitState], grants: Grants, *, with_supplier: bool) -> Iterator[Step]:
    def may(permission: Permission) -> bool:
        return grants.may(permission, order.customer_id)

    is_open = order.state in OPEN_ORDER_STATES
    is_free = is_open and not present & AT_WORK_STATES
    if is_free and may(Permission.ASSIGN_ORDERS):
        yield Step.ASSIGN if order.state is OrderState.LOGGED else Step.REASSIGN
        yield Step.CANCEL
    if is_free and may(Permission.TRIAGE_ORDERS):
        yield Step.ANSWER
        yield Step.MERGE
    if is_open and may(Permission.TRIAGE_ORDERS):
        yield Step.PRIORITISE
        yield Step.CALL_SUPPLIER
        if with_supplier:
            yield Step.TAKE_BACK
    if may(Permission.CLOSE_ORDERS):
        if order.state is OrderState.RESOLVED:
            yield Step.CLOSE
        if order.state in {OrderState.RESOLVED, OrderState.CLOSED} and order.continued_in_id is None:
            yield Step.REOPEN
    if may(Permission.LOG_ORDERS):
        if order.state in {OrderState.RESOLVED, OrderState.CLOSED}:
            yield Step.RATE
        yield Step.LINK
        yield Step.NOTE
