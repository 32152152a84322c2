"""Reading the register of consumables: what is on hand, what has to be bought again, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from app.assets.tables import Consumable, ConsumableChange
from app.directory.queries import names_of
from app.directory.tables import Customer
from app.storage.schema import columns_of
from app.storage.units import Reader

_CONSUMABLE, _CHANGE = columns_of(Consumable), columns_of(ConsumableChange)
_MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class KeptConsumable:
    """A consumable, and whose it is."""

    consumable: Consumable
    customer: str

    @property
    def is_missing(self) -> bool:
        """Whether there is none left."""
        return self.consumable.quantity <= 0

    @property
    def is_low(self) -> bool:
        """Whether it has to be bought again."""
        least = self.consumable.least_quantity
        return least is not None and self.consumable.quantity < least


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What happened to a consumable, and who did it."""

    change: ConsumableChange
    actor: str


def kept_consumables(reader: Reader, *, only_low: bool = False) -> list[KeptConsumable]:
    """All that are kept, by name; or those of which there are fewer than the least quantity."""
    customers = {customer.id: customer.name for customer in reader.find(Customer)}
    low = [_CONSUMABLE.quantity < _CONSUMABLE.least_quantity] if only_low else []
    kept = _CONSUMABLE.withdrawn_at.is_(None)
    rows = reader.find(Consumable, kept, *low, order_by=[_CONSUMABLE.name, _CONSUMABLE.place, _CONSUMABLE.id])
    return [KeptConsumable(row, customers.get(row.customer_id, "")) for row in rows]


def changes_of(reader: Reader, consumable_id: str) -> tuple[ToldChange, ...]:
    """What happened to a consumable lately, the latest first."""
    order = [_CHANGE.at.desc(), _CHANGE.id]
    changes = reader.find(ConsumableChange, _CHANGE.consumable_id == consumable_id, order_by=order, limit=_MOST_CHANGES)
    names = names_of(reader, {change.actor_id for change in changes})
    return tuple(ToldChange(change, names.get(change.actor_id, "")) for change in changes)
