"""Measuring two ways of getting the same answer, in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.figure import Figure


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds that ours and the floor took, medians of several rounds."""

    ours: float
    floor: float

    def figure(self, name: str, *, against: str, goal: float) -> Figure:
        """Our milliseconds, as a ratio to the floor's."""
        value, ratio = round(self.ours * 1000, 2), round(self.ours / self.floor, 2)
        return Figure(name=name, value=value, unit="ms", against=against, ratio=ratio, goal=goal)


def in_turns(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> Pair:
    """Call both, one after the other, `rounds` times after a first time that counts for nothing."""
    seconds(ours), seconds(floor)
    times = [(seconds(ours), seconds(floor)) for _round in range(rounds)]
    return Pair(median(pair[0] for pair in times), median(pair[1] for pair in times))


def absolute(name: str, value: float, wanted: float, unit: str, what: str) -> Figure:
    """A figure against a wanted value instead of a floor; `what` says which one, and how it was measured."""
    return Figure(name=name, value=round(value, 2), unit=unit, against=what, ratio=round(value / wanted, 2), goal=1)


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, by the clock on the wall."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
