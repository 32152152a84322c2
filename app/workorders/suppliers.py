"""What is with a supplier: under which reference, by when he is to answer, and when he is chased (`domain.md` §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.calendars.working_time import MINUTE, stamp
from app.sla.rules.escalation import USUAL_CHASE_MINUTES
from app.workorders.rules import EventKind

if TYPE_CHECKING:  # a window's first list is painted before any of this is loaded
    from app.workorders.clock_reading import ClocksOfOrder
    from app.workorders.tables import OrderEvent

SUPPLIER, REFERENCE, ANSWER_BY = "supplier", "reference", "answer_by"
"""Facts of an event by which a ticket was opened; the last one is in microseconds since 1970 UTC."""
SUPPLIER_SINCE = "supplier_since"
"""Of which ticket the desk was reminded: when it was opened, in microseconds since 1970 UTC."""
_BETWEEN = frozenset({EventKind.TO_SUPPLIER, EventKind.FROM_SUPPLIER})


@dataclass(frozen=True, slots=True)
class SupplierTicket:
    """A ticket that has not come back. `since` it is with the supplier, `answer_by` he has promised an answer.

    Both are in microseconds since 1970 UTC.
    """

    supplier: str
    reference: str
    since: int
    answer_by: int | None

    @property
    def facts(self) -> dict[str, str]:
        """What a reminder of it says."""
        return {SUPPLIER: self.spoken, SUPPLIER_SINCE: str(self.since)}

    @property
    def spoken(self) -> str:
        """The supplier, and the reference under which he knows it."""
        return " ".join(filter(None, (self.supplier, self.reference)))


def ticket_of(events: Sequence[OrderEvent]) -> SupplierTicket | None:
    """The ticket that an order is with a supplier by; chasing him opens another one.

    :param events: all of the order, in the order in which they were judged
    """
    between = [event for event in events if event.kind in _BETWEEN]
    if not between or between[-1].kind is EventKind.FROM_SUPPLIER:
        return None
    last = between[-1]
    answer_by = last.facts.get(ANSWER_BY)
    return SupplierTicket(
        last.facts.get(SUPPLIER, ""),
        last.facts.get(REFERENCE, ""),
        stamp(last.at),
        int(answer_by) if answer_by else None,
    )


def answer_due_at(read: ClocksOfOrder, ticket: SupplierTicket) -> int | None:
    """By when the supplier is to have answered: as he promised, else as the policy says."""
    return _later(read, ticket.since) if ticket.answer_by is None else ticket.answer_by


def chase_at(read: ClocksOfOrder, ticket: SupplierTicket, events: Sequence[OrderEvent]) -> int | None:
    """When the desk is to be reminded of a ticket next: when an answer is due, then again and again."""
    reminded = [
        stamp(event.at)
        for event in events
        if event.kind is EventKind.WARNED and event.facts.get(SUPPLIER_SINCE) == str(ticket.since)
    ]
    return _later(read, max(reminded)) if reminded else answer_due_at(read, ticket)


def _later(read: ClocksOfOrder, at: int) -> int | None:
    """After the time in which a supplier is to answer, by the contract's hours where there is one."""
    minutes = read.policy.policy.chase_minutes if read.policy else USUAL_CHASE_MINUTES
    if minutes is None:
        return None
    return at + minutes * MINUTE if read.hours is None else read.hours.due(at, minutes * MINUTE)
