"""Why a clock of an order says what it says: its stretches of time, what changed it, and who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.calendars.working_time import instant, stamp
from app.directory.queries import names_of
from app.sla.rules.clock import Reading
from app.sla.rules.faults import FaultLevel
from app.sla.rules.promises import Bound, Happening, Metric
from app.sla.rules.timeline import StretchKind, stretches
from app.storage.units import Reader
from app.workorders.clock_reading import ClockOfOrder
from app.workorders.clocks import read_clocks
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class ExplainedStretch:
    """A stretch of time; of one that did not count `why`, `about` and `by` say what stopped the clock."""

    kind: StretchKind
    begins: datetime
    ends: datetime
    why: Happening | None = None
    about: str = ""
    by: str = ""

    @property
    def seconds(self) -> int:
        """How long it was by the clock on the wall."""
        return int((self.ends - self.begins).total_seconds())


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """Something that began, changed or stopped the clock; `about` is the new level, or the reason of a pause."""

    at: datetime
    happening: Happening
    about: str
    by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock of an order, told so that its figure can be followed. `zone` is that of its calendar."""

    metric: Metric
    bound: Bound
    reading: Reading
    due_at: datetime | None
    missed_at: datetime | None
    zone: str
    policy: str
    stretches: tuple[ExplainedStretch, ...]
    changes: tuple[ExplainedChange, ...]
    next_rise: tuple[datetime, FaultLevel] | None
    """When the fault rises to which level if its outage goes on."""

    @property
    def counted_seconds(self) -> int:
        """What its stretches counted, which is what has elapsed unless a new level began anew."""
        return sum(stretch.seconds for stretch in self.stretches if stretch.kind is StretchKind.COUNTED)


def explained(reader: Reader, order: WorkOrder, now: datetime) -> tuple[Explanation, ...]:
    """The clocks of an order at `now` (aware), in the order of their metrics; none where nothing is promised."""
    read = read_clocks(reader, order, now)
    policy = read.policy.policy.name if read.policy else ""
    people = {fact.by for clock in read.clocks for fact in clock.facts if fact.by}
    names = names_of(reader, people)
    clocks = sorted(read.clocks, key=lambda clock: list(Metric).index(clock.metric))
    rise = (instant(read.next_rise[0]), read.next_rise[1]) if read.next_rise else None
    return tuple(replace(_explained(clock, policy, names, stamp(now)), next_rise=rise) for clock in clocks)


def _explained(clock: ClockOfOrder, policy: str, names: dict[str, str], now: int) -> Explanation:
    reading, calendar = clock.reading, clock.promised.calendar_of(clock.reading.level)
    terms = clock.promised.promise.for_level(reading.level)
    return Explanation(
        metric=clock.metric,
        bound=terms.bound if terms else Bound.AT_MOST,
        reading=reading,
        due_at=_instant(reading.due_at),
        missed_at=_instant(reading.missed_at),
        zone=calendar.hours.zone,
        policy=policy,
        stretches=tuple(
            ExplainedStretch(
                stretch.kind,
                instant(stretch.begins),
                instant(stretch.ends),
                stretch.because.why if stretch.because else None,
                stretch.because.about if stretch.because else "",
                names.get(stretch.because.by, "") if stretch.because else "",
            )
            for stretch in stretches(reading, calendar, now)
        ),
        changes=tuple(_changes(clock, names, now)),
        next_rise=None,
    )


def _changes(clock: ClockOfOrder, names: dict[str, str], now: int) -> Iterator[ExplainedChange]:
    """The facts that this clock hears, in the order of their times; what has begun or stopped it does so only once."""
    promise = clock.promised.promise
    ends = {promise.starts, promise.stops}
    waits_for = set(ends)
    for fact in sorted(clock.facts, key=lambda fact: fact.at):
        paused = fact.happening is Happening.PAUSED
        agreed = not paused or (fact.about in promise.pauses and promise.metric in promise.pauses[fact.about].stops)
        if fact.happening is Happening.REOPENED:
            waits_for = set(ends)
        if fact.happening in _ALWAYS_HEARD | waits_for and fact.at <= now and agreed:
            waits_for.discard(fact.happening)
            yield ExplainedChange(instant(fact.at), fact.happening, fact.about, names.get(fact.by, ""))


_ALWAYS_HEARD = frozenset(
    {
        *(Happening.LEVELLED, Happening.PAUSED, Happening.REOPENED, Happening.CANCELLED),
        *(Happening.TO_SUPPLIER, Happening.FROM_SUPPLIER, Happening.MISROUTED, Happening.REROUTED),
    }
)


def _instant(at: int | None) -> datetime | None:
    return None if at is None else instant(at)
