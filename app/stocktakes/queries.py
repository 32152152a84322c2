"""Reading stocktakes: which there are, how far each is, by rooms and departments, who scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import held_grants
from app.accounts.rules import Permission
from app.assets.rules import normal_code
from app.directory.queries import names_of
from app.directory.tables import Customer, Department, Site
from app.stocktakes.rules import Finding, StocktakeState
from app.stocktakes.tables import Stocktake, StocktakeDevice, StocktakeEvent, StocktakeScan
from app.storage.schema import columns_of
from app.storage.units import Reader

_DEVICE, _SCAN = columns_of(StocktakeDevice), columns_of(StocktakeScan)


def sees_expected(reader: Reader, stocktake: Stocktake) -> bool:
    """Whether the person here sees what is expected and how much was found: in a blind one only who leads it does."""
    if not stocktake.blind or stocktake.state is not StocktakeState.OPEN:
        return True
    return held_grants(reader).may(Permission.LEAD_STOCKTAKES, stocktake.customer_id)


@dataclass(frozen=True, slots=True)
class ListedStocktake:
    """A stocktake in a list, with whose and of what it is."""

    stocktake: Stocktake
    customer: str
    part: str


def listed_stocktakes(reader: Reader) -> list[ListedStocktake]:
    """The stocktakes that are known here: those under way before those that are over, the latest first."""
    column = columns_of(Stocktake)
    order = [(column.state != StocktakeState.OPEN), column.begun_at.desc(), column.id]
    found = reader.find(Stocktake, order_by=order)
    customers = reader.get_all(Customer, {each.customer_id for each in found})
    return [
        ListedStocktake(
            each,
            customers[each.customer_id].name if each.customer_id in customers else "",
            part_of(reader, each),
        )
        for each in found
    ]


def part_of(reader: Reader, stocktake: Stocktake) -> str:
    """Of what a stocktake is beside the customer: site, department, types; empty where it is of all he has."""
    site = reader.get(Site, stocktake.site_id) if stocktake.site_id else None
    department = reader.get(Department, stocktake.department_id) if stocktake.department_id else None
    told = (site.name if site else "", department.name if department else "", ", ".join(stocktake.type_codes))
    return " · ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class Summary:
    """How many devices were expected, and of those were scanned; how many scans found what; each counted once.

    `elsewhere` and `gone` are counted whether they were expected or not.
    """

    expected: int
    found: int
    here: int
    elsewhere: int
    besides: int
    gone: int
    unknown: int
    late: int

    @property
    def missing(self) -> int:
        return self.expected - self.found


def summary_of(reader: Reader, stocktake: Stocktake) -> Summary:
    """How far a stocktake is."""
    latest = latest_scans(stocktake)
    query = sa.select(latest.c.finding, sa.func.count()).group_by(latest.c.finding)
    counts = {Finding(finding): count for finding, count in reader.connection.execute(query)}
    of_it = _DEVICE.stocktake_id == stocktake.id
    late = _SCAN.stocktake_id == stocktake.id, _SCAN.is_late.is_(True)
    return Summary(
        expected=stocktake.expected_count,
        found=reader.count(StocktakeDevice, of_it, was_scanned()),
        here=counts.get(Finding.HERE, 0),
        elsewhere=counts.get(Finding.ELSEWHERE, 0),
        besides=counts.get(Finding.BESIDES, 0),
        gone=counts.get(Finding.GONE, 0),
        unknown=len({normal_code(scan.text) for scan in unknown_scans(reader, stocktake)}),
        late=reader.count(StocktakeScan, *late),
    )


def was_scanned() -> sa.ColumnElement[bool]:
    """That an expected device was scanned, wherever."""
    return sa.exists().where(_SCAN.stocktake_id == _DEVICE.stocktake_id, _SCAN.asset_id == _DEVICE.asset_id)


def latest_scans(stocktake: Stocktake) -> sa.Subquery:
    """Of each device that was scanned the latest scan: asset_id, finding, site_id, place, at, actor_id, is_late."""
    first = sa.func.row_number().over(partition_by=_SCAN.asset_id, order_by=[_SCAN.at.desc(), _SCAN.id.desc()])
    columns = (_SCAN.asset_id, _SCAN.finding, _SCAN.site_id, _SCAN.place, _SCAN.at, _SCAN.actor_id, _SCAN.is_late)
    wanted = _SCAN.stocktake_id == stocktake.id, _SCAN.asset_id.is_not(None)
    ranked = sa.select(*columns, first.label("place_in_time")).where(*wanted).subquery()
    return sa.select(ranked).where(ranked.c.place_in_time == 1).subquery()


def unknown_scans(reader: Reader, stocktake: Stocktake) -> list[StocktakeScan]:
    """The scans of what no device of the customer was known by, the first first."""
    return reader.having(StocktakeScan, "at", "id", stocktake_id=stocktake.id, asset_id=None)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a stocktake: how many devices were expected there, and how many of them were scanned anywhere.

    The counts are None where they may not be seen.
    """

    site_id: str | None
    site: str
    place: str
    expected: int | None = None
    found: int | None = None

    @property
    def name(self) -> str:
        """Site and room."""
        return " · ".join(filter(None, (self.site, self.place)))


def rooms_of(reader: Reader, stocktake: Stocktake) -> list[Room]:
    """The rooms in which something is expected, by site and name."""
    sees = sees_expected(reader, stocktake)
    sites = {site.id: site.name for site in reader.having(Site, customer_id=stocktake.customer_id)}
    rooms = [
        Room(site_id, sites.get(site_id or "", ""), place, *((expected, found) if sees else ()))
        for site_id, place, expected, found in _grouped(reader, stocktake, _DEVICE.site_id, _DEVICE.place)
    ]
    return sorted(rooms, key=lambda room: (room.site, room.place))


def departments_in(reader: Reader, stocktake: Stocktake) -> list[tuple[str, int, int]]:
    """The departments whose devices were expected, by name: how many, and how many of them were scanned."""
    names = {row.id: row.name for row in reader.having(Department, customer_id=stocktake.customer_id)}
    grouped = _grouped(reader, stocktake, _DEVICE.department_id)
    return sorted((names.get(department_id or "", ""), expected, found) for department_id, expected, found in grouped)


def _grouped(reader: Reader, stocktake: Stocktake, *by: sa.Column[Any]) -> list[Any]:
    found = sa.func.sum(sa.case((was_scanned(), 1), else_=0))
    query = sa.select(*by, sa.func.count(), found).where(_DEVICE.stocktake_id == stocktake.id).group_by(*by)
    return list(reader.connection.execute(query))


@dataclass(frozen=True, slots=True)
class Counter:
    """Who scanned: how many different things, from when until when."""

    name: str
    count: int
    since: datetime
    until: datetime


def counters_of(reader: Reader, stocktake: Stocktake) -> list[Counter]:
    """Who scanned for a stocktake, by when each began."""
    what = sa.func.coalesce(_SCAN.asset_id, _SCAN.text)
    since, until = sa.func.min(_SCAN.at), sa.func.max(_SCAN.at)
    query = (
        sa.select(_SCAN.actor_id, sa.func.count(what.distinct()), since, until)
        .where(_SCAN.stocktake_id == stocktake.id)
        .group_by(_SCAN.actor_id)
        .order_by(since)
    )
    rows = reader.connection.execute(query).all()
    names = names_of(reader, {row[0] for row in rows})
    return [Counter(names.get(actor_id, "…"), count, begun, ended) for actor_id, count, begun, ended in rows]


def events_of(reader: Reader, stocktake: Stocktake) -> list[tuple[StocktakeEvent, str]]:
    """What happened to a stocktake and by whom, the first first."""
    events = reader.having(StocktakeEvent, "at", "id", stocktake_id=stocktake.id)
    names = names_of(reader, {event.actor_id for event in events})
    return [(event, names.get(event.actor_id, "…")) for event in events]
