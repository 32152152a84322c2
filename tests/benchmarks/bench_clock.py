"""Due times with pauses, against the same in plain lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from random import Random

from app.calendars.hours import day_from
from app.calendars.public_days import public_days
from app.calendars.rules import Region, WorkingHours, week_of
from app.calendars.working_time import HOUR, MINUTE, SECOND, WorkingTime, stamp, working_time
from tests.benchmarks.comparing import in_turns
from tests.benchmarks.figure import Figure
from tests.benchmarks.raw_clock import RawClock

CLOCKS = 100_000
ROUNDS = 5
_GOAL = 3
_DAY = 24 * HOUR
_FIRST, _LAST = (stamp(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2028))
_PROMISES = [30 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 45 * HOUR]


def measure(clocks: int = CLOCKS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """A Chinese office; four of ten clocks have one to three pauses."""
    known = public_days(Region.CHINA)
    week = week_of(dict.fromkeys(range(5), day_from("09:00-12:00 13:30-18:00")))
    ours = working_time(WorkingHours("Asia/Shanghai", week, known.closed, known.made_up))
    raw = RawClock([(opens // SECOND, closes // SECOND) for opens, closes in ours.windows(_FIRST, _LAST)])
    asked = list(_imagined(clocks))
    in_seconds = [
        (begins // SECOND, promised // SECOND, [(since // SECOND, until // SECOND) for since, until in pauses])
        for begins, promised, pauses in asked
    ]
    if _ours(ours, asked) != [due * SECOND for due in _raw(raw, in_seconds)]:
        raise AssertionError
    pair = in_turns(_cpu(partial(_ours, ours, asked)), _cpu(partial(_raw, raw, in_seconds)), rounds)
    yield pair.figure(
        f"clock: {clocks} due times with pauses", against="CPU of prefix sums in plain lists of seconds", goal=_GOAL
    )


def _imagined(clocks: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    chance = Random(1)
    for _clock in range(clocks):
        begins = _FIRST + _DAY * 366 + chance.randrange(500 * 86400) * SECOND
        pauses = []
        if chance.random() < 0.4:
            since = [begins + chance.randrange(3 * 86400) * SECOND for _pause in range(chance.randint(1, 3))]
            pauses = [(at, at + chance.randrange(600, 2 * 86400) * SECOND) for at in since]
        yield begins, chance.choice(_PROMISES), pauses


def _ours(time_: WorkingTime, asked: list[tuple[int, int, list[tuple[int, int]]]]) -> list[int | None]:
    return [time_.due(begins, promised, pauses) for begins, promised, pauses in asked]


def _raw(clock: RawClock, asked: list[tuple[int, int, list[tuple[int, int]]]]) -> list[int]:
    return [clock.due(begins, promised, pauses) for begins, promised, pauses in asked]


def _cpu(work: Callable[[], object]) -> Callable[[], float]:
    def seconds() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return seconds
