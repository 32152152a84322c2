"""Beginning, ending and cancelling stocktakes, and scanning for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Protocol

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.rules import normal_code
from app.assets.tables import Asset
from app.directory.tables import Customer, Department, Site
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Name, RequiredShortText, ShortText
from app.stocktakes.rules import (
    MOST_EXPECTED,
    NOT_EXPECTED_STATES,
    Finding,
    Spot,
    StocktakeEventKind,
    StocktakeState,
    finding_of,
)
from app.stocktakes.tables import Stocktake, StocktakeDevice, StocktakeEvent, StocktakeScan
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

TypeCode = Annotated[str, Meta(min_length=3, max_length=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginStocktake:
    """Compare what is there with the register: of a customer, or of one site, one department, or some types of his.

    `expected` are the ids of the devices to look for, filled in where the command is first given: what somebody else
    registers in the meantime is not missing.
    """

    id: str
    customer_id: str
    name: Name
    site_id: str | None = None
    department_id: str | None = None
    type_codes: Annotated[tuple[TypeCode, ...], Meta(max_length=100)] = ()
    blind: bool = False
    expected: Annotated[tuple[str, ...], Meta(max_length=MOST_EXPECTED)] = ()


def _freeze(unit: UnitOfWork, command: BeginStocktake, _context: Context) -> BeginStocktake:
    """The devices of the scope that are to be found there, by code, as this laptop knows them now."""
    if command.expected:
        return command
    asset = columns_of(Asset)
    conditions = [asset.customer_id == command.customer_id, asset.state.not_in(sorted(NOT_EXPECTED_STATES))]
    if command.site_id is not None:
        conditions.append(asset.site_id == command.site_id)
    if command.department_id is not None:
        conditions.append(asset.department_id == command.department_id)
    if command.type_codes:
        conditions.append(asset.type_code.in_(command.type_codes))
    count = unit.count(Asset, *conditions)
    if count > MOST_EXPECTED:
        raise Rejection("stocktake_too_large", count=count, most=MOST_EXPECTED)
    found = unit.find(Asset, *conditions, order_by=[asset.code, asset.id])
    return replace(command, expected=tuple(each.id for each in found))


@handles(
    "stocktakes.begin",
    BeginStocktake,
    permission=Permission.LEAD_STOCKTAKES,
    customer_of=its_customer,
    prepare=_freeze,
)
def begin_stocktake(unit: UnitOfWork, command: BeginStocktake, context: Context) -> None:
    """Where each device is expected is where the register has it."""
    unit.require_new(Stocktake, command.id)
    unit.require(Customer, command.customer_id)
    if command.site_id is not None:
        unit.require(Site, command.site_id, customer_id=command.customer_id)
    if command.department_id is not None:
        unit.require(Department, command.department_id, customer_id=command.customer_id)
    found = unit.get_all(Asset, dict.fromkeys(command.expected)).values()
    devices = [_expected(command, asset) for asset in found if asset.customer_id == command.customer_id]
    if not devices:
        raise Rejection("stocktake_empty")
    stocktake = Stocktake(
        id=command.id,
        customer_id=command.customer_id,
        name=command.name,
        site_id=command.site_id,
        department_id=command.department_id,
        type_codes=command.type_codes,
        blind=command.blind,
        state=StocktakeState.OPEN,
        begun_at=context.at,
        begun_by_id=context.actor_id,
        ended_at=None,
        expected_count=len(devices),
    )
    unit.put(stocktake, *devices)
    _record(unit, context, stocktake, StocktakeEventKind.BEGUN)


def _expected(command: BeginStocktake, asset: Asset) -> StocktakeDevice:
    return StocktakeDevice(
        id=derive_id("stocktake_device", command.id, asset.id),
        customer_id=command.customer_id,
        stocktake_id=command.id,
        asset_id=asset.id,
        department_id=asset.department_id,
        site_id=asset.site_id,
        place=asset.place,
    )


class _NamesStocktake(Protocol):
    @property
    def stocktake_id(self) -> str: ...


def customer_of_stocktake(reader: Reader, command: _NamesStocktake) -> str:
    """The customer of the stocktake that a command names."""
    return reader.require(Stocktake, command.stocktake_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanForStocktake:
    """Say that this was scanned here: a device of the customer, or a `text` by which none is known."""

    stocktake_id: str
    text: RequiredShortText
    asset_id: str | None = None
    site_id: str | None = None
    place: ShortText = ""


@handles(
    "stocktakes.scan",
    ScanForStocktake,
    permission=Permission.REGISTER_ASSETS,
    customer_of=customer_of_stocktake,
)
def scan_for_stocktake(unit: UnitOfWork, command: ScanForStocktake, context: Context) -> None:
    """The same thing in the same room is one scan of a person, however often he scans it.

    It is never refused because the stocktake is over: whoever scanned did not know it yet.
    """
    stocktake = unit.require(Stocktake, command.stocktake_id)
    if command.site_id is not None:
        unit.require(Site, command.site_id, customer_id=stocktake.customer_id)
    what = command.asset_id or normal_code(command.text)
    place = (command.site_id or "", command.place)
    unit.ensure(
        StocktakeScan(
            id=derive_id("stocktake_scan", stocktake.id, context.actor_id, what, *place),
            customer_id=stocktake.customer_id,
            stocktake_id=stocktake.id,
            asset_id=command.asset_id,
            text=command.text.strip(),
            finding=_finding(unit, stocktake, command),
            site_id=command.site_id,
            place=command.place,
            is_late=stocktake.state is not StocktakeState.OPEN,
            at=context.at,
            actor_id=context.actor_id,
        )
    )


def _finding(unit: UnitOfWork, stocktake: Stocktake, command: ScanForStocktake) -> Finding:
    if command.asset_id is None:
        return Finding.UNKNOWN
    asset = unit.require(Asset, command.asset_id, customer_id=stocktake.customer_id)
    here = Spot(command.site_id, command.place, stocktake.department_id)
    return judge_device(unit, stocktake, asset, here)


def judge_device(reader: Reader, stocktake: Stocktake, asset: Asset, here: Spot) -> Finding:
    """What it is that a device of the stocktake's customer is scanned here."""
    listed = next(iter(reader.having(StocktakeDevice, stocktake_id=stocktake.id, asset_id=asset.id)), None)
    return finding_of(
        asset.state,
        expected=Spot(listed.site_id, listed.place, listed.department_id) if listed else None,
        registered=Spot(asset.site_id, asset.place, asset.department_id),
        here=here,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStocktake:
    """All rooms were walked through: what was not scanned is missing."""

    stocktake_id: str
    note: ShortText = ""


@handles("stocktakes.end", EndStocktake, permission=Permission.LEAD_STOCKTAKES, customer_of=customer_of_stocktake)
def end_stocktake(unit: UnitOfWork, command: EndStocktake, context: Context) -> None:
    """Whoever ends it second finds it ended."""
    stocktake = _standing(unit, command.stocktake_id)
    if stocktake.state is StocktakeState.OPEN:
        unit.put(replace(stocktake, state=StocktakeState.ENDED, ended_at=context.at))
        _record(unit, context, stocktake, StocktakeEventKind.ENDED, command.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenStocktake:
    """It ended too early: scanning goes on."""

    stocktake_id: str
    reason: RequiredShortText


@handles("stocktakes.reopen", ReopenStocktake, permission=Permission.LEAD_STOCKTAKES, customer_of=customer_of_stocktake)
def reopen_stocktake(unit: UnitOfWork, command: ReopenStocktake, context: Context) -> None:
    """What came in late stays marked so."""
    stocktake = _standing(unit, command.stocktake_id)
    if stocktake.state is not StocktakeState.ENDED:
        raise Rejection("stocktake_not_ended")
    unit.put(replace(stocktake, state=StocktakeState.OPEN, ended_at=None))
    _record(unit, context, stocktake, StocktakeEventKind.REOPENED, command.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelStocktake:
    """It was begun by mistake, or is not to be finished."""

    stocktake_id: str
    reason: RequiredShortText


@handles("stocktakes.cancel", CancelStocktake, permission=Permission.LEAD_STOCKTAKES, customer_of=customer_of_stocktake)
def cancel_stocktake(unit: UnitOfWork, command: CancelStocktake, context: Context) -> None:
    """What was scanned stays on record."""
    stocktake = _standing(unit, command.stocktake_id)
    if stocktake.state is not StocktakeState.OPEN:
        raise Rejection("stocktake_over")
    unit.put(replace(stocktake, state=StocktakeState.CANCELLED, ended_at=context.at))
    _record(unit, context, stocktake, StocktakeEventKind.CANCELLED, command.reason)


def _standing(unit: Reader, stocktake_id: str) -> Stocktake:
    stocktake = unit.require(Stocktake, stocktake_id)
    if stocktake.state is StocktakeState.CANCELLED:
        raise Rejection("stocktake_cancelled")
    return stocktake


def _record(unit: UnitOfWork, context: Context, stocktake: Stocktake, kind: StocktakeEventKind, note: str = "") -> None:
    unit.put(
        StocktakeEvent(
            id=derive_id("stocktake_event", context.command_id, stocktake.id),
            customer_id=stocktake.customer_id,
            stocktake_id=stocktake.id,
            kind=kind,
            at=context.at,
            actor_id=context.actor_id,
            note=note,
        )
    )
