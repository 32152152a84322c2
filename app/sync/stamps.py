"""What devices pull by: for every row and scope, the place of its last change in one sequence of the whole server.

A stamp does not say what happened, only that something did: whoever pulls gets the row as it stands, or is told that
it left. Stamps are written last in a transaction, under one lock, so that they are in commit order and no row can
become visible behind a cursor that has passed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

import sqlalchemy as sa

from app.foundation.ids import new_id
from app.storage.facts import EPOCH, WorkspaceFact, fact, set_fact
from app.storage.schema import UNIQUE, TableSpec, Values, columns_of, spec_named, spec_of, table
from app.storage.units import After, Before, Origin, Reader, UnitOfWork

_SEQUENCE = "sync_sequence"
_KEPT_FROM = "stamps_kept_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class _StampKey:
    scope: str
    table_name: str
    row_id: str


@table("sync_stamps", indexes=(("scope", "sequence"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStamp:
    """The last change of a row in a scope. The id is made of the three that it is about."""

    id: str
    scope: str
    table_name: str
    row_id: str
    sequence: Annotated[int, UNIQUE]


class SyncStamper:
    """Stamps what a unit of work has changed, just before the commit."""

    def __init__(self) -> None:
        self._touched: dict[_StampKey, None] = {}

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Remember the scopes that the rows were in and are in now."""
        if spec.scope is not None:
            for rows in (before, after):
                for row_id, values in rows.items():
                    self._touch(spec, row_id, values)

    def finishing(self, unit: UnitOfWork) -> None:
        """Take the lock and number everything that was touched."""
        if not self._touched:
            return
        counter = unit.ensure(WorkspaceFact(id=_SEQUENCE, value="0"))
        first = int(counter.value) + 1
        stamps: list[Values] = [
            (f"{key.scope}|{key.table_name}|{key.row_id}", key.scope, key.table_name, key.row_id, first + at)
            for at, key in enumerate(self._touched)
        ]
        unit.apply(spec_of(SyncStamp), stamps)
        set_fact(unit, _SEQUENCE, str(first + len(stamps) - 1))

    def _touch(self, spec: TableSpec, row_id: str, values: Values) -> None:
        self._touched[_StampKey(scope=spec.scope_of(values), table_name=spec.name, row_id=row_id)] = None


def last_sequence(reader: Reader) -> int:
    """The place of the newest change."""
    return int(fact(reader, _SEQUENCE, "0"))


def kept_from(reader: Reader) -> int:
    """Up to this place stamps of rows that are gone may have been forgotten."""
    return int(fact(reader, _KEPT_FROM, "0"))


def forget_stamps(unit: UnitOfWork, until: int, most: int) -> int:
    """Forget the next stamps of rows that are gone, up to a place in the sequence; returns at how many it looked.

    A device whose last complete pull was before that place cannot be told what is gone: it pulls everything anew.
    """
    column = columns_of(SyncStamp)
    since = kept_from(unit)
    stamps = unit.find(
        SyncStamp, column.sequence > since, column.sequence <= until, order_by=[column.sequence], limit=most
    )
    for name, group in groupby(sorted(stamps, key=_table_name), key=_table_name):
        of_table = list(group)
        here = unit.values_of(spec_named(name), {stamp.row_id for stamp in of_table})
        gone = [stamp.id for stamp in of_table if stamp.row_id not in here]
        unit.apply(spec_of(SyncStamp), (), removed=gone)
    if stamps:
        set_fact(unit, _KEPT_FROM, str(stamps[-1].sequence))
    return len(stamps)


def _table_name(stamp: SyncStamp) -> str:
    return stamp.table_name


def scopes_stamped_since(reader: Reader, sequence: int) -> frozenset[str]:
    """In which scopes something was changed after a place in the sequence."""
    column = columns_of(SyncStamp)
    query = sa.select(column.scope).where(column.sequence > sequence).distinct()
    return frozenset(reader.connection.execute(query).scalars())


def epoch_of(reader: Reader) -> str:
    """Names this life of the server; a new one begins when it is restored from a backup."""
    return fact(reader, EPOCH)


def begin_epoch(unit: UnitOfWork) -> None:
    """Begin the first life of the server, unless one is named already."""
    unit.ensure(WorkspaceFact(id=EPOCH, value=new_id()))


def begin_new_epoch(unit: UnitOfWork) -> None:
    """Begin another life: every device pulls everything anew, and offers again what this one does not know."""
    set_fact(unit, EPOCH, new_id())
