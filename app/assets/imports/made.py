"""The imports that were made, the latest first, and how much is there of each."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.assets.imports.kinds import IMPORT_KINDS
from app.assets.tables import AssetEdit
from app.directory.queries import names_of
from app.directory.tables import Customer, Import
from app.storage.schema import columns_of
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class MadeImport:
    """An import: whose rows, who made it, and how many records are there that it brought or changed.

    `brought` is None where a newer program made the import, of a kind that this one does not know.
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
            brought=_brought(reader, record),
            changed=_changed(reader, record.id),
        )
        for record in records
    ]


def _brought(reader: Reader, record: Import) -> int | None:
    """How many are here of what its rows were; departments and sites that came beside them were no rows."""
    kind = IMPORT_KINDS.get(record.kind)
    return reader.count(kind.row_type, import_id=record.id) if kind else None


def _changed(reader: Reader, import_id: str) -> int:
    """Devices that it changed; those that were given back what they had count too: their history tells."""
    edit = columns_of(AssetEdit)
    query = sa.select(sa.func.count(sa.distinct(edit.asset_id))).where(edit.import_id == import_id)
    return int(reader.connection.execute(query).scalar_one())
