"""How the level of a fault rises over the life of an order; pure, so that no figure is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from app.sla.rules.clock import ClockFact
from app.sla.rules.faults import FaultLevel, Limit, Outage, next_rise, risen_levels
from app.sla.rules.promises import Calendar, Happening

_BACK = frozenset({Happening.RESTORED, Happening.CANCELLED})


@dataclass(frozen=True, slots=True)
class Rising:
    """What lets a fault rise until `now`: the limits of what is affected, and the working hours of the contract."""

    limits: Sequence[Limit]
    hours: Calendar
    now: int

    def rises(self, facts: Iterable[ClockFact]) -> list[tuple[int, FaultLevel]]:
        """When the outage made which level of the fault."""
        return risen_levels(self.limits, outages(facts, self.now), self.hours, self.now)

    def next_rise(self, facts: Iterable[ClockFact]) -> tuple[int, FaultLevel] | None:
        """When the fault rises to which level if the outage goes on; None where it is over."""
        known = outages(facts, self.now)
        if not known or known[-1][1] is not None:
            return None
        return next_rise(self.limits, known, self.hours, self.now)


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """The level of an order since some instant: `chosen` by a person, or found by the policy."""

    at: int
    level: str
    chosen: bool
    by: str = ""


def outages(facts: Iterable[ClockFact], now: int) -> list[Outage]:
    """When the service was out: from the report until it was restored, and again from when it was reopened."""
    found: list[Outage] = []
    began: int | None = None
    for fact in sorted((fact for fact in facts if fact.at <= now), key=attrgetter("at")):
        if began is None and (fact.happening is Happening.REOPENED or (_reported(fact) and not found)):
            began = fact.at
        elif began is not None and fact.happening in _BACK:
            found.append((began, fact.at))
            began = None
    return found if began is None else [*found, (began, None)]


def with_rises(given: Sequence[GivenLevel], rises: Iterable[tuple[int, FaultLevel]]) -> Iterator[ClockFact]:
    """The levels of an order over its life: what a person chose, else the worse of what was found and the outage made.

    :param given: at least one, in the order of their times
    """
    begins = given[0].at
    risen = [(max(at, begins), level) for at, level in rises]
    last = None
    for at in sorted({each.at for each in given} | {at for at, _level in risen}):
        stands = [each for each in given if each.at <= at][-1]
        worst = [level for since, level in risen if since <= at][-1:]
        level = stands.level if stands.chosen or not worst else _worse(stands.level, worst[0])
        if level != last:
            yield ClockFact(Happening.LEVELLED, at, level, stands.by if stands.at == at else "")
        last = level


def _reported(fact: ClockFact) -> bool:
    return fact.happening is Happening.REPORTED


def _worse(level: str, risen: FaultLevel) -> str:
    worst_first = [str(each) for each in FaultLevel]
    return min(level, str(risen), key=worst_first.index) if level in worst_first else level
