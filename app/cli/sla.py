"""``paigong sla …``: judging the worked examples of a contract."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

from app.calendars.planned import read_planned
from app.foundation.sentences import sentence
from app.foundation.translation import _
from app.sla.worked_examples import judged_examples


def add_commands(commands: Any) -> None:
    """Add ``sla check``."""
    parser = commands.add_parser("sla", help=_("service levels: check worked examples, explain a clock"))
    words = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    check = words.add_parser("check", help=_("judge the worked examples of a contract"))
    check.add_argument("cases", type=Path, help=_("CSV file of worked examples"))
    check.add_argument("--calendars", type=Path, required=True, help=_("JSON file of the calendars that they name"))
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    """Print one line for each example; the exit status is 1 if any of them differs."""
    calendars = read_planned(arguments.calendars)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("id", "expected", "computed", "ok"))
    right = True
    for verdict in judged_examples(arguments.cases, calendars):
        table.writerow((verdict.id, verdict.expected, verdict.computed, "yes" if verdict.ok else "no"))
        right = right and verdict.ok
        if verdict.trouble is not None:
            print(f"{verdict.id}: {sentence(verdict.trouble)}", file=sys.stderr)
    return 0 if right else 1
