"""When people are warned of a promise, and who is told: escalation steps as data of a policy (`domain.md` §4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.foundation.translation import N_
from app.sla.rules.clock import Reading
from app.sla.rules.promises import Calendar, Metric

MISSED = 100
"""The share of a promise, in percent, beyond which it is broken."""
LEAST_URGENT = 4
_MINUTE = 60 * 1_000_000
"""In microseconds."""
USUAL_CHASE_MINUTES = 8 * 60
"""After so much working time without an answer a supplier is chased, and again and again: a working day."""


class Told(StrEnum):
    """Who is told, by what he is to the order and its customer."""

    ENGINEER = "engineer"
    TEAM = "team"
    """The team in whose queue it waits: the second line, by its specialty."""
    DESK = "desk"
    MAKER = "maker"
    """The third line: the desk is told to call in the maker of the device."""
    TECHNICAL_MANAGER = "technical_manager"
    BUSINESS_MANAGER = "business_manager"
    CHANGE_MANAGER = "change_manager"
    OPERATIONS_MANAGER = "operations_manager"
    SERVICES_MANAGER = "services_manager"
    MANAGER = "manager"
    DIRECTOR = "director"
    BOARD = "board"


TOLD_NAMES = {
    Told.ENGINEER: N_("Engineer"),
    Told.TEAM: N_("Team"),
    Told.DESK: N_("Service desk"),
    Told.MAKER: N_("Maker"),
    Told.TECHNICAL_MANAGER: N_("Technical manager"),
    Told.BUSINESS_MANAGER: N_("Business manager"),
    Told.CHANGE_MANAGER: N_("Change manager"),
    Told.OPERATIONS_MANAGER: N_("Account operations manager"),
    Told.SERVICES_MANAGER: N_("Account services manager"),
    Told.MANAGER: N_("Manager"),
    Told.DIRECTOR: N_("Director"),
    Told.BOARD: N_("Board"),
}


class Measure(StrEnum):
    """What a step counts. Minutes of a promise are working time, those of a pause are not."""

    SHARE = "share"
    BEFORE = "before"
    AFTER = "after"
    PAUSED = "paused"


MEASURE_NAMES = {
    Measure.SHARE: N_("% of the time used"),
    Measure.BEFORE: N_("minutes before it is due"),
    Measure.AFTER: N_("minutes after it was due"),
    Measure.PAUSED: N_("minutes of waiting"),
}

Place = tuple[int, int]
"""How far along a mark is: the working time that is used then, and its share, which tells marks of no time apart."""
NOTHING_SAID: Place = (-1, -1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the life of a promise: so many percent are used, or so many minutes are left or passed it by."""

    measure: Measure
    amount: int

    def place(self, promised: int) -> Place:
        """Where it is on a promise of so much working time (microseconds)."""
        if self.measure is Measure.SHARE:
            return -(-promised * self.amount // 100), self.amount
        minutes = self.amount * _MINUTE
        used = promised - minutes if self.measure is Measure.BEFORE else promised + minutes
        return used, 100 * used // promised if promised else MISSED


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Who is told at some mark of a promise, or when work has waited for so many minutes.

    :param amount: percent (100 is a promise that was missed, above that it is overrun) or minutes
    :param kinds: the kinds of work that it is for; none means those that no other step names
    :param up_to_priority: the least urgent priority that it is for, 4 for all
    :param person_ids: people who are told by name
    :param metrics: the promises that it is for; none means all, as with `levels`
    """

    amount: int
    tells: frozenset[Told] = frozenset()
    kinds: frozenset[str] = frozenset()
    up_to_priority: int = LEAST_URGENT
    person_ids: tuple[str, ...] = field(default=())
    measure: Measure = Measure.SHARE
    metrics: frozenset[Metric] = frozenset()
    levels: frozenset[str] = frozenset()

    @property
    def mark(self) -> Mark:
        """When it is taken."""
        return Mark(self.measure, self.amount)

    def is_for(self, metric: Metric, level: str) -> bool:
        """Whether it is a step of this promise to this level."""
        return (not self.metrics or metric in self.metrics) and (not self.levels or level in self.levels)


_AT_FIRST = frozenset({Told.ENGINEER, Told.DESK})
_THIRD_LINE = frozenset({Told.MAKER, Told.TECHNICAL_MANAGER, Told.OPERATIONS_MANAGER})
_CHANGE = frozenset({"commissioning", "swap", "re_installation", "project_work"})
_COMPLAINT, _DISPUTE = frozenset({"complaint"}), frozenset({"dispute"})
USUAL_STEPS = {
    "at work": EscalationStep(50, _AT_FIRST),
    "second line": EscalationStep(75, _AT_FIRST | {Told.TEAM}),
    "third line": EscalationStep(90, _AT_FIRST | {Told.TEAM} | _THIRD_LINE),
    "missed": EscalationStep(MISSED, _AT_FIRST | {Told.OPERATIONS_MANAGER, Told.BUSINESS_MANAGER, Told.MANAGER}),
    "change": EscalationStep(50, _AT_FIRST, _CHANGE),
    "change manager": EscalationStep(90, _AT_FIRST | {Told.TEAM, Told.CHANGE_MANAGER}, _CHANGE),
    "change missed": EscalationStep(MISSED, _AT_FIRST | {Told.CHANGE_MANAGER, Told.MANAGER}, _CHANGE),
    "complaint": EscalationStep(50, frozenset({Told.OPERATIONS_MANAGER}), _COMPLAINT),
    "serious complaint": EscalationStep(50, frozenset({Told.SERVICES_MANAGER}), _COMPLAINT, up_to_priority=1),
    "complaint again": EscalationStep(90, frozenset({Told.OPERATIONS_MANAGER, Told.SERVICES_MANAGER}), _COMPLAINT),
    "complaint missed": EscalationStep(MISSED, frozenset({Told.SERVICES_MANAGER, Told.MANAGER}), _COMPLAINT),
    "dispute": EscalationStep(50, frozenset({Told.MANAGER}), _DISPUTE),
    "dispute missed": EscalationStep(MISSED, frozenset({Told.DIRECTOR}), _DISPUTE),
    "dispute overrun": EscalationStep(150, frozenset({Told.BOARD}), _DISPUTE),
}
"""What happens where a policy says nothing else: who is told of what is `domain.md` §4, the shares are ours."""


def steps_for(steps: Iterable[EscalationStep], kind: str, priority: int) -> tuple[EscalationStep, ...]:
    """The steps that an order goes through; those that name its kind take the place of those that name none."""
    all_steps = tuple(steps)
    named = tuple(step for step in all_steps if kind in step.kinds)
    of_kind = named or tuple(step for step in all_steps if not step.kinds)
    return tuple(step for step in of_kind if priority <= step.up_to_priority)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of a promise to a level: its steps, and the marks at which something is said, the first one first.

    `places` are those of the marks on a promise of `promised` working time (microseconds).
    """

    steps: tuple[EscalationStep, ...]
    marks: tuple[Mark, ...]
    places: tuple[Place, ...]
    promised: int


def plan_of(thresholds: Iterable[int], steps: Iterable[EscalationStep], promised: int) -> Plan:
    """The plan of a promise of so much working time, without steps of pauses and what would come before it began."""
    own = tuple(step for step in steps if step.measure is not Measure.PAUSED and not _is_too_early(step, promised))
    marks = {Mark(Measure.SHARE, percent) for percent in (*thresholds, MISSED)} | {step.mark for step in own}
    in_order = tuple(sorted(marks, key=lambda mark: mark.place(promised)))
    return Plan(own, in_order, tuple(mark.place(promised) for mark in in_order), promised)


def mark_reached(reading: Reading, plan: Plan, said: Place) -> Mark | None:
    """The last mark that a clock that runs has reached, if it lies beyond what was `said` last."""
    for mark, place in zip(reversed(plan.marks), reversed(plan.places), strict=True):
        if place <= said:
            return None
        if _is_reached(reading, mark, place):
            return mark
    return None


def next_mark_at(reading: Reading, calendar: Calendar, plan: Plan, said: Place, now: int) -> int | None:
    """When a clock that runs reaches the next mark as it stands at `now`; None while it is paused, or after the last.

    :param now: when the clock was read, in microseconds since 1970 UTC, as the answer
    """
    ahead = bisect_right(plan.places, said)
    if ahead == len(plan.marks):
        return None
    if _is_reached(reading, plan.marks[ahead], plan.places[ahead]):
        return now
    if any(standstill.ends is None for standstill in reading.standstills):
        return None
    used, _share = plan.places[ahead]
    if used == reading.promised:
        return None if reading.due_at is None else reading.due_at + 1
    return calendar.due(now, used - reading.elapsed) if used > reading.elapsed else now


def told_at(plan: Plan, mark: Mark, said: Place) -> tuple[frozenset[Told], tuple[str, ...]]:
    """Who is told at a mark: whomever its step names, and whomever a step named that was passed over since `said`."""
    reached = mark.place(plan.promised)
    passed = [step for step in plan.steps if said < step.mark.place(plan.promised) <= reached]
    tells = frozenset(told for step in passed for told in step.tells)
    return tells, tuple(dict.fromkeys(person_id for step in passed for person_id in step.person_ids))


def _is_too_early(step: EscalationStep, promised: int) -> bool:
    return step.measure is Measure.BEFORE and step.mark.place(promised)[0] <= 0


def _is_reached(reading: Reading, mark: Mark, place: Place) -> bool:
    used, _share = place
    if used < reading.promised or (mark.amount < MISSED and mark.measure is Measure.SHARE):
        return reading.elapsed >= used or reading.missed_at is not None
    return reading.missed_at is not None and (used == reading.promised or reading.elapsed >= used)
