"""The life of a closure as a list of facts, and the notice that it takes (`domain.md` §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_


class ClosureKind(StrEnum):
    """Whether there was time to plan it."""

    PLANNED = "planned"
    EMERGENCY = "emergency"


class ClosureState(StrEnum):
    """Where a closure is."""

    AGREED = "agreed"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CANCELLED = "cancelled"


class ClosureEventKind(StrEnum):
    """What can happen to a closure."""

    AGREED = "agreed"
    ANNOUNCED = "announced"
    EXTENDED = "extended"
    BEGUN = "begun"
    ENDED = "ended"
    CANCELLED = "cancelled"


CLOSURE_KIND_NAMES = {
    ClosureKind.PLANNED: N_("Planned closure"),
    ClosureKind.EMERGENCY: N_("Emergency closure"),
}
CLOSURE_STATE_NAMES = {
    ClosureState.AGREED: N_("Agreed"),
    ClosureState.UNDER_WAY: N_("Under way"),
    ClosureState.ENDED: N_("Ended"),
    ClosureState.CANCELLED: N_("Cancelled"),
}
CLOSURE_EVENT_NAMES = {
    ClosureEventKind.AGREED: N_("Agreed"),
    ClosureEventKind.ANNOUNCED: N_("Announced"),
    ClosureEventKind.EXTENDED: N_("Extended"),
    ClosureEventKind.BEGUN: N_("Begun"),
    ClosureEventKind.ENDED: N_("Ended"),
    ClosureEventKind.CANCELLED: N_("Cancelled"),
}

NOTICE = {ClosureKind.PLANNED: timedelta(hours=48), ClosureKind.EMERGENCY: timedelta(hours=1)}
"""How long before its beginning a closure is agreed at least; hours of the clock, not working hours."""

CLOSURE_FLOW: Mapping[ClosureEventKind, Mapping[ClosureState | None, ClosureState]] = {
    ClosureEventKind.AGREED: {None: ClosureState.AGREED},
    ClosureEventKind.ANNOUNCED: {state: state for state in ClosureState},
    ClosureEventKind.EXTENDED: {
        ClosureState.AGREED: ClosureState.AGREED,
        ClosureState.UNDER_WAY: ClosureState.UNDER_WAY,
    },
    ClosureEventKind.BEGUN: {ClosureState.AGREED: ClosureState.UNDER_WAY},
    ClosureEventKind.ENDED: {ClosureState.UNDER_WAY: ClosureState.ENDED},
    ClosureEventKind.CANCELLED: {ClosureState.AGREED: ClosureState.CANCELLED},
}
"""What an event makes of a closure; None is before the first. People are told of an end and of a cancellation, too."""

OPEN_CLOSURE_STATES = frozenset({ClosureState.AGREED, ClosureState.UNDER_WAY})


def closure_after(state: ClosureState | None, event: ClosureEventKind) -> ClosureState:
    """The state of a closure after an event.

    :raises Rejection: ``closure_state_wrong`` where that cannot happen in this state
    """
    after = CLOSURE_FLOW[event].get(state)
    if after is None:
        raise Rejection("closure_state_wrong")
    return after


def replay(events: Iterable[ClosureEventKind]) -> ClosureState | None:
    """Derive the state of a closure from its events, in the order in which they were judged."""
    state: ClosureState | None = None
    for event in events:
        state = closure_after(state, event)
    return state


def shortfall(kind: ClosureKind, begins_at: datetime, told_at: datetime) -> timedelta:
    """What is missing of the notice that this kind of closure takes; nothing where it was given."""
    return max(NOTICE[kind] - (begins_at - told_at), timedelta())


def check_agreed(kind: ClosureKind, begins_at: datetime, ends_at: datetime, agreed_at: datetime) -> None:
    """Whether a closure may be agreed like this.

    :raises Rejection: ``closure_period_wrong``, ``planned_notice_short``, ``emergency_notice_short``
    """
    check_period(begins_at, ends_at)
    missing = shortfall(kind, begins_at, agreed_at)
    if missing:
        raise Rejection(f"{kind}_notice_short", missing=hours_text(missing))


def check_period(begins_at: datetime, ends_at: datetime) -> None:
    """Whether something ends after it begins.

    :raises Rejection: ``closure_period_wrong``
    """
    if ends_at <= begins_at:
        raise Rejection("closure_period_wrong")


def hours_text(duration: timedelta) -> str:
    """Hours and minutes, such as 46:30; a begun minute counts."""
    minutes = -(-duration // timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02d}"


def time_down(
    state: ClosureState, agreed: tuple[datetime, datetime], begun_at: datetime | None, ended_at: datetime | None
) -> tuple[datetime, datetime | None] | None:
    """From when until when a closure made its services unavailable, as far as is known; without an end it still does.

    What nobody has marked as begun counts as it was `agreed`; what was begun lasts until somebody says that it ended.
    """
    if state is ClosureState.CANCELLED:
        return None
    return (agreed[0], agreed[1]) if begun_at is None else (begun_at, ended_at)


declare(
    {
        "closure_state_wrong": N_(
            "This closure has gone on in the meantime, so this is not possible any more. Look at it again."
        ),
        "closure_period_wrong": N_("The end has to lie after the beginning. Check both times."),
        "planned_notice_short": N_(
            "A planned closure is agreed at least 48 hours before it begins; {missing} hours are missing. Let it begin "
            "that much later, make it an emergency closure (1 hour ahead), or record it as it really happened: the "
            "short notice is then marked."
        ),
        "emergency_notice_short": N_(
            "An emergency closure is agreed at least 1 hour before it begins; {missing} hours are missing. Let it "
            "begin that much later, or record it as it really happened: the short notice is then marked."
        ),
    }
)
