"""The register of consumables: what is kept, what comes in, and what is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import Consumable, ConsumableChange
from app.directory.rules import normal_name
from app.directory.tables import Customer
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Code, Count, Difference, LongText, Name, RequiredShortText, ShortText
from app.foundation.translation import N_
from app.storage.commands import Context, Merged, handles, its_customer
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddConsumable:
    """Put a consumable into the register, with what is on hand; see `Consumable`."""

    id: str
    customer_id: str
    name: Name
    category: ShortText = ""
    maker: ShortText = ""
    model_number: Code = ""
    item_number: Code = ""
    supplier: ShortText = ""
    order_number: Code = ""
    owner: ShortText = ""
    place: ShortText = ""
    quantity: Annotated[int, Meta(ge=0, le=10**9)] = 0
    least_quantity: Count | None = None
    purchased_on: date | None = None
    cost_minor: Count | None = None
    currency: Annotated[str, Meta(max_length=3)] = ""
    notes: LongText = ""
    import_id: str | None = None


@handles("assets.add_consumable", AddConsumable, permission=Permission.REGISTER_ASSETS, customer_of=its_customer)
def add_consumable(unit: UnitOfWork, command: AddConsumable, _context: Context) -> None:
    """The same may lie at several places, each with an amount of its own."""
    unit.require_new(Consumable, command.id)
    unit.require(Customer, command.customer_id)
    unit.put(
        Consumable(
            id=command.id,
            customer_id=command.customer_id,
            name=normal_name(command.name),
            category=command.category,
            maker=command.maker,
            model_number=command.model_number,
            item_number=command.item_number,
            supplier=command.supplier,
            order_number=command.order_number,
            owner=command.owner,
            place=command.place,
            quantity=command.quantity,
            least_quantity=command.least_quantity,
            purchased_on=command.purchased_on,
            cost_minor=command.cost_minor,
            currency=command.currency if command.cost_minor is not None else "",
            notes=command.notes,
            import_id=command.import_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditConsumable(Edit):
    """Correct what is known about a consumable; how many there are is changed by `ChangeQuantity`."""

    row_type = Consumable


@handles(
    "assets.edit_consumable", EditConsumable, permission=Permission.REGISTER_ASSETS, customer_of=customer_of_edited
)
def edit_consumable(unit: UnitOfWork, command: EditConsumable, context: Context) -> Merged | None:
    """What stood before stays in its history."""
    consumable = _kept(unit, command.id)
    merging = merge_edit(command, consumable, context, consumable.customer_id, normal={"name": normal_name})
    if merging.changed:
        unit.put(merging.row)
        _record(unit, context, consumable, facts=merging.told())
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuantity:
    """Some were put in, or with a negative `difference` taken out."""

    consumable_id: str
    difference: Difference
    reason: RequiredShortText


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsumable:
    """It is no longer kept, or was put into the register by mistake."""

    consumable_id: str
    reason: RequiredShortText


def _customer_of_consumable(reader: Reader, command: ChangeQuantity | WithdrawConsumable) -> str:
    return reader.require(Consumable, command.consumable_id).customer_id


@handles(
    "assets.change_quantity",
    ChangeQuantity,
    permission=Permission.REGISTER_ASSETS,
    customer_of=_customer_of_consumable,
)
def change_quantity(unit: UnitOfWork, command: ChangeQuantity, context: Context) -> None:
    """More can be taken than the register knows of: whoever holds them is right, and the rest is to be counted."""
    consumable = _kept(unit, command.consumable_id)
    unit.put(replace(consumable, quantity=consumable.quantity + command.difference))
    _record(unit, context, consumable, command.difference, command.reason)


@handles(
    "assets.withdraw_consumable",
    WithdrawConsumable,
    permission=Permission.REGISTER_ASSETS,
    customer_of=_customer_of_consumable,
)
def withdraw_consumable(unit: UnitOfWork, command: WithdrawConsumable, context: Context) -> None:
    """Its history stays; who withdraws it a second time wants nothing else."""
    consumable = unit.require(Consumable, command.consumable_id)
    if consumable.withdrawn_at is None:
        unit.put(replace(consumable, withdrawn_at=context.at))
        _record(unit, context, consumable, reason=command.reason)


def _kept(unit: UnitOfWork, consumable_id: str) -> Consumable:
    """A consumable that was not withdrawn.

    :raises Rejection: ``record_unknown``, ``consumable_withdrawn``
    """
    consumable = unit.require(Consumable, consumable_id)
    if consumable.withdrawn_at is not None:
        raise Rejection("consumable_withdrawn", consumable=consumable.name)
    return consumable


def _record(
    unit: UnitOfWork,
    context: Context,
    consumable: Consumable,
    difference: int = 0,
    reason: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    change = ConsumableChange(
        id=derive_id("consumable_change", context.command_id, consumable.id),
        consumable_id=consumable.id,
        customer_id=consumable.customer_id,
        difference=difference,
        reason=reason,
        facts=dict(facts or {}),
        at=context.at,
        actor_id=context.actor_id,
    )
    unit.put(change)


declare(
    {
        "consumable_withdrawn": N_(
            "“{consumable}” is no longer kept. Add it to the register again if there is some after all."
        ),
    }
)
