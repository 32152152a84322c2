"""Measuring two ways of getting the same answer, in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

from tests.benchmarks.figure import Figure

Seconds = Callable[[], float]
"""Does something and tells how long that took, on whichever clock."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds that ours and the floor took."""

    ours: float
    floor: float

    def figure(self, name: str, *, against: str, goal: float) -> Figure:
        """Our milliseconds, as a ratio to the floor's."""
        value, ratio = round(self.ours * 1000, 2), round(self.ours / self.floor, 2)
        return Figure(name=name, value=value, unit="ms", against=against, ratio=ratio, goal=goal)


def medians(pairs: list[Pair]) -> Pair:
    """Both medians."""
    return Pair(median(pair.ours for pair in pairs), median(pair.floor for pair in pairs))


def in_turns(ours: Seconds, floor: Seconds, rounds: int) -> Pair:
    """The medians of `rounds` turns, after a first one that counts for nothing."""
    return medians([Pair(ours(), floor()) for _turn in range(rounds + 1)][1:])


def timed(work: Callable[[], object]) -> Seconds:
    """`work` by the clock on the wall."""
    return partial(seconds, work)


def cpu(work: Callable[[], object]) -> Seconds:
    """`work` by the time that this process computes."""

    def measured() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return measured


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes by the clock on the wall."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def absolute(name: str, milliseconds: float, wanted: float, what: str) -> Figure:
    """Milliseconds against wanted ones instead of a floor; `what` says which, and how they were measured."""
    ratio = round(milliseconds / wanted, 2)
    return Figure(name=name, value=round(milliseconds, 2), unit="ms", against=what, ratio=ratio, goal=1)
