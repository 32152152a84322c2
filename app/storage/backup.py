"""All rows of a database as one stream, which any database of ours can take in: SQLite's from PostgreSQL and back.

The stream holds records of msgpack, compressed with zstd: a head, then for each table its name and columns and its rows
in portions, then how many rows there were. All of it is of one snapshot, taken while others go on working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
import sqlalchemy as sa
import zstandard

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.migration import current_revision, newest_revision, upgrade_within
from app.storage.schema import metadata
from app.storage.units import Reader, UnitOfWork

_FORM = 1
_PORTION = 500
_LENGTH_BYTES = 4
_LARGEST_RECORD = 256 * 1024 * 1024

declare(
    {
        "backup_damaged": N_("This backup is damaged ({detail}). Nothing was restored. Take another copy of it."),
        "backup_newer": N_(
            "This backup was made by a newer version of Paigong. Nothing was restored. Install the newer version first."
        ),
        "database_not_empty": N_(
            "There is something in {path} already. Nothing was restored. Restore into an empty database or folder."
        ),
    }
)


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: int
    revision: str


class _Table(msgspec.Struct, frozen=True, tag="table"):
    name: str
    columns: list[str]


class _Rows(msgspec.Struct, frozen=True, tag="rows"):
    rows: list[list[Any]]


class _End(msgspec.Struct, frozen=True, tag="end"):
    count: int


def dump(reader: Reader) -> Iterator[bytes]:
    """All rows that a reader sees."""
    compressor = zstandard.ZstdCompressor(level=3).compressobj()
    for record in _records(reader):
        packed = msgspec.msgpack.encode(record)
        if part := compressor.compress(len(packed).to_bytes(_LENGTH_BYTES, "big") + packed):
            yield part
    yield compressor.flush()


def load(engine: sa.Engine, content: Iterable[bytes], path: str, finish: Callable[[UnitOfWork], None]) -> None:
    """Fill an empty database with what was dumped, bring it up to date, and `finish` it; all or nothing.

    `path` is what the database is called for people.

    :raises Trouble: ``database_not_empty``, ``backup_newer``, ``backup_damaged``
    """
    records = _unpacked(content)
    head = _decoded(next(records, b""), _Head)
    if head.form != _FORM or head.revision > newest_revision():
        raise Trouble("backup_newer")
    with engine.execution_options(paigong_writer=True).begin() as connection:
        if current_revision(connection) is not None:
            raise Trouble("database_not_empty", path=path)
        upgrade_within(connection, head.revision)
        _take_in(connection, records)
        upgrade_within(connection, "head")
        finish(UnitOfWork(connection))


def _records(reader: Reader) -> Iterator[msgspec.Struct]:
    yield _Head(_FORM, current_revision(reader.connection) or "")
    count = 0
    for table in metadata.sorted_tables:
        names = [str(column.name) for column in table.columns]
        yield _Table(str(table.name), names)
        truths = [at for at, column in enumerate(table.columns) if isinstance(column.type, sa.Boolean)]
        found = reader.connection.exec_driver_sql(
            f"SELECT {', '.join(names)} FROM {table.name}", execution_options={"stream_results": True}
        )
        for portion in found.partitions(_PORTION):
            rows = [list(row) for row in portion]
            for row in rows:
                for at in truths:
                    row[at] = None if row[at] is None else bool(row[at])
            count += len(rows)
            yield _Rows(rows)
    yield _End(count)


def _take_in(connection: sa.Connection, records: Iterator[bytes]) -> None:
    known = sa.inspect(connection)
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    insert, count = "", 0
    for record in records:
        match _decoded(record, _Table | _Rows | _End):
            case _Table(name=name, columns=columns):
                if not known.has_table(name) or not set(columns) <= {
                    column["name"] for column in known.get_columns(name)
                }:
                    raise Trouble("backup_damaged", detail=name)
                connection.exec_driver_sql(f"DELETE FROM {name}")
                insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"
            case _Rows(rows=rows):
                connection.exec_driver_sql(insert, [tuple(row) for row in rows])
                count += len(rows)
            case _End(count=expected) if expected == count:
                return
    raise Trouble("backup_damaged", detail="incomplete")


def _unpacked(content: Iterable[bytes]) -> Iterator[bytes]:
    """The records of a stream."""
    decompressor, waiting = zstandard.ZstdDecompressor().decompressobj(), b""
    for part in chain(content, [b""]):
        try:
            waiting += decompressor.decompress(part) if part else b""
        except zstandard.ZstdError as error:
            raise Trouble("backup_damaged", detail=str(error)) from error
        while len(waiting) >= _LENGTH_BYTES:
            length = int.from_bytes(waiting[:_LENGTH_BYTES], "big")
            if length > _LARGEST_RECORD:
                raise Trouble("backup_damaged", detail="length")
            if len(waiting) < _LENGTH_BYTES + length:
                break
            yield waiting[_LENGTH_BYTES : _LENGTH_BYTES + length]
            waiting = waiting[_LENGTH_BYTES + length :]


def _decoded(record: bytes, kind: Any) -> Any:
    try:
        return msgspec.msgpack.decode(record, type=kind)
    except msgspec.MsgspecError as error:
        raise Trouble("backup_damaged", detail=str(error)) from error
