"""Taking a device out of the register that was put into it by mistake just now."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.assets.tables import Asset, AssetAlias
from app.directory.referring import REFERRING_TO_ASSETS, referred_to
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class UnregisterAsset:
    """Take a device out of the register to which nothing has happened yet. Its number is not given again."""

    asset_id: str


def _customer_of_asset(reader: Reader, command: UnregisterAsset) -> str:
    return reader.require(Asset, command.asset_id).customer_id


@handles("assets.unregister", UnregisterAsset, permission=Permission.REGISTER_ASSETS, customer_of=_customer_of_asset)
def unregister_asset(unit: UnitOfWork, command: UnregisterAsset, _context: Context) -> None:
    """A device that an order, a label, a change or anything else speaks of stays."""
    asset = unit.require(Asset, command.asset_id)
    if referred_to(unit, REFERRING_TO_ASSETS, [asset.id], import_id=""):
        raise Rejection("asset_spoken_of", asset_code=asset.code)
    for alias in unit.having(AssetAlias, asset_id=asset.id):
        unit.remove(AssetAlias, alias.id)
    unit.remove(Asset, asset.id)


declare(
    {
        "asset_spoken_of": N_(
            "{asset_code} stays in the register: a label, a change or something else speaks of it by now. "
            "Retire it instead."
        ),
    }
)
