"""What devices have to do with each other: one is part of another, connected to it, or stands in for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.assets.rules import RelationKind
from app.assets.tables import Asset, AssetRelation
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RelateAssets:
    """The device `asset_id` is part of `other_id`, connected to it, or stands in for it."""

    asset_id: str
    other_id: str
    kind: RelationKind


def _customer_of_asset(reader: Reader, command: RelateAssets | UnrelateAssets) -> str:
    return reader.require(Asset, command.asset_id).customer_id


@handles("assets.relate", RelateAssets, permission=Permission.REGISTER_ASSETS, customer_of=_customer_of_asset)
def relate_assets(unit: UnitOfWork, command: RelateAssets, _context: Context) -> None:
    """Both are the same customer's. Nothing is part of itself or stands in for itself, through others neither."""
    asset = unit.require(Asset, command.asset_id)
    other = unit.require(Asset, command.other_id, customer_id=asset.customer_id)
    relation = _relation(asset, other, command.kind)
    turned = _relation(other, asset, command.kind)
    if command.kind is RelationKind.CONNECTED_TO and unit.get(AssetRelation, turned.id) is not None:
        return
    if asset.id == other.id or (command.kind is not RelationKind.CONNECTED_TO and _leads_to(unit, relation)):
        raise Rejection("asset_relation_circle", asset_code=asset.code, other=other.code)
    unit.ensure(relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnrelateAssets:
    """The device `asset_id` is that to `other_id` no more; which way round does not matter where both are connected."""

    asset_id: str
    other_id: str
    kind: RelationKind


@handles("assets.unrelate", UnrelateAssets, permission=Permission.REGISTER_ASSETS, customer_of=_customer_of_asset)
def unrelate_assets(unit: UnitOfWork, command: UnrelateAssets, _context: Context) -> None:
    """What is not there any more needs no removing."""
    asset, other = (unit.require(Asset, asset_id) for asset_id in (command.asset_id, command.other_id))
    ways = [_relation(asset, other, command.kind)]
    if command.kind is RelationKind.CONNECTED_TO:
        ways.append(_relation(other, asset, command.kind))
    for way in ways:
        if unit.get(AssetRelation, way.id) is not None:
            unit.remove(AssetRelation, way.id)


def _relation(asset: Asset, other: Asset, kind: RelationKind) -> AssetRelation:
    return AssetRelation(
        id=derive_id("asset_relation", asset.id, other.id, kind),
        customer_id=asset.customer_id,
        asset_id=asset.id,
        other_id=other.id,
        kind=kind,
    )


def _leads_to(reader: Reader, wanted: AssetRelation) -> bool:
    """Whether the other device is already, through however many between them, part of the first (or stands in)."""
    seen, ahead = {wanted.other_id}, [wanted.other_id]
    while ahead:
        for further in reader.having(AssetRelation, asset_id=ahead.pop(), kind=wanted.kind):
            if further.other_id not in seen:
                seen.add(further.other_id)
                ahead.append(further.other_id)
    return wanted.asset_id in seen


declare(
    {
        "asset_relation_circle": N_(
            "{asset_code} and {other} would be part of each other, or stand in for each other. Choose another device."
        ),
    }
)
