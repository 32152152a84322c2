"""The life of an order and of its visits: a list of facts, and the states that follow from them.

An order's state is never set by hand. It follows from what happened to the order as a whole (resolved, closed,
cancelled) and else from the states of its visits; `replay` derives it anew from the events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

NUMBER_DIGITS = 6


class OrderKind(StrEnum):
    """What kind of work it is."""

    INCIDENT = "incident"
    REQUEST = "request"
    REPAIR = "repair"
    MAINTENANCE = "maintenance"
    INSPECTION = "inspection"


class Channel(StrEnum):
    """How it was reported; *detected* is without a caller."""

    PHONE = "phone"
    MAIL = "mail"
    IN_PERSON = "in_person"
    DETECTED = "detected"
    PLANNED = "planned"


class OrderState(StrEnum):
    """Where an order is."""

    LOGGED = "logged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VisitState(StrEnum):
    """Where one engineer's visit is."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    CALLED_OFF = "called_off"


class EventKind(StrEnum):
    """What can happen to an order or a visit."""

    LOGGED = "logged"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    STARTED = "started"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CALLED_OFF = "called_off"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NOTED = "noted"
    EDITED = "edited"


class PauseReason(StrEnum):
    """Why work waits."""

    PARTS = "parts"
    CALLER = "caller"
    SUPPLIER = "supplier"
    ACCESS = "access"
    OTHER = "other"


ORDER_KIND_NAMES = {
    OrderKind.INCIDENT: N_("Incident"),
    OrderKind.REQUEST: N_("Request"),
    OrderKind.REPAIR: N_("Repair"),
    OrderKind.MAINTENANCE: N_("Maintenance"),
    OrderKind.INSPECTION: N_("Inspection"),
}
CHANNEL_NAMES = {
    Channel.PHONE: N_("Phone call"),
    Channel.MAIL: N_("E-mail"),
    Channel.IN_PERSON: N_("In person"),
    Channel.DETECTED: N_("Detected"),
    Channel.PLANNED: N_("Planned"),
}
ORDER_STATE_NAMES = {
    OrderState.LOGGED: N_("New"),
    OrderState.ASSIGNED: N_("Assigned"),
    OrderState.IN_PROGRESS: N_("In progress"),
    OrderState.PAUSED: N_("Paused"),
    OrderState.RESOLVED: N_("Resolved"),
    OrderState.CLOSED: N_("Closed"),
    OrderState.CANCELLED: N_("Cancelled"),
}
VISIT_STATE_NAMES = {
    VisitState.ASSIGNED: N_("Assigned"),
    VisitState.ACCEPTED: N_("Accepted"),
    VisitState.WORKING: N_("In progress"),
    VisitState.PAUSED: N_("Paused"),
    VisitState.DONE: N_("Done"),
    VisitState.CALLED_OFF: N_("Called off"),
}
EVENT_NAMES = {
    EventKind.LOGGED: N_("Logged"),
    EventKind.ASSIGNED: N_("Assigned"),
    EventKind.ACCEPTED: N_("Accepted"),
    EventKind.STARTED: N_("Work started"),
    EventKind.PAUSED: N_("Paused"),
    EventKind.RESOLVED: N_("Resolved"),
    EventKind.CALLED_OFF: N_("Visit called off"),
    EventKind.CLOSED: N_("Closed"),
    EventKind.CANCELLED: N_("Cancelled"),
    EventKind.NOTED: N_("Note"),
    EventKind.EDITED: N_("Changed"),
}
PAUSE_REASON_NAMES = {
    PauseReason.PARTS: N_("Waiting for parts"),
    PauseReason.CALLER: N_("Waiting for the caller"),
    PauseReason.SUPPLIER: N_("Waiting for a supplier"),
    PauseReason.ACCESS: N_("No access to the place"),
    PauseReason.OTHER: N_("Other reason"),
}

OPEN_ORDER_STATES = frozenset({OrderState.LOGGED, OrderState.ASSIGNED, OrderState.IN_PROGRESS, OrderState.PAUSED})
WAITING_VISIT_STATES = frozenset({VisitState.ASSIGNED, VisitState.ACCEPTED, VisitState.PAUSED})
"""A visit that can be called off: nobody is working on it at this moment."""

VISIT_FLOW: Mapping[EventKind, Mapping[VisitState, VisitState]] = {
    EventKind.ACCEPTED: {
        VisitState.ASSIGNED: VisitState.ACCEPTED,
        VisitState.CALLED_OFF: VisitState.CALLED_OFF,
    },
    EventKind.STARTED: {
        VisitState.ASSIGNED: VisitState.WORKING,
        VisitState.ACCEPTED: VisitState.WORKING,
        VisitState.PAUSED: VisitState.WORKING,
        VisitState.CALLED_OFF: VisitState.WORKING,
    },
    EventKind.PAUSED: {VisitState.WORKING: VisitState.PAUSED},
    EventKind.RESOLVED: {VisitState.WORKING: VisitState.DONE},
    EventKind.CALLED_OFF: dict.fromkeys(WAITING_VISIT_STATES, VisitState.CALLED_OFF),
    EventKind.EDITED: {state: state for state in VisitState},
}
"""What an event makes of a visit. Work that was really done stands: an engineer who was off-line when his visit was
called off and who went there revives it by starting; merely accepting it does not take it from the newcomer."""

_ENDS: Mapping[EventKind, OrderState] = {
    EventKind.RESOLVED: OrderState.RESOLVED,
    EventKind.CLOSED: OrderState.CLOSED,
    EventKind.CANCELLED: OrderState.CANCELLED,
}
_BY_VISIT: tuple[tuple[VisitState, OrderState], ...] = (
    (VisitState.WORKING, OrderState.IN_PROGRESS),
    (VisitState.PAUSED, OrderState.PAUSED),
    (VisitState.ACCEPTED, OrderState.ASSIGNED),
    (VisitState.ASSIGNED, OrderState.ASSIGNED),
)


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
    if state not in OPEN_ORDER_STATES:
        return state
    present = set(visits)
    return next((follows for visit, follows in _BY_VISIT if visit in present), OrderState.LOGGED)


def order_number(year: int, serial: str) -> str:
    """The number that people say on the phone: ``W26-004711``, provisional ``W26-P7KQ04``."""
    return f"{number_series(year)}-{serial}"


def number_series(year: int) -> str:
    """The series of order numbers of a year."""
    return f"W{year % 100:02d}"


def is_number_series(series: str) -> bool:
    """Whether this is the series of order numbers of some year."""
    return re.fullmatch(r"W[0-9]{2}", series) is not None


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


declare(
    {
        "order_cancelled": N_("{number} was cancelled, so this could not be done. If you worked on it, tell the desk."),
        "order_state_wrong": N_(
            "{number} has gone on in the meantime, so this is not possible any more. Look at its history."
        ),
        "visit_state_wrong": N_(
            "This visit has gone on in the meantime, so this is not possible any more. Look at the order's history."
        ),
        "visit_of_other": N_("This visit belongs to somebody else. Ask the desk to assign it to you."),
        "visit_under_way": N_("Somebody is working on {number} at this moment. Speak with {engineer} first."),
        "not_our_staff": N_("{name} is not one of our own people and cannot be sent. Choose one of our engineers."),
        "visit_times_wrong": N_(
            "A visit begins before it ends, and only what has happened can be corrected. Check both times."
        ),
        "notice_edit_replaced": N_(
            "{actor} has changed the same of {number} as you, and that counts. Its history shows both."
        ),
        "notice_visit_replanned": N_("Your visit to {number} was planned anew. Look at its time."),
        "notice_work_stood": N_(
            "{engineer} had already finished {number} when the change of plan arrived. "
            "The work stands; the visit of {newcomer} was called off."
        ),
        "notice_visit_called_off": N_("{engineer} had already finished {number}. Your visit was called off."),
        "notice_visit_moved": N_("{number} was given to {newcomer}. Your visit was called off."),
        "notice_order_cancelled": N_("{number} was cancelled. Your visit was called off."),
        "notice_visit_assigned": N_("{number} was assigned to you: {title}"),
    }
)
