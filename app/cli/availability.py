"""``paigong availability``: a month of every group of services against its target, as CSV."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.calendars.periods import month_named
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import _
from app.knowledge.availability import Cause, GroupAvailability, availabilities
from app.knowledge.tables import Closure

_MINUTE = timedelta(minutes=1)
_FIGURES = ("customer", "service_group", "until", "systems", "hours", "downtime_minutes", "percent", "target", "met")
_CAUSES = ("customer", "service_group", "what", "services", "from", "until", "minutes", "reason")


def add_commands(commands: Any) -> None:
    """Add ``availability``."""
    parser = commands.add_parser(
        "availability", help=_("print how available each group of services was in a month, against its target, as CSV")
    )
    parser.add_argument("--month", required=True, metavar="2026-11")
    parser.add_argument(
        "--causes", action="store_true", help=_("print instead what made services unavailable, and how long each")
    )
    parser.set_defaults(run=_print)


def _print(arguments: argparse.Namespace) -> int:
    month = month_named(arguments.month)
    with opened(arguments) as workspace, workspace.store.read() as reader:
        found = availabilities(reader, month, workspace.runner.clock.now())
    if arguments.causes:
        write_csv(_CAUSES, *(line for group in found for line in _cause_lines(group)))
    else:
        write_csv(_FIGURES, *map(_figure_line, found))
    return 0


def _figure_line(found: GroupAvailability) -> tuple[object, ...]:
    figure = found.figure
    return (
        guarded(found.customer),
        guarded(found.group.name),
        found.until_at.isoformat(timespec="minutes"),
        len(figure.down),
        f"{timedelta(microseconds=figure.hours) / timedelta(hours=1):.2f}",
        f"{_minutes(figure.mean_down):.1f}",
        "" if figure.hundredths is None else f"{figure.hundredths / 100:.2f}",
        f"{found.group.target_hundredths / 100:.2f}",
        "yes" if found.met else "no",
    )


def _cause_lines(found: GroupAvailability) -> Iterator[tuple[object, ...]]:
    for cause in found.causes:
        yield (
            guarded(found.customer),
            guarded(found.group.name),
            _kind(cause),
            guarded("; ".join(cause.services)),
            cause.begins_at.isoformat(timespec="minutes"),
            cause.ends_at.isoformat(timespec="minutes"),
            f"{_minutes(cause.down):.1f}",
            guarded(cause.what.reason if isinstance(cause.what, Closure) else cause.what.note),
        )


def _kind(cause: Cause) -> str:
    return cause.what.kind if isinstance(cause.what, Closure) else "outage"


def _minutes(microseconds: int) -> float:
    return timedelta(microseconds=microseconds) / _MINUTE
