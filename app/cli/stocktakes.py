"""Stocktakes without a window: begun, scanned for with a batch scanner, reported, ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.workspace import opened
from app.directory.queries import customer_named
from app.foundation.errors import Rejection, Trouble
from app.foundation.files import write_atomically
from app.foundation.ids import new_id
from app.foundation.sentences import declare, sentence
from app.foundation.settings import read_settings
from app.foundation.sheets.writing import SEPARATED, WORKBOOK, write_table
from app.foundation.translation import N_, _
from app.stocktakes.rules import STOCKTAKE_STATE_NAMES, Spot, normal_place
from app.stocktakes.wording import answer_text

if TYPE_CHECKING:
    from app.stocktakes.tables import Stocktake
    from app.storage.units import Reader
    from app.workspace import Workspace

declare(
    {
        "stocktake_unknown": N_("There is no stocktake {reference} in this workspace. Look at the list of stocktakes."),
        "part_unknown": N_("The customer has no site or department {name}. Check the name."),
    }
)


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    stocktakes = commands.add_parser("stocktake", help=_("compare the register with what is there"))
    steps = stocktakes.add_subparsers(required=True)
    steps.add_parser("list", help=_("show the stocktakes")).set_defaults(run=_list)

    begin = steps.add_parser("begin", help=_("begin a stocktake"))
    begin.add_argument("--customer", required=True)
    begin.add_argument("--name", required=True, help=_("what it is called"))
    begin.add_argument("--site", default="", help=_("only what is there"))
    begin.add_argument("--department", default="", metavar="KJC", help=_("only what belongs to it"))
    begin.add_argument("--type", nargs="*", default=(), metavar="COM", help=_("only devices of these types"))
    begin.add_argument("--blind", action="store_true", help=_("who scans does not see what is expected"))
    begin.set_defaults(run=_begin)

    scan = steps.add_parser("scan", help=_("read what was scanned from standard input, a code on each line"))
    scan.add_argument("--site", default="", help=_("where it is scanned"))
    scan.add_argument("--room", default="", help=_("where it is scanned; a line that names a room goes there"))
    scan.set_defaults(run=_scan)

    report = steps.add_parser("report", help=_("write the report: PDF, or the lists as CSV or Excel workbook"))
    report.add_argument("--out", type=Path, required=True)
    report.add_argument("--issuer", default="", help=_("the organisation that counts"))
    report.set_defaults(run=_report)

    end = steps.add_parser("end", help=_("end a stocktake: what was not scanned is missing"))
    end.add_argument("--note", default="")
    end.set_defaults(run=_end)
    for command in (scan, report, end):
        command.add_argument("reference", metavar="ST261130-7F3A")


def _list(arguments: argparse.Namespace) -> int:
    from app.stocktakes.queries import listed_stocktakes, sees_expected, summary_of

    with opened(arguments) as workspace, workspace.store.read() as reader:
        for listed in listed_stocktakes(reader):
            stocktake = listed.stocktake
            found = summary_of(reader, stocktake).found if sees_expected(reader, stocktake) else None
            counts = "" if found is None else f"{found:,}/{stocktake.expected_count:,}"
            state = _(STOCKTAKE_STATE_NAMES[stocktake.state])
            told = (stocktake.reference, stocktake.name, listed.customer, listed.part, state, counts)
            print("  ".join(filter(None, told)))
    return 0


def _begin(arguments: argparse.Namespace) -> int:
    from app.stocktakes.commands import BeginStocktake
    from app.stocktakes.tables import Stocktake

    stocktake_id = new_id()
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            customer = customer_named(reader, arguments.customer)
            command = BeginStocktake(
                id=stocktake_id,
                customer_id=customer.id,
                name=arguments.name,
                site_id=_site_id(reader, customer.id, arguments.site),
                department_id=_department_id(reader, customer.id, arguments.department),
                type_codes=tuple(code.upper() for code in arguments.type),
                blind=arguments.blind,
            )
        workspace.runner.run(command)
        with workspace.store.read() as reader:
            print(reader.require(Stocktake, stocktake_id).reference)
    return 0


def _scan(arguments: argparse.Namespace) -> int:
    """Print a line for each; exit status 1 where something needs a look."""
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            stocktake = _called(reader, arguments.reference)
            site_id = _site_id(reader, stocktake.customer_id, arguments.site) or stocktake.site_id
        here = Spot(site_id, arguments.room, stocktake.department_id)
        return 0 if all([*_scanned(workspace, stocktake.id, here)]) else 1


def _scanned(workspace: Workspace, stocktake_id: str, here: Spot) -> Iterator[bool]:
    """Whether each line was what it ought to be; one that cannot be understood keeps no other."""
    from app.stocktakes.scanning import AS_EXPECTED, judge_scan

    for line in sys.stdin:
        text = line.strip()
        if not text:
            continue
        with workspace.store.read() as reader:
            judged = judge_scan(reader, stocktake_id, text, here)
        if judged.room is not None:
            here = Spot(judged.room.site_id, judged.room.place, here.department_id)
        told, is_done = answer_text(judged), True
        if judged.command is not None:
            try:
                workspace.runner.run(judged.command)
            except Rejection as refused:
                told, is_done = sentence(refused), False
        print(f"{text}\t{told}", flush=True)
        yield is_done and judged.answer in AS_EXPECTED


def _report(arguments: argparse.Namespace) -> int:
    from app.documents.stocktake_queries import stocktake_report_facts
    from app.documents.stocktake_report import stocktake_report
    from app.documents.text import moment
    from app.stocktakes.exports import stocktake_table

    zone = read_settings(arguments.home).zone()
    with opened(arguments) as workspace, workspace.store.read() as reader:
        stocktake = _called(reader, arguments.reference)
        if arguments.out.suffix.casefold() in {SEPARATED, WORKBOOK}:
            columns, rows = stocktake_table(reader, stocktake, partial(moment, zone=zone))
            write_table(arguments.out, _("Stocktake"), columns, rows)
        else:
            facts = stocktake_report_facts(reader, stocktake.id, issued_by=arguments.issuer)
            write_atomically(arguments.out, stocktake_report(facts, zone))
    print(arguments.out)
    return 0


def _end(arguments: argparse.Namespace) -> int:
    from app.stocktakes.commands import EndStocktake
    from app.stocktakes.queries import summary_of

    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            stocktake = _called(reader, arguments.reference)
        workspace.runner.run(EndStocktake(stocktake_id=stocktake.id, note=arguments.note))
        with workspace.store.read() as reader:
            summary = summary_of(reader, stocktake)
    told = _("Expected {expected}, found {found}, missing {missing}, elsewhere {elsewhere}, unknown {unknown}.")
    print(
        told.format(
            **{name: getattr(summary, name) for name in ("expected", "found", "missing", "elsewhere", "unknown")}
        )
    )
    return 0


def _called(reader: Reader, reference: str) -> Stocktake:
    from app.stocktakes.queries import listed_stocktakes

    found = [
        listed.stocktake
        for listed in listed_stocktakes(reader)
        if listed.stocktake.reference == reference.strip().upper()
    ]
    if len(found) != 1:
        raise Trouble("stocktake_unknown", reference=reference)
    return found[0]


def _site_id(reader: Reader, customer_id: str, name: str) -> str | None:
    from app.directory.queries import sites_of

    return _chosen(name, {site.name: site.id for site in sites_of(reader, customer_id)})


def _department_id(reader: Reader, customer_id: str, name: str) -> str | None:
    from app.directory.queries import departments_of

    departments = departments_of(reader, customer_id)
    return _chosen(name, {each.name: each.id for each in departments} | {each.code: each.id for each in departments})


def _chosen(name: str, ids: dict[str, str]) -> str | None:
    """The id of what somebody means by a name; None where he named nothing."""
    if not name:
        return None
    found = {row_id for known, row_id in ids.items() if normal_place(known) == normal_place(name)}
    if len(found) != 1:
        raise Trouble("part_unknown", name=name)
    return found.pop()
