"""Registering the devices of an import many at a time, and taking an import back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.commands import (
    RegisterAsset,
    check_belongings,
    register_asset,
    registered,
    standing_code,
    take_number,
)
from app.assets.rules import serial_series
from app.assets.tables import Asset, AssetAlias, Consumable, Licence, LicenceSeat
from app.directory.referring import REFERRING_TO_ASSETS, REFERRING_TO_CONSUMABLES, REFERRING_TO_LICENCES, referred_to
from app.directory.tables import Customer, Import
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.commands import Context, handles, its_customer
from app.storage.numbers import count_beyond
from app.storage.schema import columns_of, spec_of
from app.storage.units import UnitOfWork

declare(
    {
        "import_of_somebody_else": N_(
            "Somebody else imported this. Ask whoever did, or whoever manages the directory, to undo it."
        ),
    }
)

LARGEST_BATCH = 100
"""Rows of one command: what is refused with one of them is no more than this, and a push carries several of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAssets:
    """Put devices of one customer into the register, all or none."""

    customer_id: str
    devices: Annotated[tuple[RegisterAsset, ...], Meta(min_length=1, max_length=LARGEST_BATCH)]


def _take_numbers(unit: UnitOfWork, command: RegisterAssets, context: Context) -> RegisterAssets:
    return replace(command, devices=tuple(take_number(unit, device, context) for device in command.devices))


@handles(
    "assets.register_several",
    RegisterAssets,
    permission=Permission.REGISTER_ASSETS,
    customer_of=its_customer,
    prepare=_take_numbers,
)
def register_assets(unit: UnitOfWork, command: RegisterAssets, context: Context) -> None:
    """Those that keep the code they carry are written together: a large register is brought in a minute."""
    unit.require(Customer, command.customer_id)
    if any(device.customer_id != command.customer_id for device in command.devices):
        raise Rejection("command_malformed", name="assets.register_several", detail="customer_id")
    if len({device.id for device in command.devices}) < len(command.devices):
        raise Rejection("command_malformed", name="assets.register_several", detail="id")
    _register_with_codes(unit, [device for device in command.devices if standing_code(device)], context)
    for device in command.devices:
        if standing_code(device) is None:
            register_asset(unit, device, context)


def _register_with_codes(unit: UnitOfWork, devices: Sequence[RegisterAsset], context: Context) -> None:
    rows: dict[str, Asset] = {}
    counted: defaultdict[str, str] = defaultdict(str)
    for device in devices:
        check_belongings(unit, device)
        code, serial = standing_code(device) or ("", "")
        if code in rows:
            raise Rejection("asset_code_taken", asset_code=code)
        rows[code] = registered(device, code, serial)
        if serial:
            series = serial_series(device.customer_id, device.type_code)
            counted[series] = max(counted[series], serial, key=lambda text: int(text or "0"))
    _refuse_what_is_there(unit, rows)
    if context.authority:
        for series, serial in counted.items():
            count_beyond(unit, series, serial)
    unit.put(*rows.values())


def _refuse_what_is_there(unit: UnitOfWork, rows: dict[str, Asset]) -> None:
    """See to it that neither ids nor codes of these devices are taken."""
    for row_id in unit.values_of(spec_of(Asset), [row.id for row in rows.values()]):
        raise Rejection("record_exists", table=spec_of(Asset).name, id=row_id)
    for customer_id in {row.customer_id for row in rows.values()}:
        asset, alias = columns_of(Asset), columns_of(AssetAlias)
        taken = [row.code for row in unit.find(Asset, asset.customer_id == customer_id, asset.code.in_(rows), limit=1)]
        former = unit.find(AssetAlias, alias.customer_id == customer_id, alias.alias.in_(rows), limit=1)
        for code in [*taken, *(row.alias for row in former)]:
            raise Rejection("asset_code_taken", asset_code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAssets:
    """Take devices, licences and consumables out of the register that an import brought by mistake."""

    customer_id: str
    import_id: str
    asset_ids: Annotated[tuple[str, ...], Meta(max_length=LARGEST_BATCH)] = ()
    licence_ids: Annotated[tuple[str, ...], Meta(max_length=LARGEST_BATCH)] = ()
    consumable_ids: Annotated[tuple[str, ...], Meta(max_length=LARGEST_BATCH)] = ()


@handles("assets.take_back", TakeBackAssets, permission=Permission.REGISTER_ASSETS, customer_of=its_customer)
def take_back_assets(unit: UnitOfWork, command: TakeBackAssets, context: Context) -> None:
    """What others built upon stays; so does what another import brought, or nobody knows any more.

    What somebody else imported is only taken back by whoever may manage the directory.
    """
    imported = unit.get(Import, command.import_id)
    is_own = imported is None or imported.actor_id == context.actor_id
    if not is_own and not context.rights.may(Permission.MANAGE_DIRECTORY, command.customer_id):
        raise Rejection("import_of_somebody_else")
    for asset_id in _unused(unit, command, Asset, command.asset_ids, REFERRING_TO_ASSETS):
        for alias in unit.having(AssetAlias, asset_id=asset_id):
            unit.remove(AssetAlias, alias.id)
        unit.remove(Asset, asset_id)
    for licence_id in _unused(unit, command, Licence, command.licence_ids, REFERRING_TO_LICENCES):
        for seat in unit.having(LicenceSeat, licence_id=licence_id):
            unit.remove(LicenceSeat, seat.id)
        unit.remove(Licence, licence_id)
    for consumable_id in _unused(unit, command, Consumable, command.consumable_ids, REFERRING_TO_CONSUMABLES):
        unit.remove(Consumable, consumable_id)


def _unused(
    unit: UnitOfWork, command: TakeBackAssets, row_type: type[Any], row_ids: Sequence[str], referring: Sequence[str]
) -> list[str]:
    """Those of these records that the import brought and to which nothing else refers."""
    known = unit.get_all(row_type, row_ids).values()
    brought = [row.id for row in known if (row.customer_id, row.import_id) == (command.customer_id, command.import_id)]
    kept = referred_to(unit, referring, brought, command.import_id)
    return [row_id for row_id in brought if row_id not in kept]
