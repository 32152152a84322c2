"""The clock: a pure function of what happened and of the calendar. Nothing is stored that it cannot make anew.

Facts may come in any order, doubled, from wrong clocks, and from before the call or after now: they are put in order by
their times, what lies before the beginning is cut to it, and what lies in the future is not yet so. An open pause
shows what is left, and no due time (`engineering.md`, "The SLA clock").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from app.foundation.translation import N_
from app.sla.rules.promises import Bound, Calendar, Happening, OnChange, Promise, Terms, ThirdParty


@dataclass(frozen=True, slots=True)
class ClockFact:
    """One thing that happened, at an instant in microseconds since 1970 UTC.

    `about` is the reason of a pause or the new level; `by` is whoever did it.
    """

    happening: Happening
    at: int
    about: str = ""
    by: str = ""


class ClockState(StrEnum):
    """How a promise stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    LEFT = "left"
    NOT_PROMISED = "not_promised"
    DROPPED = "dropped"


CLOCK_STATE_NAMES = {
    ClockState.WAITING: N_("Not begun"),
    ClockState.RUNNING: N_("Running"),
    ClockState.PAUSED: N_("Paused"),
    ClockState.MET: N_("Met"),
    ClockState.MISSED: N_("Missed"),
    ClockState.LEFT: N_("Left the agreement"),
    ClockState.NOT_PROMISED: N_("Nothing promised"),
    ClockState.DROPPED: N_("Call cancelled"),
}


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time that does not count; without an end it still goes on."""

    begins: int
    ends: int | None
    why: Happening
    about: str = ""
    by: str = ""

    @property
    def pause(self) -> tuple[int, int | None]:
        """What a calendar wants to know of it."""
        return self.begins, self.ends


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says. Working times are of the promise's calendar, all of it in microseconds.

    `due_at` is when the promise falls due as things stand, None while it is paused. `missed_at` is when it was broken:
    not before the level was given by which it was. `elapsed` is what is used of `promised`.
    """

    state: ClockState
    level: str = ""
    began_at: int | None = None
    stopped_at: int | None = None
    due_at: int | None = None
    missed_at: int | None = None
    promised: int = 0
    elapsed: int = 0
    provisional: bool = False
    standstills: tuple[Standstill, ...] = ()

    @property
    def left(self) -> int:
        """What is left of the promise; negative where it was overrun."""
        return self.promised - self.elapsed

    @property
    def share(self) -> float:
        """How much of the promise is used, in percent."""
        return 100 * self.elapsed / self.promised if self.promised else 100.0

    @property
    def runs(self) -> bool:
        """Whether the clock has begun and nothing has stopped it for good."""
        return self.state in RUNNING_STATES and self.stopped_at is None


RUNNING_STATES = frozenset({ClockState.RUNNING, ClockState.PAUSED, ClockState.MISSED})
_TAKEN_BACK = frozenset({Happening.RESTORED, Happening.CLOSED})
"""What a call that is opened again has not reached yet."""


class Course:
    """What happened to a call until `now` (microseconds since 1970 UTC), put in order once for all of its clocks."""

    def __init__(self, facts: Iterable[ClockFact], now: int) -> None:
        self.now = now
        self.past = sorted((fact for fact in facts if fact.at <= now), key=attrgetter("at"))
        self.levels = [fact for fact in self.past if fact.happening is Happening.LEVELLED]
        self.first_at: dict[Happening, int] = {}
        """When each thing happened for the first time."""
        for fact in self.past:
            self.first_at.setdefault(fact.happening, fact.at)


def read_clock(promise: Promise, course: Course, calendar_of: Callable[[str], Calendar]) -> Reading:
    """How a promise stands after this course of things.

    :param calendar_of: tells the calendar by which a level is promised
    """
    end = _end(promise, course)
    began = course.first_at.get(promise.starts, None if end is None else end.at)
    if began is None:
        return Reading(ClockState.WAITING)
    ends = course.now if end is None else max(end.at, began)
    still = tuple(sorted(_standstills(promise, course), key=attrgetter("begins")))
    stretch = _read_stretches(_Run(promise, calendar_of, still, began, ends), _levels(course.levels, began, ends))
    return Reading(
        state=_state(promise, stretch, end, still),
        level=stretch.level,
        began_at=began,
        stopped_at=ends if end is not None else None,
        due_at=stretch.due_at,
        missed_at=stretch.missed_at,
        promised=stretch.promised,
        elapsed=stretch.promised - stretch.left,
        provisional=stretch.due_at is not None and calendar_of(stretch.level).is_provisional(stretch.due_at),
        standstills=still,
    )


@dataclass(slots=True)  # a frozen one takes six times as long to make, and of these one is made for every clock
class _Run:
    """What stays the same while a clock runs through its levels."""

    promise: Promise
    calendar_of: Callable[[str], Calendar]
    still: tuple[Standstill, ...]
    began: int
    ends: int


@dataclass(slots=True)
class _Stretch:
    """The clock under one level, at the end of it."""

    level: str
    promised: int = 0
    left: int = 0
    due_at: int | None = None
    missed_at: int | None = None
    carried: tuple[int, int] = (1, 1)
    """What was left of which whole, for a contract that carries the share over to a new level."""


def _read_stretches(run: _Run, levels: Sequence[tuple[int, str]]) -> _Stretch:
    """Let the clock run from level to level; the last stretch tells how it stands."""
    stretch = _Stretch("")
    ends = [*(since for since, _level in levels[1:]), run.ends]
    for (since, level), until in zip(levels, ends, strict=True):
        terms = run.promise.for_level(level)
        if terms is None:
            stretch = _Stretch(level, carried=stretch.carried, missed_at=stretch.missed_at)
        else:
            stretch = _read_stretch(run, stretch, level, terms, since, until)
    return stretch


def _read_stretch(run: _Run, before: _Stretch, level: str, terms: Terms, since: int, until: int) -> _Stretch:
    calendar = run.calendar_of(level)
    from_opening = run.promise.on_change is OnChange.FROM_OPENING
    begins = run.began if from_opening else since
    full = terms.promised_from(begins, calendar)
    share, whole = before.carried if run.promise.on_change is OnChange.CARRY_SHARE else (1, 1)
    promised = full * share // whole
    pauses = [standstill.pause for standstill in run.still]
    due = calendar.due(begins, promised, pauses)
    left = promised - calendar.elapsed(begins, until, pauses)
    broken = due is not None and (due < until or (due == until and terms.bound is Bound.BELOW))
    missed = max(due, since) if broken and due is not None else None
    if not from_opening and before.missed_at is not None:
        missed = before.missed_at
    return _Stretch(level, full, left, due, missed, (max(left, 0), full) if full else (0, 1))


def _state(promise: Promise, stretch: _Stretch, end: ClockFact | None, still: Sequence[Standstill]) -> ClockState:
    if promise.for_level(stretch.level) is None:
        return ClockState.NOT_PROMISED
    if stretch.missed_at is not None:
        return ClockState.MISSED
    if end is None:
        paused = any(standstill.ends is None for standstill in still)
        return ClockState.PAUSED if paused else ClockState.RUNNING
    return _ENDS.get(end.happening, ClockState.MET)


_ENDS = {Happening.CANCELLED: ClockState.DROPPED, Happening.TO_SUPPLIER: ClockState.LEFT}
"""What is neither kept nor broken where the promise itself was not reached."""


def _end(promise: Promise, course: Course) -> ClockFact | None:
    """What stopped the clock for good: the promise was reached, or the call was cancelled or left the agreement."""
    end: ClockFact | None = None
    ends = {promise.stops, Happening.CANCELLED}
    if promise.third_party is ThirdParty.LEAVES:
        ends.add(Happening.TO_SUPPLIER)
    if ends.isdisjoint(course.first_at):
        return None
    for fact in course.past:
        if end is None and fact.happening in ends:
            end = fact
        elif end is not None and fact.happening is Happening.REOPENED and end.happening in _TAKEN_BACK:
            end = None
    return end


def _levels(given: Iterable[ClockFact], began: int, ends: int) -> list[tuple[int, str]]:
    """Since when which level counts; the first one counts from the beginning, whenever it was given."""
    levels: list[tuple[int, str]] = [(began, "")]
    for fact in given:
        if fact.at > ends and levels[-1][1]:
            continue
        if fact.at <= levels[-1][0] or not levels[-1][1]:
            levels[-1] = (levels[-1][0], fact.about)
        elif fact.about != levels[-1][1]:
            levels.append((fact.at, fact.about))
    return levels


_STANDSTILLS = (
    (Happening.PAUSED, frozenset({Happening.RESUMED, Happening.PAUSED})),
    (Happening.TO_SUPPLIER, frozenset({Happening.FROM_SUPPLIER})),
    (Happening.MISROUTED, frozenset({Happening.REROUTED})),
    *((solved, frozenset({Happening.REOPENED})) for solved in sorted(_TAKEN_BACK)),
)
"""What begins a time that does not count, and what ends it; another pause takes the place of the one before."""


def _standstills(promise: Promise, course: Course) -> Iterator[Standstill]:
    """The times that do not count: agreed pauses, third parties, wrong ways, and solved until opened again."""
    for begins, ends in _STANDSTILLS:
        if begins not in course.first_at:
            continue
        opened: ClockFact | None = None
        for fact in course.past:
            if opened is not None and fact.happening in ends:
                yield from _standstill(promise, opened, fact.at, course.now)
                opened = None
            if opened is None and fact.happening is begins:
                opened = fact
        if opened is not None and begins not in _TAKEN_BACK:
            yield from _standstill(promise, opened, None, course.now)


def _standstill(promise: Promise, opened: ClockFact, ends: int | None, now: int) -> Iterator[Standstill]:
    """The time that does not count, as far as this promise has agreed to it."""
    if opened.happening is Happening.TO_SUPPLIER and promise.third_party is not ThirdParty.PAUSES:
        return
    if opened.happening in _TAKEN_BACK and opened.happening is not promise.stops:
        return
    if opened.happening is Happening.PAUSED:
        rule = promise.pauses.get(opened.about)
        if rule is None or promise.metric not in rule.stops:
            return
        longest = None if rule.at_most is None else opened.at + rule.at_most
        if longest is not None and longest <= (now if ends is None else ends):
            ends = longest
    yield Standstill(opened.at, ends, opened.happening, opened.about, opened.by)
