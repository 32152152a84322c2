"""Long lists: the ids of all rows at once, the rows themselves in windows.

A list holds SQLite's rowids, eight bytes a row; sorting and filtering happen in SQL. A rowid stays with its row as
long as the row is there (a workspace is never vacuumed, see `app.storage.search`).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from app.storage.schema import spec_of
from app.storage.units import Reader

_PIECE = 65_536
"""Characters of ids that are read at a time, 0.4 ms: so long a window that wants to paint waits for the interpreter."""
_decoder = msgspec.json.Decoder(list[int])


def rowid_of(row_type: type[Any]) -> sa.ColumnElement[int]:
    """The rowid of a table's rows, for queries."""
    return sa.column("rowid", sa.Integer, _selectable=spec_of(row_type).table)


def read_rowids(reader: Reader, *queries: sa.Select[Any], **values: object) -> array[int]:
    """The rowids that the queries find, one query after the other; `values` are for the parameters in them.

    The database hands them over as one text: 700,000 take 65 ms and one step, where a row each would take 155. A query
    that is kept and read again is put together only once, which takes longer than to find 500 rows.
    """
    ids = array("q")
    for query in queries:
        packed = reader.connection.execute(_as_one_text(query), values).scalar_one() or ""
        start = 0
        while start < len(packed):
            comma = packed.find(",", start + _PIECE)
            end = len(packed) if comma < 0 else comma
            ids.extend(_decoder.decode(f"[{packed[start:end]}]"))
            start = end + 1
    return ids


@lru_cache
def _as_one_text(query: sa.Select[Any]) -> sa.Select[str | None]:
    return sa.select(sa.func.group_concat(query.subquery().c.rowid))


def read_window(reader: Reader, sql: str, rowids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """The rows that `sql` finds for these rowids, by rowid.

    `sql` gives the rowid first and ends where the list of rowids in brackets is to follow.
    """
    marks = ",".join("?" * len(rowids))
    found = reader.connection.exec_driver_sql(f"{sql} ({marks})", tuple(rowids))
    return {row[0]: tuple(row) for row in found}


def distinct_keys(reader: Reader, column: sa.Column[Any]) -> list[str]:
    """The values of an indexed text column without NULL, sorted, found by leaps through its index."""
    leaps = sa.select(sa.func.min(column).label("key")).cte("leaps", recursive=True)
    following = sa.select(sa.func.min(column)).where(column > leaps.c.key).scalar_subquery()
    leaps = leaps.union_all(sa.select(following).where(leaps.c.key.is_not(None)))
    found = reader.connection.execute(sa.select(leaps.c.key).where(leaps.c.key.is_not(None)))
    return list(found.scalars())
