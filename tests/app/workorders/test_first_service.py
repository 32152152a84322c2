"""What counts as solved at the first service of any kind, and at the first visit on site."""

from __future__ import annotations

import pytest

from app.workorders.rules import EventKind as Kind
from app.workorders.rules.first_service import Solving, solving

DESK = (Kind.DONE, None)
VISIT = ((Kind.SET_OUT, "v"), (Kind.ARRIVED, "v"), (Kind.STARTED, "v"))
SOLVED = (*VISIT, (Kind.DONE, "v"))
SECOND = ((Kind.STARTED, "w"), (Kind.DONE, "w"))
PAUSE = (Kind.INTERRUPTED, "v")
FIRST, AGAIN, OPEN, NONE = Solving.AT_FIRST, Solving.CAME_AGAIN, Solving.OPEN, Solving.NO_CASE
REOPENED, FOLLOWED = Solving.REOPENED, Solving.FOLLOWED_ON


@pytest.mark.parametrize(
    ("steps", "any_kind", "on_site"),
    [
        ((), OPEN, OPEN),
        (((Kind.ANSWERED, None),), OPEN, OPEN),
        ((DESK,), FIRST, NONE),
        (VISIT, OPEN, OPEN),
        (SOLVED, FIRST, FIRST),
        ((*SOLVED, (Kind.CLOSED, None), (Kind.RATED, None)), FIRST, FIRST),
        ((*VISIT, (Kind.HANDED_OVER, "v")), OPEN, OPEN),
        ((*VISIT, (Kind.HANDED_OVER, "v"), (Kind.STARTED, "w")), AGAIN, AGAIN),
        (((Kind.SET_OUT, "v"), (Kind.HANDED_OVER, "v"), *SECOND), FIRST, FIRST),
        (((Kind.REJECTED, "v"), *SECOND), FIRST, FIRST),
        ((*VISIT, PAUSE, DESK), AGAIN, AGAIN),
        ((*VISIT, PAUSE, (Kind.STARTED, "v"), (Kind.DONE, "v")), FIRST, FIRST),
        ((*VISIT, PAUSE, (Kind.STARTED, "v"), (Kind.ARRIVED, "v"), (Kind.DONE, "v")), FIRST, FIRST),
        ((*VISIT, PAUSE, *SOLVED), AGAIN, AGAIN),
        ((*VISIT, PAUSE, (Kind.ARRIVED, "v")), AGAIN, AGAIN),
        ((*SOLVED, (Kind.REOPENED, None)), REOPENED, REOPENED),
        ((*SOLVED, (Kind.REOPENED, None), *SECOND), REOPENED, REOPENED),
        ((DESK, (Kind.REOPENED, None)), REOPENED, OPEN),
        ((DESK, (Kind.REOPENED, None), *SOLVED), REOPENED, FIRST),
        ((*VISIT, (Kind.NOT_COMPLETED, "v"), (Kind.CONTINUED, None)), FOLLOWED, FOLLOWED),
        (((Kind.SET_OUT, "v"), (Kind.NOT_COMPLETED, "v"), (Kind.CONTINUED, None)), FOLLOWED, FOLLOWED),
        ((*VISIT, (Kind.CANCELLED, None)), NONE, NONE),
        (((Kind.MERGED, None),), NONE, NONE),
    ],
)
def test_a_call_is_solved_at_first_or_it_is_told_why_not(
    steps: tuple[tuple[Kind, str | None], ...], any_kind: Solving, on_site: Solving
) -> None:
    assert (solving(steps), solving(steps, on_site=True)) == (any_kind, on_site)


def test_what_is_done_from_afar_is_no_visit_on_site() -> None:
    assert solving(SECOND, remote=True) is FIRST
    assert solving(SECOND, on_site=True, remote=True) is NONE
    assert solving((*SECOND, (Kind.REOPENED, None), *SOLVED), on_site=True, remote=True) is FIRST
