"""Whether a call was solved at the first service of any kind, or at the first visit on site (`domain.md` §3).

A service is a visit on which somebody was at work, or the desk's own solving. The advice of a first answer is none: it
is promised to every call. Whoever only goes on after a pause is still at the same visit; whoever sets out once more is
not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.foundation.translation import N_
from app.workorders.rules.kinds import EventKind


class Solving(StrEnum):
    """What became of a call, as far as its first service goes."""

    AT_FIRST = "at_first"
    CAME_AGAIN = "came_again"
    REOPENED = "reopened"
    FOLLOWED_ON = "followed_on"
    OPEN = "open"
    NO_CASE = "no_case"
    """It was cancelled, was a duplicate, or needed nobody on site."""


SOLVING_NAMES = {
    Solving.CAME_AGAIN: N_("A second service was needed"),
    Solving.REOPENED: N_("It was opened again"),
    Solving.FOLLOWED_ON: N_("It goes on in another order"),
}
"""Why a call was not solved at the first service."""

_NO_CASE = frozenset({EventKind.MERGED, EventKind.CANCELLED})
_AT_WORK = frozenset({EventKind.ARRIVED, EventKind.STARTED})
_COMES = frozenset({EventKind.SET_OUT, EventKind.ARRIVED})
TELLING = (
    _NO_CASE | _AT_WORK | _COMES | {EventKind.INTERRUPTED, EventKind.DONE, EventKind.CONTINUED, EventKind.REOPENED}
)
"""What `solving` has to be told of; nothing else changes what it says."""


def solving(steps: Iterable[tuple[EventKind, str | None]], *, on_site: bool = False, remote: bool = False) -> Solving:
    """Whether a call was solved at the first service, or (`on_site`) at the first visit on site.

    :param steps: what happened to its order, in the order in which it was judged, with the ids of visits
    :param remote: work that begins without an arrival is not on site
    """
    course = _Course(on_site=on_site, remote=remote)
    for kind, visit_id in steps:
        if kind in _NO_CASE:
            return Solving.NO_CASE
        if kind is EventKind.CONTINUED:
            return Solving.FOLLOWED_ON
        if kind is EventKind.REOPENED and course.services:
            return Solving.REOPENED
        course.take(kind, visit_id)
    return course.outcome


@dataclass(slots=True)
class _Course:
    on_site: bool
    remote: bool
    services: int = 0
    solved: bool = False
    solved_by_service: bool = False
    present: set[str | None] = field(default_factory=set)
    away: set[str | None] = field(default_factory=set)

    def take(self, kind: EventKind, visit_id: str | None) -> None:
        if kind is EventKind.INTERRUPTED:
            self.away.add(visit_id)
        elif kind is EventKind.REOPENED:
            self.solved = False
        if kind in _COMES and visit_id in self.away:
            self.present.discard(visit_id)
        if kind in _AT_WORK:
            self.away.discard(visit_id)
            if visit_id not in self.present and self._is_service(kind):
                self.present.add(visit_id)
                self.services += 1
        if kind is EventKind.DONE:
            self._take_done(visit_id)

    def _is_service(self, kind: EventKind) -> bool:
        return not (self.on_site and self.remote) or kind is EventKind.ARRIVED

    def _take_done(self, visit_id: str | None) -> None:
        if visit_id not in self.present and not self.on_site:  # the desk has solved it
            self.services += 1
            self.present.add(visit_id)
        self.solved, self.solved_by_service = True, visit_id in self.present

    @property
    def outcome(self) -> Solving:
        if self.services > 1:
            return Solving.CAME_AGAIN
        if not self.solved:
            return Solving.OPEN
        if self.services == 0:
            return Solving.NO_CASE
        return Solving.AT_FIRST if self.solved_by_service else Solving.CAME_AGAIN
