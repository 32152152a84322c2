"""Correcting what the register says about a device, moving it, handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.commands import alias_of
from app.assets.queries import assets_with_code
from app.assets.rules import NO_DEPARTMENT, moved_code, next_states, normal_code, parse_code
from app.assets.tables import Asset, AssetAlias, AssetEdit
from app.directory.tables import Department, Person, Site
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import LongText
from app.foundation.translation import N_
from app.messages.giving_way import tell_whose_gave_way
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, Merging, customer_of_edited, merge_edit
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAsset(Edit):
    """Correct what the register says about a device: what it is, where it stands, who uses it.

    A move or a hand-over says on which day it happened (as the device's place reckons days), and may have a note.
    """

    row_type = Asset
    happened_on: date | None = None
    note: LongText = ""
    import_id: str | None = None


@handles("assets.edit", EditAsset, permission=Permission.REGISTER_ASSETS, customer_of=customer_of_edited)
def edit_asset(unit: UnitOfWork, command: EditAsset, context: Context) -> Merged | None:
    """Where it stands and what is written on it, whoever stands before it knows best.

    In another department it gets another code with the same serial (`domain.md` §2).
    """
    asset = unit.require(Asset, command.id)
    by_desk = context.rights.may(Permission.TRIAGE_ORDERS, asset.customer_id)
    merging = merge_edit(command, asset, context, asset.customer_id, by_desk=by_desk)
    named = {"site_id": Site, "department_id": Department, "user_id": Person}
    merging.require(unit, named, customer_id=asset.customer_id)
    if merging.row.state is not asset.state and merging.row.state not in next_states(asset.state):
        raise Rejection("asset_state_step", asset_code=asset.code)
    if "department_id" in merging.changed:
        merging = merging.followed_by(code=_moved_code(unit, asset, merging.row))
    unit.put(merging.row)
    if merging.changed:
        _keep(unit, command, context, merging)
    return merging.outcome


def _moved_code(unit: UnitOfWork, asset: Asset, moved: Asset) -> str:
    """The code in the department that it moved to; what it was called before leads to it for ever.

    So does what a laptop calls it that had moved it under its provisional code.
    """
    department = unit.get(Department, moved.department_id) if moved.department_id else None
    department_code = department.code if department else NO_DEPARTMENT
    code = moved_code(asset.code, department_code)
    if any(other.id != asset.id for other in assets_with_code(unit, code, asset.customer_id)):
        raise Rejection("asset_code_taken", asset_code=code)
    aliases = [parse_code(each.alias) for each in unit.having(AssetAlias, "alias", asset_id=asset.id)]
    provisional = (moved_code(str(alias), department_code) for alias in aliases if alias and alias.provisional)
    for called in {asset.code, *provisional} - {code}:
        unit.put(alias_of(asset, called))
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAlias:
    """Let another code, of a label that a device carries, lead to it for ever."""

    asset_id: str
    alias: Annotated[str, Meta(min_length=1, max_length=60)]


def _customer_of_asset(reader: Reader, command: AddAlias) -> str:
    return reader.require(Asset, command.asset_id).customer_id


@handles("assets.add_alias", AddAlias, permission=Permission.REGISTER_ASSETS, customer_of=_customer_of_asset)
def add_alias(unit: UnitOfWork, command: AddAlias, _context: Context) -> None:
    """A code leads to one device of a customer only; what the device is called already changes nothing."""
    asset, alias = unit.require(Asset, command.asset_id), normal_code(command.alias)
    called = assets_with_code(unit, alias, asset.customer_id)
    if any(other.id != asset.id for other in called):
        raise Rejection("asset_code_taken", asset_code=alias)
    if alias and not called:
        unit.put(alias_of(asset, alias))


def _keep(unit: UnitOfWork, command: EditAsset, context: Context, merging: Merging[Asset]) -> None:
    """Write down what changed, and tell whose value gives way."""
    asset = merging.stood
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
            happened_on=command.happened_on,
            note=command.note,
            import_id=command.import_id,
        )
    )


declare(
    {
        "notice_asset_edit_replaced": N_(
            "{actor} has changed the same of {code} as you, and that counts. Look at the device as it stands now."
        ),
    }
)
