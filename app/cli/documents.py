"""Printing papers to PDF files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.assets.rules import normal_code
from app.assets.tables import Asset, AssetAlias
from app.cli.workspace import opened
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.settings import read_settings
from app.foundation.translation import N_, _
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.tables import OrderAlias, WorkOrder

declare(
    {
        "number_unknown": N_("There is no {number} in this workspace. Check it, or synchronise first."),
        "code_ambiguous": N_("{number} belongs to several customers' devices. Print it from the window."),
    }
)


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    ticket = commands.add_parser("ticket", help=_("print the dispatch ticket of an order as PDF"))
    ticket.add_argument("number", help="W26-004711")
    ticket.add_argument("--out", type=Path, required=True)
    ticket.add_argument("--issuer", default="", help=_("the organisation that sends the engineer"))
    ticket.set_defaults(run=_ticket)

    label = commands.add_parser("label", help=_("print the labels of devices as PDF"))
    label.add_argument("codes", nargs="+", metavar="KJC-COM-1234")
    label.add_argument("--out", type=Path, required=True)
    label.set_defaults(run=_label)


def _ticket(arguments: argparse.Namespace) -> int:
    from app.documents.dispatch_ticket import write_dispatch_ticket
    from app.documents.queries import ticket_facts

    with opened(arguments) as workspace, workspace.store.read() as reader:
        facts = ticket_facts(reader, _order_id(reader, arguments.number), arguments.issuer)
    write_dispatch_ticket(arguments.out, facts, read_settings(arguments.home).zone())
    print(arguments.out)
    return 0


def _label(arguments: argparse.Namespace) -> int:
    from app.documents.labels import write_labels
    from app.documents.queries import labels_of

    with opened(arguments) as workspace, workspace.store.read() as reader:
        labels = labels_of(reader, [_asset_id(reader, code) for code in arguments.codes])
    if labels.ready:
        write_labels(arguments.out, labels.ready)
        print(arguments.out)
    labels.check()
    return 0


def _order_id(reader: Reader, number: str) -> str:
    order = reader.first(WorkOrder, columns_of(WorkOrder).number == number)
    if order is not None:
        return order.id
    alias = reader.first(OrderAlias, columns_of(OrderAlias).alias == number)
    if alias is None:
        raise Trouble("number_unknown", number=number)
    return alias.order_id


def _asset_id(reader: Reader, written: str) -> str:
    code = normal_code(written)
    found = {asset.id for asset in reader.find(Asset, columns_of(Asset).code == code)}
    found |= {alias.asset_id for alias in reader.find(AssetAlias, columns_of(AssetAlias).alias == code)}
    if not found:
        raise Trouble("number_unknown", number=written)
    if len(found) > 1:
        raise Trouble("code_ambiguous", number=written)
    return found.pop()
