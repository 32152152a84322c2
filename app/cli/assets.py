"""The register of devices: listed, written to a table, read from one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.assets.filters import AssetFilter
from app.assets.imports import ASSETS
from app.assets.rules import ASSET_STATE_NAMES, AssetState
from app.cli import imports
from app.cli.workspace import opened
from app.directory.queries import customer_named
from app.foundation.sheets.writing import write_table
from app.foundation.translation import _, ngettext

if TYPE_CHECKING:
    from app.storage.units import Reader


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    assets = commands.add_parser("assets", help=_("the register of devices")).add_subparsers(required=True)
    listing = assets.add_parser("list", help=_("show devices: code, name, customer, place, state"))
    listing.set_defaults(run=_list)

    exporting = assets.add_parser("export", help=_("write devices to a table"))
    exporting.add_argument("file", type=Path, help=_("CSV or Excel workbook"))
    exporting.set_defaults(run=_export)
    for command in (listing, exporting):
        command.add_argument("--customer", default="", help=_("only those of this customer"))
        command.add_argument("--state", choices=list(AssetState), help=_("only those in this state"))
        command.add_argument("--type", default="", metavar="COM", help=_("only those of this type"))
        command.add_argument("--text", default="", help=_("only those in whose texts or codes all these words occur"))
        command.add_argument("--unlabelled", action="store_true", help=_("only those that have no label yet"))

    importing = assets.add_parser("import", help=_("import devices from a table"))
    imports.add_options(importing)
    importing.set_defaults(kind=ASSETS.name)


def _list(arguments: argparse.Namespace) -> int:
    from app.assets.queries import asset_ids, asset_page

    with opened(arguments) as workspace, workspace.store.read() as reader:
        items = asset_page(reader, asset_ids(reader, _wanted(reader, arguments)))
    for item in items:
        told = (item.code, item.name, item.customer, item.department, item.place, _(ASSET_STATE_NAMES[item.state]))
        print("  ".join(filter(None, told)))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from app.assets.exports import register_table

    with opened(arguments) as workspace, workspace.store.read() as reader:
        columns, rows = register_table(reader, _wanted(reader, arguments))
        count = write_table(arguments.file, _("Devices"), columns, rows)
    words = ngettext("{count} device was written to {path}.", "{count} devices were written to {path}.", count)
    print(words.format(count=f"{count:,}", path=arguments.file))
    return 0


def _wanted(reader: Reader, arguments: argparse.Namespace) -> AssetFilter:
    return AssetFilter(
        state=AssetState(arguments.state) if arguments.state else None,
        text=arguments.text,
        customer_id=customer_named(reader, arguments.customer).id if arguments.customer else None,
        type_code=arguments.type.upper() or None,
        unlabelled=arguments.unlabelled,
    )
