"""Correcting what the register says about a device; its code stays for ever."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.assets.tables import Asset
from app.directory.tables import Department, Site
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, customer_of_edited, merge_edit
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
    merging.require(unit, {"site_id": Site, "department_id": Department}, customer_id=asset.customer_id)
    unit.put(merging.row)
    return merging.outcome
