"""Doing without the indexes of tables while very many rows are loaded: made at the end, sorted, they cost a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from app.storage.schema import TableSpec
from app.storage.units import UnitOfWork


def drop_indexes(unit: UnitOfWork, specs: Iterable[TableSpec]) -> None:
    """Drop the indexes that only make reading fast."""
    for index in _indexes(specs):
        unit.connection.execute(DropIndex(index, if_exists=True))


def make_indexes(unit: UnitOfWork, specs: Iterable[TableSpec]) -> None:
    """Make those that are missing."""
    for index in _indexes(specs):
        unit.connection.execute(CreateIndex(index, if_not_exists=True))


def _indexes(specs: Iterable[TableSpec]) -> Iterator[sa.Index]:
    for spec in specs:
        yield from sorted(
            (index for index in spec.table.indexes if not index.unique), key=lambda index: str(index.name)
        )
