"""What happened to an order, as its clocks hear it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.calendars.working_time import stamp
from app.sla.rules.clock import ClockFact
from app.sla.rules.levels import level_of
from app.sla.rules.promises import Happening
from app.storage.columns import Stored
from app.workorders.rising import GivenLevel, Rising, with_rises
from app.workorders.rules import EventKind
from app.workorders.tables import OrderEvent, WorkOrder

REPORTED_AT, RANG_AT, PICKED_UP_AT = "reported_at", "rang_at", "picked_up_at"
FROM_AT, UNTIL_AT = "from_at", "until_at"
"""Facts of an event that are instants, in microseconds since 1970 UTC."""

_ADVICE = (Happening.ACCEPTED, Happening.ANSWERED, Happening.ADVISED)
_HAPPENINGS: Mapping[EventKind, tuple[Happening, ...]] = {
    EventKind.ACCEPTED: (Happening.ACCEPTED,),
    EventKind.SET_OUT: (Happening.ACCEPTED, Happening.RESUMED),
    EventKind.ARRIVED: (Happening.ACCEPTED, Happening.ARRIVED, Happening.RESUMED),
    EventKind.STARTED: (Happening.ACCEPTED, Happening.ANSWERED, Happening.ARRIVED, Happening.RESUMED),
    EventKind.NOT_COMPLETED: (Happening.RESUMED,),
    EventKind.RESTORED: (Happening.RESTORED, Happening.RESUMED),
    EventKind.DONE: (*_ADVICE, Happening.RESTORED, Happening.RESUMED),
    EventKind.REPORTED: (Happening.REPORT_HANDED_OVER,),
    EventKind.CLOSED: (*_ADVICE, Happening.RESTORED, Happening.CLOSED),
    EventKind.REOPENED: (Happening.REOPENED,),
    EventKind.CANCELLED: (Happening.CANCELLED,),
    EventKind.MERGED: (Happening.CANCELLED,),
    EventKind.CONTINUED: (Happening.CANCELLED,),
    EventKind.TO_SUPPLIER: (Happening.TO_SUPPLIER,),
    EventKind.FROM_SUPPLIER: (Happening.FROM_SUPPLIER,),
}
"""What an event means to clocks. Whoever skips steps has made them: who begins to work has accepted and has come."""


def clock_facts(
    order: WorkOrder, events: Sequence[OrderEvent], levels: Mapping[str, str], rising: Rising | None = None
) -> list[ClockFact]:
    """What happened to an order, with the levels that a policy gave it (`app.sla.rules.levels`).

    :param events: all of the order, in the order in which they were judged; of a follow-on those of the order before
        come first, so that its clocks begin when the caller reported it
    :param rising: what lets the level rise as the outage grows
    """
    facts = [fact for event in events for fact in _of_event(event, order)]
    given = _levelled(order, events, levels)
    return [*with_rises(given, rising.rises(facts) if rising else ()), *facts]


def _of_event(event: OrderEvent, order: WorkOrder) -> Iterator[ClockFact]:
    at = stamp(event.at)
    for happening in _HAPPENINGS.get(event.kind, ()):
        if happening is not Happening.ARRIVED or not order.remote or event.kind is EventKind.ARRIVED:
            yield ClockFact(happening, at, by=event.actor_id)
    match event.kind:
        case EventKind.LOGGED:
            yield from _logged(event, at)
        case EventKind.INTERRUPTED:
            yield ClockFact(Happening.PAUSED, at, event.facts.get("reason", ""), event.actor_id)
        case EventKind.ANSWERED:
            yield ClockFact(Happening.ANSWERED, at, by=event.actor_id)
            if event.facts.get("way") == "phone":
                yield ClockFact(Happening.PHONED, at, by=event.actor_id)
            if event.facts.get("advice"):
                yield ClockFact(Happening.ADVISED, at, by=event.actor_id)
        case EventKind.MISROUTED:
            yield ClockFact(Happening.MISROUTED, int(event.facts[FROM_AT]), event.note, event.actor_id)
            yield ClockFact(Happening.REROUTED, int(event.facts[UNTIL_AT]), event.note, event.actor_id)


def _logged(event: OrderEvent, at: int) -> Iterator[ClockFact]:
    """A message that was left starts the clock when it was left; the number is told when it is logged."""
    reported_at = min(int(event.facts.get(REPORTED_AT, at)), at)
    yield ClockFact(Happening.REPORTED, reported_at, by=event.actor_id)
    yield ClockFact(Happening.TICKETED, at, by=event.actor_id)
    if RANG_AT in event.facts and PICKED_UP_AT in event.facts:
        yield ClockFact(Happening.RANG, int(event.facts[RANG_AT]))
        yield ClockFact(Happening.PICKED_UP, int(event.facts[PICKED_UP_AT]), by=event.actor_id)


@dataclass(slots=True)
class _Urgency:
    """What a policy's level follows from, at some moment."""

    kind: str
    priority: int
    remote: bool
    level: str

    def go_back_before(self, event: OrderEvent) -> None:
        """Be what stood before an event; its facts say what it changed."""
        if event.kind is EventKind.PRIORITISED:
            spoken = event.facts["priority_before"]
            is_number = spoken.startswith("P") and spoken[1:].isdecimal()
            self.level = "" if is_number else spoken
            self.priority = int(spoken[1:]) if is_number else self.priority
        elif event.kind is EventKind.EDITED and event.visit_id is None:
            self.kind = str(_before(event, "kind", self.kind))
            self.priority = int(_before(event, "priority", self.priority) or 0)
            self.remote = bool(_before(event, "remote", self.remote))


def _before(event: OrderEvent, field: str, now: Stored) -> Stored:
    """What a field said before an edit; the edit's facts hold what stood and what was wanted, as JSON."""
    stood: Stored = json.loads(event.facts[field])[0] if field in event.facts else now
    return stood


def _levelled(order: WorkOrder, events: Sequence[OrderEvent], levels: Mapping[str, str]) -> list[GivenLevel]:
    """The levels of an order over its life, found by going back from how it stands."""

    def level() -> tuple[str, bool]:
        found = level_of(levels, state.kind, state.priority, remote=state.remote, chosen=state.level)
        return found, bool(state.level)

    state = _Urgency(order.kind, order.priority, order.remote, order.level)
    given: list[GivenLevel] = []
    for event in reversed(events):
        now = level()
        state.go_back_before(event)
        if level() != now:
            given.append(GivenLevel(stamp(event.at), *now, by=event.actor_id))
    begins = stamp(events[0].at) if events else stamp(order.logged_at)
    return [GivenLevel(begins, *level()), *reversed(given)]
