"""The lists of what a stocktake found and did not find."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.assets.barcodes import meanings
from app.assets.rules import AssetState, normal_code
from app.assets.tables import Asset, AssetAlias
from app.directory.queries import names_of
from app.directory.tables import Department, Site
from app.stocktakes.queries import latest_scans, sees_expected, unknown_scans, was_scanned
from app.stocktakes.rules import DecisionKind, Finding
from app.stocktakes.tables import Stocktake, StocktakeDecision, StocktakeDevice, StocktakeScan
from app.storage.lists import read_rowids, rowid_of
from app.storage.schema import columns_of
from app.storage.units import Reader

Condition = sa.ColumnElement[bool]
_ROWS_AT_A_TIME = 500

_ASSET, _DEVICE, _SCAN = columns_of(Asset), columns_of(StocktakeDevice), columns_of(StocktakeScan)


class Listing(StrEnum):
    """The lists of devices of a stocktake."""

    MISSING = "missing"
    ELSEWHERE = "elsewhere"
    GONE = "gone"
    BESIDES = "besides"
    HERE = "here"
    SCANNED = "scanned"


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which devices of a stocktake: a list, and, where `room` is given, those of one room.

    The missing are of the room where they were expected, all others of the one in which they were scanned.
    """

    stocktake_id: str
    listing: Listing
    room: tuple[str | None, str] | None = None


def finding_ids(reader: Reader, wanted: FindingFilter, limit: int | None = None) -> array[int]:
    """The rowids of the wanted devices: the missing by room and code, others the latest scan first.

    In a blind stocktake whoever may not see more gets what was scanned, whatever he asks for.
    """
    stocktake = reader.get(Stocktake, wanted.stocktake_id)
    if stocktake is None:
        return array("q")
    latest = latest_scans(stocktake)
    sees = sees_expected(reader, stocktake)
    if wanted.listing is Listing.MISSING:
        if not sees:
            return array("q")
        there = _DEVICE
        joined = _ASSET.id.table.join(_DEVICE.id.table, _DEVICE.asset_id == _ASSET.id)
        conditions: list[Condition] = [_DEVICE.stocktake_id == stocktake.id, ~was_scanned()]
        order: list[sa.ColumnElement[Any]] = [_DEVICE.site_id, _DEVICE.place, _ASSET.code]
    else:
        there = latest.c  # type: ignore[assignment]  # both have site_id and place
        joined = _ASSET.id.table.join(latest, latest.c.asset_id == _ASSET.id)
        conditions = [latest.c.finding == wanted.listing] if sees and wanted.listing is not Listing.SCANNED else []
        order = [latest.c.at.desc(), _ASSET.code]
    if wanted.room is not None:
        site_id, place = wanted.room
        conditions += [there.site_id == site_id if site_id else there.site_id.is_(None), there.place == place]
    query = sa.select(rowid_of(Asset)).select_from(joined).where(*conditions).order_by(*order).limit(limit)
    return read_rowids(reader, query)


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device in a list of a stocktake. `row` is the database's own number of it.

    `expected_in` and `finding` are empty where it was not expected or not found, or where that may not be seen; of a
    device that was found elsewhere `expected_in` is where the register has it until somebody decides about it. `by` are
    all who scanned it, `decided` is the latest decision.
    """

    row: int
    id: str
    code: str
    name: str
    model: str
    type_code: str
    state: AssetState
    is_expected: bool
    department: str
    expected_in: str
    found_in: str
    finding: Finding | None
    by: str
    at: datetime | None
    is_late: bool
    decided: DecisionKind | None
    note: str


def finding_page(reader: Reader, stocktake_id: str, rowids: Sequence[int]) -> list[FoundDevice]:
    """What the lists show of these devices, in this order; those that are gone from here are left out."""
    stocktake = reader.get(Stocktake, stocktake_id)
    if stocktake is None:
        return []
    query = sa.select(rowid_of(Asset), _ASSET.id).where(rowid_of(Asset).in_(rowids))
    ids = {int(row): str(asset_id) for row, asset_id in reader.connection.execute(query)}
    assets = reader.get_all(Asset, ids.values())
    facts = _Facts.of(reader, stocktake, list(assets))
    return [facts.told(row, assets[ids[row]]) for row in rowids if row in ids]


def asset_ids_of(reader: Reader, devices: Sequence[str] | Sequence[int]) -> tuple[str, ...]:
    """The ids of devices that are named by their ids already, or by the numbers of their rows in a list."""
    rows = [device for device in devices if isinstance(device, int)]
    ids: dict[int, str] = {}
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        piece = rows[start : start + _ROWS_AT_A_TIME]
        query = sa.select(rowid_of(Asset), _ASSET.id).where(rowid_of(Asset).in_(piece))
        ids.update((int(row), str(asset_id)) for row, asset_id in reader.connection.execute(query))
    named = (ids.get(device) if isinstance(device, int) else device for device in devices)
    return tuple(asset_id for asset_id in named if asset_id)


def all_findings(reader: Reader, stocktake: Stocktake) -> list[FoundDevice]:
    """All devices that were expected or scanned, by code."""
    listed = sa.select(_DEVICE.asset_id).where(_DEVICE.stocktake_id == stocktake.id)
    scanned = sa.select(_SCAN.asset_id).where(_SCAN.stocktake_id == stocktake.id)
    wanted = sa.or_(_ASSET.id.in_(listed), _ASSET.id.in_(scanned))
    assets = reader.find(Asset, wanted, order_by=[_ASSET.code, _ASSET.id])
    facts = _Facts.of(reader, stocktake, None)
    return [facts.told(place, asset) for place, asset in enumerate(assets)]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known about devices in a stocktake, by the device's id, and what ids stand for."""

    devices: dict[str, StocktakeDevice]
    scans: dict[str, list[StocktakeScan]]
    decisions: dict[str, StocktakeDecision]
    names: dict[str, str]
    sites: dict[str, str]
    departments: dict[str, str]
    sees: bool

    @staticmethod
    def of(reader: Reader, stocktake: Stocktake, asset_ids: list[str] | None) -> _Facts:
        """Of these devices, or of all."""

        def rows(row_type: type[Any], *order: str) -> list[Any]:
            column = columns_of(row_type)
            wanted = [column.stocktake_id == stocktake.id]
            wanted += [] if asset_ids is None else [column.asset_id.in_(asset_ids)]
            return reader.find(row_type, *wanted, order_by=[column[name] for name in order])

        scans: dict[str, list[StocktakeScan]] = {}
        for scan in rows(StocktakeScan, "at", "id"):
            scans.setdefault(scan.asset_id or "", []).append(scan)
        return _Facts(
            {device.asset_id: device for device in rows(StocktakeDevice)},
            scans,
            {decision.asset_id or "": decision for decision in rows(StocktakeDecision, "at", "id")},
            names_of(reader, {scan.actor_id for each in scans.values() for scan in each}),
            {site.id: site.name for site in reader.having(Site, customer_id=stocktake.customer_id)},
            {row.id: row.name for row in reader.having(Department, customer_id=stocktake.customer_id)},
            sees_expected(reader, stocktake),
        )

    def told(self, row: int, asset: Asset) -> FoundDevice:
        device, scans = self.devices.get(asset.id), self.scans.get(asset.id, [])
        latest, decision = scans[-1] if scans else None, self.decisions.get(asset.id)
        is_astray = latest is not None and latest.finding is Finding.ELSEWHERE and decision is None
        expected_at = device or (asset if is_astray else None)
        department_id = device.department_id if device else asset.department_id
        return FoundDevice(
            row=row,
            id=asset.id,
            code=asset.code,
            name=asset.name,
            model=" ".join(filter(None, (asset.maker, asset.model))),
            type_code=asset.type_code,
            state=asset.state,
            is_expected=self.sees and device is not None,
            department=self.departments.get(department_id or "", ""),
            expected_in=self._spot(expected_at) if expected_at and self.sees else "",
            found_in=self._spot(latest) if latest else "",
            finding=latest.finding if latest and self.sees else None,
            by=", ".join(dict.fromkeys(self.names.get(scan.actor_id, "…") for scan in scans)),
            at=latest.at if latest else None,
            is_late=bool(scans) and all(scan.is_late for scan in scans),
            decided=decision.kind if decision and self.sees else None,
            note=decision.note if decision and self.sees else "",
        )

    def _spot(self, where: StocktakeDevice | StocktakeScan | Asset) -> str:
        return " · ".join(filter(None, (self.sites.get(where.site_id or "", ""), where.place)))


@dataclass(frozen=True, slots=True)
class UnknownText:
    """What was scanned and was not known: where first, by whom.

    `registered_as` is the code of the device that is known by it since, `decided` the latest decision about it.
    """

    text: str
    place: str
    by: str
    at: datetime
    is_late: bool
    registered_as: str
    decided: DecisionKind | None
    note: str


def unknown_in(reader: Reader, stocktake: Stocktake) -> list[UnknownText]:
    """What was scanned and no device of the customer was known by, each text once, the first scan first."""
    scans: dict[str, list[StocktakeScan]] = {}
    for scan in unknown_scans(reader, stocktake):
        scans.setdefault(normal_code(scan.text), []).append(scan)
    decisions = reader.having(StocktakeDecision, "at", "id", stocktake_id=stocktake.id, asset_id=None)
    decided = {normal_code(decision.text): decision for decision in decisions}
    names = names_of(reader, {scan.actor_id for each in scans.values() for scan in each})
    registered = _registered(reader, stocktake, [each[0].text for each in scans.values()])
    return [
        UnknownText(
            each[0].text,
            each[0].place,
            ", ".join(dict.fromkeys(names.get(scan.actor_id, "…") for scan in each)),
            each[0].at,
            all(scan.is_late for scan in each),
            registered.get(each[0].text, ""),
            decided[key].kind if key in decided else None,
            decided[key].note if key in decided else "",
        )
        for key, each in scans.items()
    ]


def _registered(reader: Reader, stocktake: Stocktake, texts: Iterable[str]) -> dict[str, str]:
    """The codes of the customer's devices that are known by these texts by now, as a code or a serial number."""
    known = {normal_code(meaning): text for text in texts for meaning in meanings(text)}
    if not known:
        return {}
    alias, serial = columns_of(AssetAlias), sa.func.upper(_ASSET.serial_number)
    called = sa.select(_ASSET.code, _ASSET.code).where(_ASSET.code.in_(known))
    numbered = sa.select(serial, _ASSET.code).where(serial.in_(known))
    formerly = sa.select(alias.alias, _ASSET.code).join_from(
        alias.id.table, _ASSET.id.table, alias.asset_id == _ASSET.id
    )
    queries = (called, numbered, formerly.where(alias.alias.in_(known)))
    found = (reader.connection.execute(query.where(_ASSET.customer_id == stocktake.customer_id)) for query in queries)
    return {known[by]: code for rows in found for by, code in rows}
