"""How available a group of services was: its hours without the downtime in them, over its hours (`domain.md` §3).

Maintenance, planned or not, is downtime like any other. Where several things made a system unavailable at once, the
time counts once. Every system of a group has the same weight: an hour in which one of four was down costs a quarter.
All times are whole microseconds since 1970 UTC, and all sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Stretch = tuple[int, int]
"""From when until just before when."""
_WHOLE = 10_000
"""Hundredths of a percent in all of it."""


@dataclass(frozen=True, slots=True)
class Downtime:
    """Something that made a system unavailable; `cause` is the id of the closure or the outage."""

    cause: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Availability:
    """What `hours` are left of, for each system; `causes` tells what each cause took in these hours by itself."""

    hours: int
    down: Mapping[str, int]
    causes: Mapping[str, int]

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent, rounded down: what missed its target never looks as if it had met it.

        None where there were no hours at all.
        """
        promised = self.hours * len(self.down)
        return (promised - sum(self.down.values())) * _WHOLE // promised if promised else None

    def meets(self, target_hundredths: int) -> bool:
        """Whether it is at least the target; without any hours nothing was missed."""
        return self.hundredths is None or self.hundredths >= target_hundredths

    @property
    def mean_down(self) -> int:
        """Downtime in its hours, of the group as one: the mean of its systems."""
        return sum(self.down.values()) // len(self.down) if self.down else 0


def availability(hours: Sequence[Stretch], downtimes: Mapping[str, Sequence[Downtime]]) -> Availability:
    """How available a group was.

    :param hours: when the group has to be available: in order, without overlaps
    :param downtimes: for every system of the group what made it unavailable, in any order
    """
    causes = {
        each.cause: overlap(hours, [(each.begins, each.ends)]) for several in downtimes.values() for each in several
    }
    return Availability(
        hours=sum(ends - begins for begins, ends in hours),
        down={
            system: overlap(hours, united((each.begins, each.ends) for each in several))
            for system, several in downtimes.items()
        },
        causes=causes,
    )


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in order and without overlaps."""
    whole: list[Stretch] = []
    for begins, ends in sorted(stretches):
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        elif begins < ends:
            whole.append((begins, ends))
    return whole


def overlap(some: Sequence[Stretch], others: Sequence[Stretch]) -> int:
    """How much time lies in both; each is in order and without overlaps."""
    total = at = 0
    for begins, ends in others:
        while at < len(some) and some[at][1] <= begins:
            at += 1
        place = at
        while place < len(some) and some[place][0] < ends:
            total += max(min(some[place][1], ends) - max(some[place][0], begins), 0)
            place += 1
    return total
