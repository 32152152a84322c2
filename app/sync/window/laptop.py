"""Pruning: a laptop that keeps a window does without what is over and old; nobody else takes that for a deletion.

What something pending has changed stays, and so does what has files that the server does not have yet: whole, with all
that belongs to it. It goes when that is settled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.files.tables import Attachment, Direction, FileTransfer
from app.storage.facts import HORIZON, fact
from app.storage.images import ServerImage
from app.storage.schema import TableSpec, Values
from app.storage.store import Store
from app.storage.units import Origin, Reader, UnitOfWork
from app.storage.windows import Part, heads, needed_specs, outside, parts_of, unneeded


def prune(store: Store) -> None:
    """Remove what is outside of the window, where this laptop keeps one."""
    with store.read() as reader:
        wanted = any(_outside(reader, head) for head in heads())
    if wanted:
        store.write(_prune)


def _prune(unit: UnitOfWork) -> None:
    for head in heads():
        gone = set(_outside(unit, head))
        for part in parts_of(head):
            rows = unit.plain.rows(f"SELECT id, {part.column} FROM {part.spec.name} WHERE {part.condition}")  # noqa: S608 - names of ours
            ids = [str(row_id) for row_id, head_id in rows if head_id in gone]
            unit.apply(part.spec, (), removed=ids, origin=Origin.TRUTH)
        unit.apply(head, (), removed=sorted(gone), origin=Origin.TRUTH)
    for spec, _of in needed_specs():
        rows = unit.plain.rows(f"SELECT id FROM {spec.name} WHERE {unneeded(spec)}")  # noqa: S608 - names of ours
        unit.apply(spec, (), removed=[str(row[0]) for row in rows], origin=Origin.TRUTH)


def _outside(reader: Reader, head: TableSpec) -> list[str]:
    """The rows that can be done without."""
    horizon = int(fact(reader, HORIZON, "0"))
    if not horizon:
        return []
    rows = reader.plain.rows(f"SELECT id FROM {head.name} WHERE {outside(head, horizon)}")  # noqa: S608 - names of ours
    needed = set(_pending(reader, head)) | _unsent(reader, head) if rows else set()
    return [str(row[0]) for row in rows if row[0] not in needed]


def _pending(reader: Reader, head: TableSpec) -> Iterator[str]:
    """The rows that commands which wait have changed themselves, or of which they have changed a part."""
    for spec, column, _dated, _condition in (Part(head, "id", "", ""), *parts_of(head)):
        place = spec.columns.index(column)
        images = reader.having(ServerImage, table_name=spec.name)
        here = reader.values_of(spec, [image.row_id for image in images])
        for image in images:
            stood: Values = tuple(json.loads(image.content)) if image.content else here.get(image.row_id, ())
            if stood:
                yield str(stood[place])  # ids are one of a kind, whichever table they are of


def _unsent(reader: Reader, head: TableSpec) -> set[str]:
    """The rows to which files are attached that the server does not have yet."""
    waiting = {transfer.digest for transfer in reader.having(FileTransfer, direction=Direction.UP)}
    attached = reader.having(Attachment, about_table=head.name) if waiting else []
    return {one.about_id for one in attached if waiting & {one.digest, one.thumbnail_digest}}
