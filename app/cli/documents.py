"""Printing papers to PDF files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.records import order_id_of
from app.cli.workspace import opened
from app.foundation.settings import read_settings
from app.foundation.translation import _


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    ticket = commands.add_parser("ticket", help=_("print the dispatch ticket of an order as PDF"))
    ticket.set_defaults(run=_ticket)

    report = commands.add_parser("service-report", help=_("print the service report of an order as PDF"))
    report.set_defaults(run=_service_report)
    for paper in (ticket, report):
        paper.add_argument("number", help="W26-004711")
        paper.add_argument("--out", type=Path, required=True)
        paper.add_argument("--issuer", default="", help=_("the organisation that sends the engineer"))


def _ticket(arguments: argparse.Namespace) -> int:
    from app.documents.dispatch_ticket import write_dispatch_ticket
    from app.documents.queries import ticket_facts

    with opened(arguments) as workspace, workspace.store.read() as reader:
        facts = ticket_facts(reader, order_id_of(reader, arguments.number), arguments.issuer)
    write_dispatch_ticket(arguments.out, facts, read_settings(arguments.home).zone())
    print(arguments.out)
    return 0


def _service_report(arguments: argparse.Namespace) -> int:
    from app.documents.report_queries import service_report_facts
    from app.documents.service_report import write_service_report

    with opened(arguments) as workspace, workspace.store.read() as reader:
        facts = service_report_facts(
            reader,
            workspace.vault,
            order_id_of(reader, arguments.number),
            issued_by=arguments.issuer,
            now=workspace.runner.clock.now(),
        )
    write_service_report(arguments.out, facts, read_settings(arguments.home).zone())
    print(arguments.out)
    return 0
