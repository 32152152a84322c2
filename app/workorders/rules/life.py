"""The life of an order and of its visits: a list of facts, and the states that follow from them.

An order's state is never set by hand. It follows from what happened to the order as a whole (done, closed, merged,
cancelled, reopened) and else from the states of its visits; `replay` derives it anew from the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.foundation.errors import Rejection
from app.workorders.rules.kinds import EventKind, OrderState, VisitState

OPEN_ORDER_STATES = frozenset({OrderState.LOGGED, OrderState.ASSIGNED, OrderState.IN_PROGRESS, OrderState.PAUSED})

CHAIN = (
    VisitState.ASSIGNED,
    VisitState.SENT,
    VisitState.RECEIVED,
    VisitState.ACCEPTED,
    VisitState.TRAVELLING,
    VisitState.ON_SITE,
    VisitState.WORKING,
    VisitState.RESTORED,
    VisitState.DONE,
    VisitState.REPORTED,
)
"""A visit from its beginning to its end. Whoever skips steps has made them all the same."""


def _before(state: VisitState) -> tuple[VisitState, ...]:
    return CHAIN[: CHAIN.index(state)]


def _on_the_way(reached: VisitState) -> dict[VisitState, VisitState]:
    """A step on the way to work. Told late, after a later one, it is a fact that changes no state."""
    later = CHAIN[CHAIN.index(reached) + 1 :]
    stays = (*later, VisitState.INTERRUPTED, VisitState.CALLED_OFF)
    return dict.fromkeys(_before(reached), reached) | {state: state for state in stays}


AT_WORK_STATES = frozenset({VisitState.ON_SITE, VisitState.WORKING, VisitState.RESTORED})
"""Somebody is there at this moment: nobody takes it from his hands unasked."""
SIGNED_IN = AT_WORK_STATES | {
    VisitState.INTERRUPTED,
    VisitState.DONE,
    VisitState.REPORTED,
    VisitState.NOT_COMPLETED,
    VisitState.HANDED_OVER,
}
"""Somebody is or was there: the customer can sign for what he does."""
WAITING_VISIT_STATES = frozenset({*_before(VisitState.ON_SITE), VisitState.INTERRUPTED})
"""A visit that can be called off: nobody is at work on it at this moment."""

VISIT_FLOW: Mapping[EventKind, Mapping[VisitState, VisitState]] = {
    EventKind.SENT: _on_the_way(VisitState.SENT),
    EventKind.RECEIVED: _on_the_way(VisitState.RECEIVED),
    EventKind.ACCEPTED: _on_the_way(VisitState.ACCEPTED),
    EventKind.SET_OUT: {**_on_the_way(VisitState.TRAVELLING), VisitState.INTERRUPTED: VisitState.TRAVELLING},
    EventKind.ARRIVED: {**_on_the_way(VisitState.ON_SITE), VisitState.INTERRUPTED: VisitState.ON_SITE},
    EventKind.REJECTED: {
        **dict.fromkeys(_before(VisitState.TRAVELLING), VisitState.REJECTED),
        VisitState.CALLED_OFF: VisitState.CALLED_OFF,
    },
    EventKind.STARTED: dict.fromkeys(
        (*_before(VisitState.WORKING), VisitState.INTERRUPTED, VisitState.CALLED_OFF), VisitState.WORKING
    ),
    EventKind.INTERRUPTED: dict.fromkeys((VisitState.TRAVELLING, *AT_WORK_STATES), VisitState.INTERRUPTED),
    EventKind.RESTORED: dict.fromkeys((VisitState.WORKING, VisitState.INTERRUPTED), VisitState.RESTORED),
    EventKind.DONE: dict.fromkeys((VisitState.WORKING, VisitState.RESTORED), VisitState.DONE),
    EventKind.SIGNED: {state: state for state in SIGNED_IN},
    EventKind.REPORTED: {VisitState.DONE: VisitState.REPORTED},
    EventKind.NOT_COMPLETED: dict.fromkeys(
        (VisitState.TRAVELLING, *AT_WORK_STATES, VisitState.INTERRUPTED), VisitState.NOT_COMPLETED
    ),
    EventKind.HANDED_OVER: dict.fromkeys((*WAITING_VISIT_STATES, *AT_WORK_STATES), VisitState.HANDED_OVER),
    EventKind.CALLED_OFF: dict.fromkeys(WAITING_VISIT_STATES, VisitState.CALLED_OFF),
    EventKind.EDITED: {state: state for state in VisitState},
}
"""What an event makes of a visit. Work that was really done stands: an engineer who was off-line when his visit was
called off and who went there revives it by starting; merely accepting it does not take it from the newcomer."""

_ENDS: Mapping[EventKind, OrderState] = {
    EventKind.DONE: OrderState.RESOLVED,
    EventKind.CLOSED: OrderState.CLOSED,
    EventKind.CONTINUED: OrderState.CLOSED,
    EventKind.MERGED: OrderState.CLOSED,
    EventKind.CANCELLED: OrderState.CANCELLED,
}


def visit_after(state: VisitState, event: EventKind) -> VisitState:
    """The state of a visit after an event.

    :raises Rejection: ``visit_state_wrong`` where that cannot happen to a visit in this state.
    """
    after = VISIT_FLOW[event].get(state)
    if after is None:
        raise Rejection("visit_state_wrong", state=state, event=event)
    return after


def order_after(state: OrderState, event: EventKind, visits: Iterable[VisitState]) -> OrderState:
    """The state of an order after an event, when its visits are in these states by now."""
    if event in _ENDS:
        return _ENDS[event]
    if state not in OPEN_ORDER_STATES and event is not EventKind.REOPENED:
        return state
    present = set(visits)
    if present & AT_WORK_STATES:
        return OrderState.IN_PROGRESS
    if VisitState.INTERRUPTED in present:
        return OrderState.PAUSED
    return OrderState.ASSIGNED if present & WAITING_VISIT_STATES else OrderState.LOGGED


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One fact, as far as states follow from it."""

    kind: EventKind
    visit_id: str | None
    at: datetime


@dataclass(slots=True)
class Replayed:
    """The states that follow from a list of facts."""

    order: OrderState = OrderState.LOGGED
    visits: dict[str, VisitState] = field(default_factory=dict)


def replay(events: Iterable[PastEvent]) -> Replayed:
    """Derive the states of an order and its visits from its events, in the order in which they were judged."""
    result = Replayed()
    for event in events:
        if event.visit_id is not None:
            if event.kind is EventKind.ASSIGNED:
                result.visits[event.visit_id] = VisitState.ASSIGNED
            else:
                result.visits[event.visit_id] = visit_after(result.visits[event.visit_id], event.kind)
        result.order = order_after(result.order, event.kind, result.visits.values())
    return result
