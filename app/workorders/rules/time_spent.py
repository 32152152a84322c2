"""How long an engineer was on his way and at work: it follows from the facts of his visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.workorders.rules.kinds import EventKind, VisitState
from app.workorders.rules.life import PastEvent, visit_after

_NOTHING = timedelta()
_AT_WORK = frozenset({VisitState.WORKING, VisitState.RESTORED})


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """What one visit took. Waiting at the door and what was interrupted belong to neither."""

    travel: timedelta = _NOTHING
    work: timedelta = _NOTHING

    def __add__(self, other: TimeSpent) -> TimeSpent:
        """What two visits took together."""
        return TimeSpent(self.travel + other.travel, self.work + other.work)


def time_spent(
    events: Iterable[PastEvent], *, started_at: datetime | None, finished_at: datetime | None, now: datetime
) -> TimeSpent:
    """The time spent on one visit until `now`, while it goes on. All instants are aware.

    :param events: all facts of this visit, in the order in which they were judged
    :param started_at: when work really began, where somebody has corrected it
    :param finished_at: when it really ended
    """
    travel, stretches = _NOTHING, list[tuple[datetime, datetime]]()
    state, since = VisitState.ASSIGNED, None
    for event in (*events, None):
        until = event.at if event is not None else now
        if since is not None and state is VisitState.TRAVELLING:
            travel += max(until - since, _NOTHING)
        elif since is not None and state in _AT_WORK:
            stretches.append((since, until))
        if event is not None and event.kind is not EventKind.ASSIGNED:
            state = visit_after(state, event.kind)
        since = until
    return TimeSpent(travel, _corrected(stretches, started_at, finished_at))


def _corrected(
    stretches: list[tuple[datetime, datetime]], started_at: datetime | None, finished_at: datetime | None
) -> timedelta:
    """The length of stretches of work whose first beginning and last end were corrected; pauses between them stay."""
    if not stretches:
        return _NOTHING
    begins, ends = started_at or stretches[0][0], finished_at or stretches[-1][1]
    stretches[0] = (begins, stretches[0][1])
    stretches[-1] = (stretches[-1][0], ends)
    return sum((max(min(end, ends) - max(begin, begins), _NOTHING) for begin, end in stretches), _NOTHING)
