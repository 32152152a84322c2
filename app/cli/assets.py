"""The register of devices: listed, written to a table, read from one."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.assets.filters import AssetFilter, Due, Planned
from app.assets.imports import ASSETS
from app.assets.rules import ASSET_STATE_NAMES, AssetState
from app.cli import imports
from app.cli.workspace import opened
from app.directory.queries import customer_named
from app.foundation.sheets.writing import write_table
from app.foundation.translation import _, ngettext
from app.maintenance.rules import add_months

if TYPE_CHECKING:
    from app.storage.units import Reader


_MOST_MONTHS = 600


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    assets = commands.add_parser("assets", help=_("the register of devices")).add_subparsers(required=True)
    listing = assets.add_parser("list", help=_("show devices: code, name, customer, place, state"))
    listing.set_defaults(run=_list)

    exporting = assets.add_parser("export", help=_("write devices to a table"))
    exporting.add_argument("file", type=Path, help=_("CSV or Excel workbook"))
    exporting.set_defaults(run=_export)
    for command in (listing, exporting):
        command.add_argument("--planning", choices=list(Planned), help=_("only those for which this is due"))
        command.add_argument("--within", type=int, default=12, metavar=_("MONTHS"), help=_("due so soon (default: 12)"))
        command.add_argument("--customer", default="", help=_("only those of this customer"))
        command.add_argument("--state", choices=list(AssetState), help=_("only those in this state"))
        command.add_argument("--type", default="", metavar="COM", help=_("only those of this type"))
        command.add_argument("--text", default="", help=_("only those in whose texts or codes all these words occur"))
        command.add_argument("--unlabelled", action="store_true", help=_("only those that have no label yet"))

    licences = assets.add_parser("licences", help=_("show licences: product, customer, seats used, last day"))
    licences.add_argument("--within", type=int, metavar=_("MONTHS"), help=_("only those that expire so soon, or did"))
    licences.set_defaults(run=_licences)

    consumables = assets.add_parser("consumables", help=_("show consumables: name, customer, place, on hand"))
    consumables.add_argument("--low", action="store_true", help=_("only those of which there are too few"))
    consumables.set_defaults(run=_consumables)

    types = assets.add_parser("types", help=_("show the types of devices, and after how many years each is replaced"))
    types.set_defaults(run=_types)
    adding = assets.add_parser("type", help=_("add a type of devices, or let one be replaced after other years"))
    adding.add_argument("code", metavar="COM")
    adding.add_argument("--name", default="", help=_("what a new type is called"))
    adding.add_argument("--life", type=int, metavar=_("YEARS"), help=_("replaced after so many years (1 to 50)"))
    adding.set_defaults(run=_type)

    importing = assets.add_parser("import", help=_("import devices from a table"))
    imports.add_options(importing)
    importing.set_defaults(kind=ASSETS.name)


def _list(arguments: argparse.Namespace) -> int:
    from app.assets.queries import asset_costs, asset_ids, asset_page

    with opened(arguments) as workspace, workspace.store.read() as reader:
        wanted = _wanted(reader, arguments, workspace.runner.clock.now())
        items, costs = asset_page(reader, asset_ids(reader, wanted)), asset_costs(reader, wanted)
    for item in items:
        told = (item.code, item.name, item.customer, item.department, item.place, _(ASSET_STATE_NAMES[item.state]))
        print("  ".join(filter(None, told)))
    if arguments.planning:
        count = ngettext("{count} device", "{count} devices", len(items)).format(count=f"{len(items):,}")
        sums = (f"{Decimal(cost) / 100:,.2f} {currency}".rstrip() for currency, cost in sorted(costs.items()))
        print(" · ".join((count, *sums)))
    return 0


def _licences(arguments: argparse.Namespace) -> int:
    from app.assets.licences import used_licences

    with opened(arguments) as workspace, workspace.store.read() as reader:
        by = None if arguments.within is None else _day_within(arguments.within, workspace.runner.clock.now())
        found = used_licences(reader, by)
    for each in found:
        licence = each.licence
        seats = f"{each.used}/{'∞' if licence.seats is None else licence.seats}"
        last_day = licence.expires_on.isoformat() if licence.expires_on else ""
        print("  ".join(filter(None, (licence.product, licence.publisher, each.customer, seats, last_day))))
    return 0


def _consumables(arguments: argparse.Namespace) -> int:
    from app.assets.consumables import kept_consumables

    with opened(arguments) as workspace, workspace.store.read() as reader:
        found = kept_consumables(reader, only_low=arguments.low)
    for each in found:
        row = each.consumable
        least = "" if row.least_quantity is None else _("at least {count}").format(count=row.least_quantity)
        told = (row.name, row.item_number, each.customer, row.place, str(row.quantity), least)
        print("  ".join((*filter(None, told), *([_("Too few")] if each.is_low else []))))
    return 0


def _day_within(months: int, now: datetime) -> date:
    """The day so many months from today."""
    return add_months(now.astimezone().date(), max(0, min(months, _MOST_MONTHS)))


def _types(arguments: argparse.Namespace) -> int:
    from app.assets.queries import device_types

    with opened(arguments) as workspace, workspace.store.read() as reader:
        types = device_types(reader)
    for each in types:
        years = ngettext("{count} year", "{count} years", each.life_years).format(count=each.life_years)
        print(f"{each.id}  {_(each.name)}  {years}")
    return 0


def _type(arguments: argparse.Namespace) -> int:
    from app.assets.commands import AddDeviceType, SetReplacementAge
    from app.assets.rules import OTHER_LIFE_YEARS

    code, life_years = arguments.code.upper(), arguments.life
    with opened(arguments) as workspace:
        if arguments.name:
            added = AddDeviceType(type_code=code, name=arguments.name, life_years=life_years or OTHER_LIFE_YEARS)
            workspace.runner.run(added)
        if life_years:
            workspace.runner.run(SetReplacementAge(type_code=code, life_years=life_years))
    return _types(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from app.assets.exports import register_table

    with opened(arguments) as workspace, workspace.store.read() as reader:
        columns, rows = register_table(reader, _wanted(reader, arguments, workspace.runner.clock.now()))
        count = write_table(arguments.file, _("Devices"), columns, rows)
    words = ngettext("{count} device was written to {path}.", "{count} devices were written to {path}.", count)
    print(words.format(count=f"{count:,}", path=arguments.file))
    return 0


def _wanted(reader: Reader, arguments: argparse.Namespace, now: datetime) -> AssetFilter:
    today, until = now.astimezone().date(), _day_within(arguments.within, now)
    due = Due(Planned(arguments.planning), today, until) if arguments.planning else None
    return AssetFilter(
        state=AssetState(arguments.state) if arguments.state else None,
        text=arguments.text,
        customer_id=customer_named(reader, arguments.customer).id if arguments.customer else None,
        type_code=arguments.type.upper() or None,
        unlabelled=arguments.unlabelled,
        due=due,
    )
