"""How long somebody was at work on a visit, and how much of that lies outside the contract's hours (`domain.md` §3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.workorders.rules.kinds import EventKind

_BEGINS = frozenset({EventKind.STARTED})
_ENDS = frozenset({EventKind.INTERRUPTED, EventKind.DONE, EventKind.NOT_COMPLETED, EventKind.HANDED_OVER})

Stretch = tuple[int, int]
"""From when until when, in microseconds since 1970 UTC."""


class Hours(Protocol):
    """The hours of a contract."""

    def elapsed(self, begins: int, ends: int) -> int:
        """Working time between two instants."""


@dataclass(frozen=True, slots=True)
class WorkTime:
    """Time at work in microseconds, by the hours of the contract."""

    inside: int = 0
    outside: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.inside + self.outside


def stretches_of_work(
    events: Iterable[tuple[EventKind, int]], started: int | None, finished: int | None, now: int
) -> list[Stretch]:
    """When somebody was at work on one visit, until now.

    :param events: what happened to the visit, with when
    :param started: when the visit really began, where that was corrected; `finished` likewise
    """
    found: list[Stretch] = []
    began: int | None = None
    for kind, at in sorted(events, key=lambda event: event[1]):
        if kind in _BEGINS and began is None:
            began = at
        elif kind in _ENDS and began is not None:
            found.append((began, at))
            began = None
    if began is not None:
        found.append((began, max(began, now)))
    if found and started is not None:
        found[0] = (min(started, found[0][1]), found[0][1])
    if found and finished is not None:
        found[-1] = (found[-1][0], max(finished, found[-1][0]))
    return found


def split_by_hours(stretches: Sequence[Stretch], hours: Hours | None) -> WorkTime:
    """Work inside and outside of the hours; without hours none is outside."""
    total = sum(ends - begins for begins, ends in stretches)
    inside = total if hours is None else sum(hours.elapsed(begins, ends) for begins, ends in stretches)
    return WorkTime(inside, total - inside)
