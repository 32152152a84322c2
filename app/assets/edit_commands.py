"""Correcting what the register says about a device; its code stays for ever."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.assets.rules import next_states
from app.assets.tables import Asset, AssetEdit
from app.directory.tables import Department, Person, Site
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.messages.giving_way import tell_whose_gave_way
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, Merging, customer_of_edited, merge_edit
from app.storage.units import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAsset(Edit):
    """Correct what the register says about a device: what it is, where it stands, who uses it."""

    row_type = Asset


@handles("assets.edit", EditAsset, permission=Permission.REGISTER_ASSETS, customer_of=customer_of_edited)
def edit_asset(unit: UnitOfWork, command: EditAsset, context: Context) -> Merged | None:
    """Where it stands and what is written on it, whoever stands before it knows best."""
    asset = unit.require(Asset, command.id)
    by_desk = context.rights.may(Permission.TRIAGE_ORDERS, asset.customer_id)
    merging = merge_edit(command, asset, context, asset.customer_id, by_desk=by_desk)
    named = {"site_id": Site, "department_id": Department, "user_id": Person}
    merging.require(unit, named, customer_id=asset.customer_id)
    if merging.row.state is not asset.state and merging.row.state not in next_states(asset.state):
        raise Rejection("asset_state_step", asset_code=asset.code)
    unit.put(merging.row)
    if merging.changed:
        _keep(unit, context, asset, merging)
    return merging.outcome


def _keep(unit: UnitOfWork, context: Context, asset: Asset, merging: Merging[Asset]) -> None:
    """Write down what changed, and tell whose value gives way."""
    earlier = unit.having(AssetEdit, "ordinal", asset_id=asset.id)
    actor = unit.get(Person, context.actor_id)
    notice = "notice_asset_edit_replaced", {"actor": actor.name if actor else "", "code": asset.code}
    tell_whose_gave_way(unit, context, merging, reversed(earlier), notice, ("assets", asset.id))
    unit.put(
        AssetEdit(
            id=derive_id("asset_edit", context.command_id, asset.id),
            asset_id=asset.id,
            customer_id=asset.customer_id,
            ordinal=len(earlier) + 1,
            at=context.at,
            actor_id=context.actor_id,
            facts=merging.told(),
        )
    )


declare(
    {
        "notice_asset_edit_replaced": N_(
            "{actor} has changed the same of {code} as you, and that counts. Look at the device as it stands now."
        ),
    }
)
