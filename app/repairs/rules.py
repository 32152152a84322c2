"""The way of a send-in repair: out, at the maker, back. A list of facts, and the state that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_


class RepairState(StrEnum):
    """Where the device is."""

    OUT = "out"
    AT_MAKER = "at_maker"
    BACK = "back"


class RepairEventKind(StrEnum):
    """What can happen to a device that is sent in."""

    SENT_OUT = "sent_out"
    ARRIVED = "arrived"
    TAKEN_BACK = "taken_back"


class RepairOutcome(StrEnum):
    """How it came back."""

    REPAIRED = "repaired"
    NO_FAULT_FOUND = "no_fault_found"
    BEYOND_REPAIR = "beyond_repair"


REPAIR_STATE_NAMES = {
    RepairState.OUT: N_("On the way to the maker"),
    RepairState.AT_MAKER: N_("At the maker"),
    RepairState.BACK: N_("Taken back"),
}
REPAIR_EVENT_NAMES = {
    RepairEventKind.SENT_OUT: N_("Sent out"),
    RepairEventKind.ARRIVED: N_("Arrived at the maker"),
    RepairEventKind.TAKEN_BACK: N_("Taken back"),
}
REPAIR_OUTCOME_NAMES = {
    RepairOutcome.REPAIRED: N_("Repaired"),
    RepairOutcome.NO_FAULT_FOUND: N_("No fault found"),
    RepairOutcome.BEYOND_REPAIR: N_("Beyond repair"),
}

OPEN_REPAIR_STATES = frozenset({RepairState.OUT, RepairState.AT_MAKER})

REPAIR_FLOW: Mapping[RepairEventKind, Mapping[RepairState | None, RepairState]] = {
    RepairEventKind.SENT_OUT: {None: RepairState.OUT},
    RepairEventKind.ARRIVED: {RepairState.OUT: RepairState.AT_MAKER},
    RepairEventKind.TAKEN_BACK: {RepairState.OUT: RepairState.BACK, RepairState.AT_MAKER: RepairState.BACK},
}
"""What an event makes of a repair; None is before the first. A device may come back without word that it arrived."""


def repair_after(state: RepairState | None, event: RepairEventKind) -> RepairState:
    """The state of a repair after an event.

    :raises Rejection: ``repair_state_wrong`` where that cannot happen in this state.
    """
    after = REPAIR_FLOW[event].get(state)
    if after is None:
        raise Rejection("repair_state_wrong")
    return after


def replay(events: Iterable[RepairEventKind]) -> RepairState | None:
    """Derive the state of a repair from its events, in the order in which they were judged."""
    state: RepairState | None = None
    for event in events:
        state = repair_after(state, event)
    return state


def check_cost(cost_minor: int | None, currency: str) -> None:
    """Whether an amount says what it is an amount of.

    :raises Rejection: ``currency_missing``
    """
    if cost_minor is not None and not currency:
        raise Rejection("currency_missing")


declare(
    {
        "asset_in_repair": N_("{asset_code} is out for repair at {maker} already. Take it back first."),
        "asset_lost": N_("{asset_code} is lost. Where it has turned up, say so in the register first."),
        "asset_retired": N_("{asset_code} is retired and is not repaired any more. Check the code of the device."),
        "repair_state_wrong": N_(
            "This repair has gone on in the meantime, so this is not possible any more. Look at it again."
        ),
        "currency_missing": N_("An amount needs its currency, such as CNY. Choose it and do it again."),
    }
)
