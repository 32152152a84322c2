"""When people are warned of a promise, and who is told: escalation steps as data of a policy (`domain.md` §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.foundation.translation import N_
from app.sla.rules.clock import Reading
from app.sla.rules.promises import Calendar

MISSED = 100
"""The share of a promise, in percent, beyond which it is broken."""
LEAST_URGENT = 4


class Told(StrEnum):
    """Who is told, by what he is to the order and its customer."""

    ENGINEER = "engineer"
    TEAM = "team"
    """The team in whose queue it waits: the second line, by its specialty."""
    DESK = "desk"
    OPERATIONS_MANAGER = "operations_manager"
    SERVICES_MANAGER = "services_manager"
    MANAGER = "manager"


TOLD_NAMES = {
    Told.ENGINEER: N_("Engineer"),
    Told.TEAM: N_("Team"),
    Told.DESK: N_("Service desk"),
    Told.OPERATIONS_MANAGER: N_("Account operations manager"),
    Told.SERVICES_MANAGER: N_("Account services manager"),
    Told.MANAGER: N_("Manager"),
}


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Who is told when so many percent of a promise are used.

    :param percent: 100 is a promise that was missed; above that it is overrun
    :param kinds: the kinds of work that it is for; none means those that no other step names
    :param up_to_priority: the least urgent priority that it is for, 4 for all
    :param person_ids: people who are told by name: a change manager, a director, somebody at a maker's
    """

    percent: int
    tells: frozenset[Told] = frozenset()
    kinds: frozenset[str] = frozenset()
    up_to_priority: int = LEAST_URGENT
    person_ids: tuple[str, ...] = field(default=())


_AT_FIRST = frozenset({Told.ENGINEER, Told.DESK})
_COMPLAINT = frozenset({"complaint"})
USUAL_STEPS = (
    EscalationStep(50, _AT_FIRST),
    EscalationStep(75, _AT_FIRST | {Told.TEAM}),
    EscalationStep(90, _AT_FIRST | {Told.TEAM, Told.OPERATIONS_MANAGER}),
    EscalationStep(MISSED, _AT_FIRST | {Told.TEAM, Told.OPERATIONS_MANAGER, Told.MANAGER}),
    EscalationStep(50, frozenset({Told.OPERATIONS_MANAGER}), _COMPLAINT),
    EscalationStep(50, frozenset({Told.SERVICES_MANAGER}), _COMPLAINT, up_to_priority=1),
    EscalationStep(90, frozenset({Told.OPERATIONS_MANAGER, Told.SERVICES_MANAGER}), _COMPLAINT),
    EscalationStep(MISSED, frozenset({Told.SERVICES_MANAGER, Told.MANAGER}), _COMPLAINT),
)
"""What happens where a policy says nothing else."""


def steps_for(steps: Iterable[EscalationStep], kind: str, priority: int) -> tuple[EscalationStep, ...]:
    """The steps that an order goes through; those that name its kind take the place of those that name none."""
    all_steps = tuple(steps)
    named = tuple(step for step in all_steps if kind in step.kinds)
    of_kind = named or tuple(step for step in all_steps if not step.kinds)
    return tuple(step for step in of_kind if priority <= step.up_to_priority)


def percents_of(thresholds: Iterable[int], steps: Iterable[EscalationStep]) -> tuple[int, ...]:
    """The shares of a promise at which something is said, the smallest first."""
    return tuple(sorted({*thresholds, *(step.percent for step in steps), MISSED}))


def percent_reached(reading: Reading, percents: Sequence[int], given: int) -> int | None:
    """The highest share that a clock has reached and that is above the one that was `given` last (0: none)."""
    reached = [percent for percent in percents if percent > given and _is_reached(reading, percent)]
    return reached[-1] if reached and reading.runs else None


def next_percent_at(reading: Reading, calendar: Calendar, percents: Sequence[int], given: int, now: int) -> int | None:
    """When the clock reaches the next share as things stand at `now`; None while it stands still, or after the last.

    :param now: when the clock was read, in microseconds since 1970 UTC, as the answer
    """
    ahead = next((percent for percent in percents if percent > given), None)
    if ahead is None or not reading.runs:
        return None
    if _is_reached(reading, ahead):
        return now
    if any(standstill.ends is None for standstill in reading.standstills):
        return None
    if ahead == MISSED:
        return None if reading.due_at is None else reading.due_at + 1
    left = -(-reading.promised * ahead // 100) - reading.elapsed
    return calendar.due(now, left) if left > 0 else now


def told_at(steps: Iterable[EscalationStep], percent: int, given: int) -> tuple[frozenset[Told], tuple[str, ...]]:
    """Who is told of a share: whomever its step names, and whomever a step named that was passed over since `given`."""
    passed = [step for step in steps if given < step.percent <= percent]
    tells = frozenset(told for step in passed for told in step.tells)
    return tells, tuple(dict.fromkeys(person_id for step in passed for person_id in step.person_ids))


def is_escalation(tells: frozenset[Told], person_ids: Sequence[str]) -> bool:
    """Whether it goes beyond those who are at work on it anyway."""
    return bool(tells - _AT_FIRST or person_ids)


def _is_reached(reading: Reading, percent: int) -> bool:
    missed = reading.missed_at is not None
    used = reading.elapsed * 100 >= reading.promised * percent
    return (used or missed) if percent < MISSED else missed and (used or percent == MISSED)
