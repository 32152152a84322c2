"""The main job from end to end, as one story in steps: every step acts, looks at both sides, and says what it saw."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.foundation.errors import PaigongError
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from app.tour.afternoon import let_plan_make_orders, print_papers, send_in_and_take_back, stop_server
from app.tour.agreement import agree_everywhere, keep_what_was_done, reconnect, refuse_what_cannot_be
from app.tour.beginning import assign, enrol_everybody, import_register, log_incidents, start_server
from app.tour.off_line import change_plans_meanwhile, check_in_off_line, cut_network, work_off_line
from app.tour.stage import Claims, Stage, TourFailed

Step = Callable[[Stage], Claims]

STEPS: tuple[tuple[str, Step], ...] = (
    (N_("Start a server"), start_server),
    (N_("Sign in a dispatcher, a manager and two engineers"), enrol_everybody),
    (N_("Import the register"), import_register),
    (N_("Log the major incidents"), log_incidents),
    (N_("Assign"), assign),
    (N_("Cut the network"), cut_network),
    (N_("Work off-line"), work_off_line),
    (N_("Meanwhile plans change at the desk"), change_plans_meanwhile),
    (N_("Check in off-line"), check_in_off_line),
    (N_("Reconnect"), reconnect),
    (N_("What was done stands"), keep_what_was_done),
    (N_("What cannot be is refused and kept"), refuse_what_cannot_be),
    (N_("All sides agree"), agree_everywhere),
    (N_("A cleaning plan makes its order"), let_plan_make_orders),
    (N_("Send a printer in for repair and take it back"), send_in_and_take_back),
    (N_("Print a label and a dispatch ticket"), print_papers),
)
LAST_STEPS: tuple[tuple[str, Step], ...] = ((N_("Stop the server"), stop_server),)
"""What is left to do when everything has been looked at."""


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step that held: what was seen, and how long it took."""

    title: str
    seen: tuple[str, ...]
    seconds: float


@contextmanager
def open_stage(workspaces: Path, papers: Path) -> Iterator[Stage]:
    """A stage whose workspaces are made in one folder and its papers in another; at the end nothing of it runs on."""
    for folder in (workspaces, papers):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as closing:
        yield Stage(workspaces, papers, closing)


def tell(stage: Stage, steps: tuple[tuple[str, Step], ...] = STEPS) -> Iterator[StepSeen]:
    """Play the steps one after the other.

    :raises TourFailed: something was not as a step claims; the steps after it are not played
    """
    for title, step in steps:
        began = time.perf_counter()
        try:
            seen = tuple(_held(_(title), step(stage)))
        except TourFailed:
            raise
        except PaigongError as error:
            raise TourFailed(_(title), sentence(error)) from error
        yield StepSeen(_(title), seen, time.perf_counter() - began)


def _held(title: str, claims: Claims) -> Iterator[str]:
    for claim in claims:
        if not claim.held:
            raise TourFailed(title, claim.text)
        yield claim.text
