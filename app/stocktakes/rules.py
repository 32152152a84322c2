"""Stocktakes: their states, what a scan finds, and what is decided about what was found and what was not."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.assets.rules import GONE_STATES, AssetState
from app.foundation.sentences import declare
from app.foundation.translation import N_

MOST_EXPECTED = 20_000
"""So many devices one stocktake is about at most: a command that names more does not fit into one message."""

NOT_EXPECTED_STATES = GONE_STATES | {AssetState.IN_REPAIR}
"""Devices that nobody looks for: they are gone, or known to be at their maker."""


class StocktakeState(StrEnum):
    """How a stocktake stands."""

    OPEN = "open"
    ENDED = "ended"
    CANCELLED = "cancelled"


STOCKTAKE_STATE_NAMES = {
    StocktakeState.OPEN: N_("Under way"),
    StocktakeState.ENDED: N_("Ended"),
    StocktakeState.CANCELLED: N_("Cancelled"),
}


class StocktakeEventKind(StrEnum):
    """What happened to a stocktake."""

    BEGUN = "begun"
    ENDED = "ended"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


STOCKTAKE_EVENT_NAMES = {
    StocktakeEventKind.BEGUN: N_("Begun"),
    StocktakeEventKind.ENDED: N_("Ended"),
    StocktakeEventKind.REOPENED: N_("Reopened"),
    StocktakeEventKind.CANCELLED: N_("Cancelled"),
}


class Finding(StrEnum):
    """What a scan is, once and for all: it is written down with it."""

    HERE = "here"
    """The device was expected, and where it is."""
    ELSEWHERE = "elsewhere"
    """The register says another room, site or department."""
    BESIDES = "besides"
    """The register has it here, but it was not expected: registered since, in repair, or of another type."""
    GONE = "gone"
    """The register calls it retired or lost."""
    UNKNOWN = "unknown"
    """No device of the customer is known by what was scanned."""


FINDING_NAMES = {
    Finding.HERE: N_("Found where expected"),
    Finding.ELSEWHERE: N_("Found elsewhere"),
    Finding.BESIDES: N_("Not expected"),
    Finding.GONE: N_("Found though retired or lost"),
    Finding.UNKNOWN: N_("Unknown"),
}


class DecisionKind(StrEnum):
    """What is to become of a device that is missing or was found otherwise than expected, or of something unknown."""

    LOST = "lost"
    RETIRED = "retired"
    MOVED = "moved"
    PUT_BACK = "put_back"
    EXPLAINED = "explained"
    """A note says why it was not found, or is as it is."""
    CHECK_AGAIN = "check_again"
    TO_REGISTER = "to_register"
    """Somebody is to register what nobody knows: the authority logs a work order."""


DECISION_NAMES = {
    DecisionKind.LOST: N_("Written off as lost"),
    DecisionKind.RETIRED: N_("Retired"),
    DecisionKind.MOVED: N_("Moved to where it was found"),
    DecisionKind.PUT_BACK: N_("Put back into use"),
    DecisionKind.EXPLAINED: N_("Explained"),
    DecisionKind.CHECK_AGAIN: N_("To be looked for again"),
    DecisionKind.TO_REGISTER: N_("To be registered"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a device is; None or empty is what nobody has said."""

    site_id: str | None = None
    place: str = ""
    department_id: str | None = None

    def contradicts(self, other: Spot) -> bool:
        """Whether both say something, and not the same."""
        mine = (self.site_id, normal_place(self.place), self.department_id)
        theirs = (other.site_id, normal_place(other.place), other.department_id)
        return any(one and two and one != two for one, two in zip(mine, theirs, strict=True))

    def lacks(self, other: Spot) -> bool:
        """Whether `other` says anything that does not stand here: another room, or any where there was none."""
        mine = (self.site_id, normal_place(self.place), self.department_id)
        theirs = (other.site_id, normal_place(other.place), other.department_id)
        return any(two and one != two for one, two in zip(mine, theirs, strict=True))


def normal_place(place: str) -> str:
    """A room as it is compared: in narrow letters, however capitals and blanks are written."""
    return " ".join(unicodedata.normalize("NFKC", place).split()).casefold()


def finding_of(state: AssetState, *, expected: Spot | None, registered: Spot, here: Spot) -> Finding:
    """What it is that a device of the customer was scanned here.

    `expected` is where it was when the stocktake began, None where it was not on the list; `registered` is where the
    register has it now.
    """
    if state in GONE_STATES:
        return Finding.GONE
    if (expected or registered).contradicts(here):
        return Finding.ELSEWHERE
    return Finding.HERE if expected else Finding.BESIDES


def reference_of(stocktake_id: str, begun_at: datetime) -> str:
    """What a stocktake is called on paper and on the command line, such as ST261130-7F3A; its day is that of UTC."""
    return f"ST{begun_at:%y%m%d}-{stocktake_id[-4:].upper()}"


declare(
    {
        "stocktake_empty": N_("No device is registered there that could be looked for. Choose another part."),
        "stocktake_too_large": N_(
            "{count} devices are too many for one stocktake; {most} are possible. Choose a site or a department."
        ),
        "stocktake_over": N_("This stocktake has ended or was cancelled. Reopen it, or begin another one."),
        "stocktake_not_ended": N_("This stocktake has not ended: there is nothing to reopen. Look at it again."),
        "stocktake_cancelled": N_("This stocktake was cancelled. Begin another one."),
        "stocktake_blind": N_(
            "This is a blind stocktake: what is expected and what was found is shown when it has ended."
        ),
    }
)
