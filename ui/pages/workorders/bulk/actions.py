"""What can be done with several work orders at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from app.foundation.translation import N_
from app.workorders.steps import Step

if TYPE_CHECKING:
    from app.workorders.queries.chosen import ChosenOrder


class BulkAction(Enum):
    """One step that is taken for each of them."""

    ASSIGN = auto()
    PRIORITISE = auto()
    CLOSE = auto()
    HAND_OVER = auto()
    QUEUE = auto()
    PART_OF = auto()
    LINK = auto()
    MERGE = auto()
    CANCEL = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """How an action is offered, and which step of an order means that it can be taken for it."""

    text_source: str
    icon: str
    steps: frozenset[Step]


ENTRIES = {
    BulkAction.ASSIGN: Entry(N_("Assign…"), "user-check", frozenset({Step.ASSIGN, Step.REASSIGN})),
    BulkAction.PRIORITISE: Entry(N_("Priority…"), "flag", frozenset({Step.PRIORITISE})),
    BulkAction.CLOSE: Entry(N_("Close…"), "check-check", frozenset({Step.CLOSE})),
    BulkAction.HAND_OVER: Entry(N_("Hand over…"), "users", frozenset({Step.HAND_OVER})),
    BulkAction.QUEUE: Entry(N_("Give to a team…"), "users", frozenset({Step.PRIORITISE})),
    BulkAction.PART_OF: Entry(N_("Make part of an order…"), "list-checks", frozenset({Step.PRIORITISE})),
    BulkAction.LINK: Entry(N_("Link with an order…"), "paperclip", frozenset({Step.LINK})),
    BulkAction.MERGE: Entry(N_("Merge duplicates…"), "copy", frozenset({Step.MERGE})),
    BulkAction.CANCEL: Entry(N_("Cancel the orders…"), "ban", frozenset({Step.CANCEL})),
}


def possible(chosen: Iterable[ChosenOrder]) -> frozenset[BulkAction]:
    """The actions that can be taken for one of these orders at least."""
    steps = {step for each in chosen for step in each.steps}
    return frozenset(action for action, entry in ENTRIES.items() if entry.steps & steps)
