"""What the clocks of an order have to say by themselves, and when they will have to say something next.

What was said already stands in the facts of the order, so nothing is said twice, whoever looks, and however often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.calendars.working_time import MINUTE
from app.sla.rules.clock import ClockFact
from app.sla.rules.escalation import (
    MISSED,
    EscalationStep,
    Told,
    next_percent_at,
    percent_reached,
    percents_of,
    steps_for,
    told_at,
)
from app.sla.rules.faults import FaultLevel
from app.sla.rules.promises import Happening
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import OrderEvent, WorkOrder

if TYPE_CHECKING:
    from app.workorders.clocks import ClockOfOrder, ClocksOfOrder

METRIC, LEVEL, PERCENT, SINCE, MINUTES, RISEN = "metric", "level", "percent", "since", "minutes", "risen"
TOLD, UNANSWERED_DAYS = "told", "unanswered_days"
"""Facts of an event that the clock caused; `since` is in microseconds since 1970 UTC, `told` are names."""
_AT_WORK = frozenset({Told.ENGINEER, Told.DESK})


@dataclass(frozen=True, slots=True)
class Saying:
    """What a clock has to say: the facts that are written down, the code of the notice, and who gets it."""

    facts: dict[str, str]
    notice: str
    tells: frozenset[Told]
    person_ids: tuple[str, ...] = ()

    @property
    def kind(self) -> EventKind:
        """Whether people beyond those who are at work on it anyway are told."""
        return EventKind.ESCALATED if self.tells - _AT_WORK or self.person_ids else EventKind.WARNED


def sayings(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent], now: int) -> Iterator[Saying]:
    """What is to be said at `now`, at which the clocks were read (microseconds since 1970 UTC).

    :param events: all of the order
    """
    steps = _steps(order, read)
    for clock in read.clocks:
        given = _given(events, clock)
        percent = percent_reached(clock.reading, _percents(clock, steps), given)
        if percent is not None:
            facts = {METRIC: str(clock.metric), LEVEL: clock.reading.level, PERCENT: str(percent)}
            notice = "notice_clock_warned" if percent < MISSED else "notice_clock_missed"
            yield Saying(facts, notice, *told_at(steps, percent, given))
    for pause, minutes in _reminders(order, read, events):
        if pause.at + minutes * MINUTE <= now:
            facts = {SINCE: str(pause.at), MINUTES: str(minutes), "reason": pause.about}
            yield Saying(facts, "notice_pause_goes_on", _AT_WORK)
    risen = _risen(read)
    if risen is not None and str(risen) not in _said(events, RISEN):
        yield Saying({RISEN: str(risen)}, f"notice_fault_{risen}", _AT_WORK | {Told.OPERATIONS_MANAGER})


def next_saying_at(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent], now: int) -> int | None:
    """When there will be something to be said, as things stand at `now`, at which the clocks were read."""
    if any(sayings(order, read, events, now)):
        return now
    steps = _steps(order, read)
    moments = [
        next_percent_at(
            clock.reading,
            clock.promised.calendar_of(clock.reading.level),
            _percents(clock, steps),
            _given(events, clock),
            now,
        )
        for clock in read.clocks
    ]
    moments += [pause.at + minutes * MINUTE for pause, minutes in _reminders(order, read, events)]
    moments += [read.next_rise[0]] if read.next_rise else []
    return min((moment for moment in moments if moment is not None), default=None)


def _steps(order: WorkOrder, read: ClocksOfOrder) -> tuple[EscalationStep, ...]:
    return steps_for(read.policy.steps, order.kind, order.priority) if read.policy else ()


def _percents(clock: ClockOfOrder, steps: Sequence[EscalationStep]) -> tuple[int, ...]:
    return percents_of(clock.promised.promise.thresholds, steps)


def _said(events: Sequence[OrderEvent], name: str) -> set[str]:
    return {event.facts[name] for event in events if event.kind in _BY_CLOCKS and name in event.facts}


def _given(events: Sequence[OrderEvent], clock: ClockOfOrder) -> int:
    """Up to which share a clock has warned already, under the level that it has."""
    said = {METRIC: str(clock.metric), LEVEL: clock.reading.level}
    return max(
        (
            int(event.facts[PERCENT])
            for event in events
            if event.kind in _BY_CLOCKS and said.items() <= event.facts.items()
        ),
        default=0,
    )


def _reminders(order: WorkOrder, read: ClocksOfOrder, events: Sequence[OrderEvent]) -> Iterator[tuple[ClockFact, int]]:
    """The pause that goes on, with each number of minutes after which somebody is to be reminded and was not yet."""
    if order.state is not OrderState.PAUSED or not read.clocks:
        return
    first = read.clocks[0]
    pauses = [fact for fact in first.facts if fact.happening is Happening.PAUSED]
    rule = first.promised.promise.pauses.get(pauses[-1].about) if pauses else None
    if rule is not None:
        said = {(event.facts.get(SINCE), event.facts.get(MINUTES)) for event in events if event.kind in _BY_CLOCKS}
        for after in filter(None, (rule.remind_after, rule.at_most)):
            minutes = after // MINUTE
            if (str(pauses[-1].at), str(minutes)) not in said:
                yield pauses[-1], minutes


def _risen(read: ClocksOfOrder) -> FaultLevel | None:
    """The level that the outage has made of the fault; None where that changed nothing."""
    facts = read.clocks[0].facts if read.clocks else ()
    levels = [fact for fact in facts if fact.happening is Happening.LEVELLED]
    by_itself = bool(levels[1:]) and not levels[-1].by
    return FaultLevel(levels[-1].about) if by_itself and levels[-1].about in set(FaultLevel) else None


_BY_CLOCKS = frozenset({EventKind.WARNED, EventKind.ESCALATED})
