"""A stretch of a table on either side: the rows between two ids, and the digest of each.

A digest is made of the row as it is stored and sent, so it is the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from app.storage.schema import TableSpec, Values
from app.storage.units import Reader
from app.storage.windows import outside
from app.sync.check.wire import MOST_ROWS

_MOST_LOOKED_AT = 10 * MOST_ROWS
"""Rows at which one stretch looks, most of which may be none of the device's."""
_DIGEST_BYTES = 16


class Stretch(NamedTuple):
    """Ids of rows in the order of the database, and up to which id they are all; empty: to the end of the table."""

    ids: list[str]
    until: str


def stretch_of(
    reader: Reader, spec: TableSpec, after: str, until: str, include: Callable[[str], bool] | None = None
) -> Stretch:
    """The next rows after an id, up to and with another one (empty: to the end), all or those of included scopes."""
    assert spec.scope is not None  # noqa: S101 - only synchronised tables are compared
    mark = reader.plain.mark
    most = MOST_ROWS if include is None else _MOST_LOOKED_AT
    sql = (
        f"SELECT id, {spec.scope.column} FROM {spec.name} WHERE id > {mark}"  # noqa: S608 - names of ours
        f"{f' AND id <= {mark}' if until else ''} ORDER BY id LIMIT {most}"
    )
    looked_at = reader.plain.rows(sql, [after, until] if until else [after])
    ids = [str(row_id) for row_id, value in looked_at if include is None or include(spec.scope.named(value))]
    if len(ids) > MOST_ROWS:
        return Stretch(ids[:MOST_ROWS], ids[MOST_ROWS - 1])
    return Stretch(ids, str(looked_at[-1][0]) if len(looked_at) == most else until)


def without_old(reader: Reader, spec: TableSpec, ids: Collection[str], horizon: int) -> list[str]:
    """Those of these rows that a device with this horizon keeps; 0: it keeps all."""
    if not horizon or spec.window is None or not ids:
        return list(ids)
    marks = ", ".join([reader.plain.mark] * len(ids))
    sql = f"SELECT id FROM {spec.name} WHERE id IN ({marks}) AND {outside(spec, horizon)}"  # noqa: S608 - names of ours
    old = {str(row[0]) for row in reader.plain.rows(sql, [*ids])}
    return [row_id for row_id in ids if row_id not in old]


def digests_of(spec: TableSpec, columns: Sequence[str], rows: Mapping[str, Values]) -> dict[str, str]:
    """The digest of each row by these columns."""
    places = [spec.columns.index(name) for name in columns]
    flags = [at for at, name in enumerate(columns) if isinstance(spec.table.c[name].type, sa.Boolean)]
    encode = msgspec.json.Encoder().encode
    found = {}
    for row_id, values in rows.items():
        told = [values[place] for place in places]
        for at in flags:
            told[at] = None if told[at] is None else int(told[at] or 0)  # SQLite has no other truth values
        found[row_id] = hashlib.blake2b(encode(told), digest_size=_DIGEST_BYTES).hexdigest()
    return found


def digest_of(digests: Iterable[str]) -> str:
    """One digest of the digests of rows, in whatever order they come."""
    return hashlib.blake2b("".join(sorted(digests)).encode(), digest_size=_DIGEST_BYTES).hexdigest()
