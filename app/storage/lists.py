"""Long lists: the ids of all rows at once, the rows themselves in windows.

A list holds SQLite's rowids, eight bytes a row; sorting and filtering happen in SQL. A rowid stays with its row as
long as the row is there (a workspace is never vacuumed, see `app.storage.search`).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.storage.schema import spec_of
from app.storage.units import Reader

_BATCH = 8192
"""So many ids pass the interpreter's lock at a time: a window that wants to paint waits for less than a millisecond."""


def rowid_of(row_type: type[Any]) -> sa.ColumnElement[int]:
    """The rowid of a table's rows, for queries."""
    return sa.literal_column(f"{spec_of(row_type).name}.rowid", sa.Integer)


def read_rowids(reader: Reader, *queries: sa.Select[Any]) -> array[int]:
    """The first column of what the queries find, one after the other."""
    ids = array("q")
    for query in queries:
        cursor = reader.connection.execute(query).cursor
        assert cursor is not None  # noqa: S101 - a SELECT has one
        while rows := cursor.fetchmany(_BATCH):
            ids.extend([row[0] for row in rows])
        cursor.close()
    return ids


def distinct_keys(reader: Reader, column: sa.Column[Any]) -> list[str]:
    """The values of an indexed text column without NULL, found by leaps through its index."""
    first = sa.select(sa.func.min(column).label("key")).cte("leaps", recursive=True)
    following = sa.select(sa.func.min(column)).where(column > first.c.key).scalar_subquery()
    leaps = first.union_all(sa.select(following).where(first.c.key.is_not(None)))
    found = reader.connection.execute(sa.select(leaps.c.key).where(leaps.c.key.is_not(None)))
    return list(found.scalars())


def read_window(reader: Reader, sql: str, rowids: Sequence[int]) -> list[sa.Row[Any]]:
    """The rows that `sql` finds for these rowids; it ends where their list in brackets is to follow."""
    marks = ",".join("?" * len(rowids))
    return list(reader.connection.exec_driver_sql(f"{sql} ({marks})", tuple(rowids)))
