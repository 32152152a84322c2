"""What the clocks of an order have to say by themselves, and when they will have to say something next.

What was said already stands in the facts of the order, so nothing is said twice, whoever looks, and however often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.calendars.working_time import MINUTE
from app.sla.rules.clock import ClockFact
from app.sla.rules.escalation import (
    NOTHING_SAID,
    Mark,
    Measure,
    Place,
    Plan,
    Told,
    mark_reached,
    next_mark_at,
    steps_for,
    told_at,
)
from app.sla.rules.faults import FaultLevel
from app.sla.rules.promises import OUTLIVE_WORK, Happening
from app.workorders.rules import OPEN_ORDER_STATES, EventKind, OrderState
from app.workorders.suppliers import chase_at, ticket_of

if TYPE_CHECKING:  # a window's first list is painted before any of this is loaded
    from app.workorders.clock_reading import ClockOfOrder, ClocksOfOrder
    from app.workorders.tables import OrderEvent, WorkOrder

METRIC, LEVEL, PERCENT, MINUTES_LEFT = "metric", "level", "percent", "minutes_left"
SINCE, MINUTES, RISEN = "since", "minutes", "risen"
TOLD, UNANSWERED_DAYS = "told", "unanswered_days"
"""Facts of an event that the clock caused; `since` is in microseconds since 1970 UTC, `told` are names, and what is
overdue has minutes left below zero."""
_AT_WORK = frozenset({Told.ENGINEER, Told.DESK})
_BY_CLOCKS = frozenset({EventKind.WARNED, EventKind.ESCALATED})
WATCHED_STATES = OPEN_ORDER_STATES | {OrderState.RESOLVED}
"""What is solved may still owe its report."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a clock has to say: the facts that are written down, the code of the notice, and who gets it.

    `left` is the working time that is left of the promise, in microseconds; below zero where it is overdue.
    """

    facts: dict[str, str]
    notice: str
    tells: frozenset[Told]
    person_ids: tuple[str, ...] = ()
    left: int | None = None

    @property
    def kind(self) -> EventKind:
        """Whether people beyond those who are at work on it anyway are told."""
        return EventKind.ESCALATED if self.tells - _AT_WORK or self.person_ids else EventKind.WARNED


def sayings(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent], now: int) -> Iterator[Saying]:
    """What is to be said at `now`, at which the clocks were read (microseconds since 1970 UTC).

    :param events: all of the order
    """
    yield from _sayings(_watched(order, read, events), order, read, events, now)


def _sayings(
    watched: Iterable[_Watched], order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent], now: int
) -> Iterator[Saying]:
    for each in watched:
        yield from each.saying()
    if order.state not in OPEN_ORDER_STATES:
        return
    for reminder in _reminders(order, read, events):
        if reminder.at <= now:
            pause, minutes = reminder.pause, str(reminder.minutes)
            facts = {SINCE: str(pause.at), MINUTES: minutes, "reason": pause.about}
            yield Saying(facts, "notice_pause_goes_on", reminder.tells, reminder.person_ids)
    risen = _risen(read)
    if risen is not None and str(risen) not in _said(events, RISEN):
        yield Saying({RISEN: str(risen)}, f"notice_fault_{risen}", _AT_WORK | {Told.OPERATIONS_MANAGER})
    ticket = ticket_of(events)
    chased_at = chase_at(read, ticket, events) if ticket else None
    if ticket is not None and chased_at is not None and chased_at <= now:
        yield Saying(ticket.facts, "notice_chase_supplier", frozenset({Told.DESK}))


def next_saying_at(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent], now: int) -> int | None:
    """When there will be something to be said, as things stand at `now`, at which the clocks were read."""
    watched = tuple(_watched(order, read, events))
    if any(_sayings(watched, order, read, events, now)):
        return now
    moments = [each.next_at(now) for each in watched]
    if order.state in OPEN_ORDER_STATES:
        moments += [reminder.at for reminder in _reminders(order, read, events)]
        moments += [read.next_rise[0]] if read.next_rise else []
        moments += [chase_at(read, ticket, events)] if (ticket := ticket_of(events)) else []
    return min((moment for moment in moments if moment is not None), default=None)


@dataclass(slots=True)
class _Watched:
    """A clock, what is planned to be said of it, and how far along it has spoken already."""

    clock: ClockOfOrder
    plan: Plan
    said: Place

    def saying(self) -> Iterator[Saying]:
        reading = self.clock.reading
        mark = mark_reached(reading, self.plan, self.said)
        if mark is not None:
            facts = {METRIC: str(self.clock.metric), LEVEL: reading.level} | _facts_of(mark)
            notice = "notice_clock_warned" if reading.missed_at is None else "notice_clock_missed"
            yield Saying(facts, notice, *told_at(self.plan, mark, self.said), reading.left)

    def next_at(self, now: int) -> int | None:
        calendar = self.clock.promised.calendar_of(self.clock.reading.level)
        return next_mark_at(self.clock.reading, calendar, self.plan, self.said, now)


def _watched(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent]) -> Iterator[_Watched]:
    """The clocks that may speak: of what is solved only those that the work does not stop."""
    if read.policy is None:
        return
    is_open = order.state in OPEN_ORDER_STATES
    spoken = [event for event in events if event.kind in _BY_CLOCKS]
    for clock in read.clocks:
        reading = clock.reading
        if reading.runs and (is_open or clock.promised.promise.stops in OUTLIVE_WORK):
            plan = read.policy.plan_for(order.kind, order.priority, clock.metric, reading.level, reading.promised)
            yield _Watched(clock, plan, _said_place(spoken, clock))


def _facts_of(mark: Mark) -> dict[str, str]:
    if mark.measure is Measure.SHARE:
        return {PERCENT: str(mark.amount)}
    return {MINUTES_LEFT: str(mark.amount if mark.measure is Measure.BEFORE else -mark.amount)}


def _mark_in(facts: Mapping[str, str]) -> Mark:
    if PERCENT in facts:
        return Mark(Measure.SHARE, int(facts[PERCENT]))
    left = int(facts[MINUTES_LEFT])
    return Mark(Measure.BEFORE, left) if left > 0 else Mark(Measure.AFTER, -left)


def _said_place(spoken: Sequence[OrderEvent], clock: ClockOfOrder) -> Place:
    """How far along a clock has spoken already, under the level that it has."""
    said = {METRIC: str(clock.metric), LEVEL: clock.reading.level}.items()
    places = [_mark_in(event.facts).place(clock.reading.promised) for event in spoken if said <= event.facts.items()]
    return max(places, default=NOTHING_SAID)


def _said(events: Sequence[OrderEvent], name: str) -> set[str]:
    return {event.facts[name] for event in events if event.kind in _BY_CLOCKS and name in event.facts}


@dataclass(frozen=True, slots=True)
class _Reminder:
    """Whom to remind of a pause after so many minutes of it."""

    pause: ClockFact
    minutes: int
    tells: frozenset[Told]
    person_ids: tuple[str, ...]

    @property
    def at(self) -> int:
        return self.pause.at + self.minutes * MINUTE


def _reminders(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent]) -> Iterator[_Reminder]:
    """The reminders of the pause that goes on which nobody has had yet."""
    if order.state is not OrderState.PAUSED or not read.clocks or read.policy is None:
        return
    first = read.clocks[0]
    pauses = [fact for fact in first.facts if fact.happening is Happening.PAUSED]
    if not pauses:
        return
    pause, said = pauses[-1], _reminded(events)
    rule = first.promised.promise.pauses.get(pause.about)
    by_rule = {after // MINUTE for after in ((rule.remind_after, rule.at_most) if rule else ()) if after}
    of_order = steps_for(read.policy.steps, order.kind, order.priority)
    steps = [step for step in of_order if step.measure is Measure.PAUSED]
    for minutes in sorted(by_rule | {step.amount for step in steps}):
        now = [step for step in steps if step.amount == minutes]
        tells = frozenset(told for step in now for told in step.tells) | (_AT_WORK if minutes in by_rule else set())
        people = dict.fromkeys(person_id for step in now for person_id in step.person_ids)
        if (str(pause.at), str(minutes)) not in said:
            yield _Reminder(pause, minutes, tells, tuple(people))


def _reminded(events: Sequence[OrderEvent]) -> set[tuple[str | None, str | None]]:
    return {(event.facts.get(SINCE), event.facts.get(MINUTES)) for event in events if event.kind in _BY_CLOCKS}


def _risen(read: ClocksOfOrder) -> FaultLevel | None:
    """The level that the outage has made of the fault; None where that changed nothing."""
    facts = read.clocks[0].facts if read.clocks else ()
    levels = [fact for fact in facts if fact.happening is Happening.LEVELLED]
    by_itself = bool(levels[1:]) and not levels[-1].by
    return FaultLevel(levels[-1].about) if by_itself and levels[-1].about in set(FaultLevel) else None
