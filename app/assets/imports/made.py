"""The imports that were made, the latest first, and how much is there of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assets.tables import Asset, AssetEdit, Consumable, Licence
from app.directory.queries import names_of
from app.directory.tables import Customer, Import, Person
from app.storage.schema import columns_of
from app.storage.units import Reader

_BROUGHT: dict[str, type[Any]] = {"assets": Asset, "consumables": Consumable, "licences": Licence, "people": Person}
"""Kinds of imports whose records name the import that brought them."""


@dataclass(frozen=True, slots=True)
class MadeImport:
    """An import: whose rows, who made it, and how many records are there that it brought or changed.

    `brought` is None where the records do not name their import, as customers do not.
    """

    record: Import
    customer: str
    actor: str
    brought: int | None
    changed: int


def made_imports(reader: Reader, limit: int | None = None) -> list[MadeImport]:
    """The imports that this device knows of."""
    column = columns_of(Import)
    records = reader.find(Import, order_by=[column.at.desc(), column.id], limit=limit)
    names = names_of(reader, {record.actor_id for record in records})
    customers = reader.get_all(Customer, {record.customer_id for record in records if record.customer_id})
    return [
        MadeImport(
            record=record,
            customer=customers[record.customer_id].name if record.customer_id in customers else "",
            actor=names.get(record.actor_id, ""),
            brought=reader.count(_BROUGHT[record.kind], import_id=record.id) if record.kind in _BROUGHT else None,
            changed=_changed(reader, record.id),
        )
        for record in records
    ]


def _changed(reader: Reader, import_id: str) -> int:
    """Devices that it changed; those that were given back what they had count too: their history tells."""
    edit = columns_of(AssetEdit)
    query = sa.select(sa.func.count(sa.distinct(edit.asset_id))).where(edit.import_id == import_id)
    return int(reader.connection.execute(query).scalar_one())
