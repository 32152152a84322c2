"""What the page of stocktakes asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.rules import Permission
from app.foundation.translation import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from app.documents.stocktake_report import StocktakeReportFacts
    from app.stocktakes.findings import UnknownText
    from app.stocktakes.queries import ListedStocktake, Room, Summary
    from app.stocktakes.rules import DecisionKind, Spot
    from app.stocktakes.scanning import Judged
    from app.stocktakes.tables import Stocktake
    from app.storage.units import Reader


Devices = tuple[str, ...] | tuple[int, ...]
"""Named by their ids, or by their rows in a list."""


@dataclass(frozen=True, slots=True)
class ShownStocktake:
    """The stocktakes there are, and the one that is shown, with what the person here may see and do.

    `summary` is None where it may not be seen.
    """

    listed: tuple[ListedStocktake, ...]
    chosen: ListedStocktake | None
    summary: Summary | None
    rooms: tuple[Room, ...]
    unknown: tuple[UnknownText, ...]
    may_begin: bool
    may_lead: bool
    may_scan: bool


@dataclass(frozen=True, slots=True)
class BeginChoices:
    """What a stocktake can be of, by the customer's id: each an id and a name."""

    customers: tuple[tuple[str, str], ...]
    sites: Mapping[str, tuple[tuple[str, str], ...]]
    departments: Mapping[str, tuple[tuple[str, str], ...]]
    types: tuple[tuple[str, str], ...]


def read_stocktake(wanted_id: str, reader: Reader) -> ShownStocktake:
    """The stocktake with this id, or else the first in the list."""
    from app.directory.queries import myself
    from app.stocktakes.findings import unknown_in
    from app.stocktakes.queries import listed_stocktakes, rooms_of, sees_expected, summary_of

    listed, grants = tuple(listed_stocktakes(reader)), myself(reader).grants
    chosen = next((each for each in listed if each.stocktake.id == wanted_id), listed[0] if listed else None)
    may_begin = grants.may_somewhere(Permission.LEAD_STOCKTAKES)
    if chosen is None:
        return ShownStocktake(listed, None, None, (), (), may_begin=may_begin, may_lead=False, may_scan=False)
    stocktake = chosen.stocktake
    return ShownStocktake(
        listed,
        chosen,
        summary_of(reader, stocktake) if sees_expected(reader, stocktake) else None,
        tuple(rooms_of(reader, stocktake)),
        tuple(unknown_in(reader, stocktake)),
        may_begin=may_begin,
        may_lead=grants.may(Permission.LEAD_STOCKTAKES, stocktake.customer_id),
        may_scan=grants.may(Permission.REGISTER_ASSETS, stocktake.customer_id),
    )


def read_begin_choices(reader: Reader) -> BeginChoices:
    """What the person here may begin a stocktake of."""
    from app.assets.queries import device_types
    from app.directory.queries import customers, departments_of, myself, sites_of

    grants = myself(reader).grants
    led = [each for each in customers(reader) if grants.may(Permission.LEAD_STOCKTAKES, each.id)]
    return BeginChoices(
        tuple((each.id, each.name) for each in led),
        {each.id: tuple((site.id, site.name) for site in sites_of(reader, each.id)) for each in led},
        {
            each.id: tuple((part.id, f"{part.code} {part.name}") for part in departments_of(reader, each.id))
            for each in led
        },
        tuple((kind.id, kind.name) for kind in device_types(reader)),
    )


def judge(stocktake_id: str, text: str, here: Spot, reader: Reader) -> Judged:
    """What was scanned here."""
    from app.stocktakes.scanning import judge_scan

    return judge_scan(reader, stocktake_id, text, here)


def decide(
    stocktake_id: str,
    devices: tuple[str, ...] | tuple[int, ...],
    kind: DecisionKind,
    on: date,
    note: str,
    reader: Reader,
) -> list[object]:
    """The commands by which this is decided about devices, named by their ids or by their rows in a list."""
    from app.stocktakes.decision_commands import deciding
    from app.stocktakes.findings import asset_ids_of
    from app.stocktakes.tables import Stocktake

    ids = asset_ids_of(reader, devices)
    return deciding(reader, reader.require(Stocktake, stocktake_id), ids, kind, on, note)


def read_code(asset_id: str, reader: Reader) -> str:
    """The code that a device has now."""
    from app.assets.tables import Asset

    return reader.require(Asset, asset_id).code


def report_facts(stocktake_id: str, reader: Reader) -> StocktakeReportFacts:
    """What the report says."""
    from app.documents.stocktake_queries import stocktake_report_facts

    return stocktake_report_facts(reader, stocktake_id)


def write_report(path: Path, facts: StocktakeReportFacts, zone: ZoneInfo, language: str) -> str:
    """Write the report as PDF, in a process of its own; tells where."""
    from app.documents.stocktake_report import stocktake_report
    from app.foundation.files import write_atomically
    from app.foundation.translation import set_language

    set_language(language)
    write_atomically(path, stocktake_report(facts, zone))
    return str(path)


def write_lists(path: Path, stocktake: Stocktake, zone: ZoneInfo, reader: Reader) -> str:
    """Write the lists to a table; tells where."""
    from app.documents.text import moment
    from app.foundation.sheets.writing import write_table
    from app.stocktakes.exports import stocktake_table

    columns, rows = stocktake_table(reader, stocktake, partial(moment, zone=zone))
    write_table(path, _("Stocktake"), columns, rows)
    return str(path)
