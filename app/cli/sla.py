"""``paigong sla …``: the shipped policies, the worked examples of a contract, the clocks of an order."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

from app.calendars.periods import month_named
from app.calendars.planned import read_planned
from app.calendars.working_time import MINUTE
from app.cli.records import order_id_of
from app.cli.shares import add_shares
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.foundation.sentences import sentence
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import _
from app.sla.commands import AddPolicy
from app.sla.presets import missing_presets
from app.sla.worked_examples import judged_examples
from app.workorders.charges import charges
from app.workorders.explanations import explained
from app.workorders.tables import WorkOrder
from app.workorders.telling_clocks import lines

_CHARGES = (
    *("customer", "order", "title", "engineer", "finished"),
    *("minutes_inside_hours", "minutes_outside_hours", "outside_hours_are"),
)


def add_commands(commands: Any) -> None:
    """Add ``sla …``."""
    parser = commands.add_parser("sla", help=_("service levels: worked examples, clocks, shares, charges"))
    words = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    check = words.add_parser("check", help=_("judge the worked examples of a contract"))
    check.add_argument("cases", type=Path, help=_("CSV file of worked examples"))
    check.add_argument("--calendars", type=Path, required=True, help=_("JSON file of the calendars that they name"))
    check.set_defaults(run=_check)
    explain = words.add_parser("explain", help=_("tell why the clocks of a work order say what they say"))
    explain.add_argument("number", help="W26-004711")
    explain.set_defaults(run=_explain)
    charge = words.add_parser("charge", help=_("print the work of a month outside of the contracts' hours, as CSV"))
    charge.add_argument("--month", required=True, metavar="2026-11")
    charge.set_defaults(run=_charge)
    add_shares(words)
    presets = words.add_parser("presets", help=_("take the shipped policies and their calendars into the workspace"))
    presets.set_defaults(run=_presets)


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


def _explain(arguments: argparse.Namespace) -> int:
    """Print how each clock stands and why; the exit status is 1 where nothing is promised for the order."""
    with opened(arguments) as workspace, workspace.store.read() as reader:
        order = reader.require(WorkOrder, order_id_of(reader, arguments.number))
        told = explained(reader, order, workspace.runner.clock.now())
    print(f"{order.number} {order.title}")
    for explanation in told:
        print("", *lines(explanation), sep="\n")
    if not told:
        print(_("Nothing is promised: no contract was in force, or the call did not come by an agreed way."))
    return 0 if told else 1


def _presets(arguments: argparse.Namespace) -> int:
    """Take what is not here yet, all or none, and name it."""
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            missing = missing_presets(reader)
        workspace.runner.run(*missing)
    for command in missing:
        print(f"{command.code}\t{_(command.name)}" if isinstance(command, AddPolicy) else f"\t{command.name}")
    if not missing:
        print(_("All shipped policies are here already."))
    return 0


def _charge(arguments: argparse.Namespace) -> int:
    """Print one line for each visit with work outside of the hours, by the clocks where the contract's hours are."""
    month = month_named(arguments.month)
    with opened(arguments) as workspace, workspace.store.read() as reader:
        found = charges(reader, month, workspace.runner.clock.now())
    lines = (
        (
            guarded(each.customer),
            each.order.number,
            guarded(each.order.title),
            guarded(each.engineer),
            each.finished_at.isoformat(timespec="minutes"),
            _minutes(each.time.inside),
            _minutes(each.time.outside),
            each.coverage,
        )
        for each in found
    )
    write_csv(_CHARGES, *lines)
    return 0


def _minutes(microseconds: int) -> str:
    return f"{microseconds / MINUTE:.1f}"
