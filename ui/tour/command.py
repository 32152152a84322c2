"""The tour's place on the command line. Qt is loaded when the story has been told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.foundation.translation import _

if TYPE_CHECKING:
    from app.tour.report import TourReport
    from app.tour.stage import Stage
    from app.tour.story import StepSeen


def add_commands(commands: Any) -> None:
    """Add the tour to the parser of the command line."""
    parser = commands.add_parser("tour", help=_("show the main job from end to end, and check it"))
    parser.add_argument("--out", type=Path, required=True, help=_("folder for the report, papers and screenshots"))
    parser.set_defaults(run=lambda arguments: tour(arguments.out))


def tour(out: Path) -> int:
    """Play the story against real processes, take the screenshots, and write the report into `out`.

    Everything is made in that folder, nothing elsewhere. Returns 0 where every step held.

    :raises TourFailed: a step did not hold; the report says which
    """
    from app.foundation.errors import PaigongError
    from app.tour.report import TourReport
    from app.tour.story import open_stage

    report = TourReport(datetime.now(UTC))
    try:
        with open_stage(_fresh_folder(out.resolve()), out.resolve() / "papers") as stage:
            for step in _played(stage, report, out.resolve() / "screens"):
                report.steps.append(step)
                print(f"{step.title} … {step.seconds:.1f} s", flush=True)  # noqa: T201 - this is a command
    except PaigongError as error:
        report.failure = error
        raise
    finally:
        print(report.write(out))  # noqa: T201 - this is a command
    return 0


def _played(stage: Stage, report: TourReport, screens: Path) -> Iterable[StepSeen]:
    from app.tour.story import LAST_STEPS, STEPS, tell
    from ui.tour.steps import picture_steps

    yield from tell(stage, STEPS)
    yield from tell(stage, picture_steps(screens))
    report.count(stage)
    yield from tell(stage, LAST_STEPS)


def _fresh_folder(out: Path) -> Path:
    """Where this tour's workspaces go; those of an earlier one are left alone."""
    names = ("workspaces" if number == 1 else f"workspaces-{number}" for number in range(1, 10_000))
    return next(folder for name in names if not (folder := out / name).exists())
