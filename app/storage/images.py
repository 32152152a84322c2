"""What the server last said about the rows that pending commands have changed here, so that they can be undone."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import msgspec

from app.storage.schema import TableSpec, Values, columns_of, spec_named, spec_of, table
from app.storage.units import After, Before, Origin, Reader, UnitOfWork


@table("server_images")
@dataclass(frozen=True, slots=True, kw_only=True)
class ServerImage:
    """The server's row, as JSON of its stored values; None where the server does not have the row."""

    id: str
    table_name: str
    row_id: str
    content: str | None


class ServerImageKeeper:
    """Keeps the server's image of a row when a command changes it for the first time."""

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:
        """Keep images of rows that a command changed and that have none yet."""
        if spec.scope is None or origin is not Origin.COMMAND:
            return
        images = [
            (f"{spec.name}:{row_id}", spec.name, row_id, _json(before[row_id]) if row_id in before else None)
            for row_id in before.keys() | after.keys()
        ]
        unit.insert_missing(spec_of(ServerImage), images)

    def finishing(self, unit: UnitOfWork) -> None:
        """Nothing to do."""


def _json(values: Values) -> str:
    return msgspec.json.encode(values).decode()


def server_row(reader: Reader, spec: TableSpec, row_id: str) -> Values | None:
    """The row as the server last said it, None where it does not have it."""
    image = reader.get(ServerImage, f"{spec.name}:{row_id}")
    if image is None:
        return reader.values_of(spec, [row_id]).get(row_id)
    return None if image.content is None else spec.completed(tuple(msgspec.json.decode(image.content)))


def changed_here(reader: Reader) -> set[tuple[str, str]]:
    """The rows that pending commands have changed, by table and id."""
    rows = reader.plain.rows(f"SELECT table_name, row_id FROM {spec_of(ServerImage).name}")
    return {(str(table_name), str(row_id)) for table_name, row_id in rows}


def rewind(unit: UnitOfWork, told: Container[tuple[str, str]] = ()) -> None:
    """Put every row that pending commands have changed back to what the server last said.

    Of rows that are `told` anew, by table and id, only the image is forgotten: what is told takes their place.
    """
    rows: dict[str, list[Values]] = {}
    gone: dict[str, list[str]] = {}
    images = unit.find(ServerImage, order_by=[columns_of(ServerImage).id])
    for image in images:
        if (image.table_name, image.row_id) in told:
            continue
        if image.content is None:
            gone.setdefault(image.table_name, []).append(image.row_id)
        else:
            kept = tuple(msgspec.json.decode(image.content))
            rows.setdefault(image.table_name, []).append(spec_named(image.table_name).completed(kept))
    for name in rows.keys() | gone.keys():
        unit.apply(spec_named(name), rows.get(name, []), removed=gone.get(name, []), origin=Origin.TRUTH)
    unit.apply(spec_of(ServerImage), (), removed=[image.id for image in images])
