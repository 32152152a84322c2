"""The floor of a first pull: rows read live from SQLite, columns as JSON through zstd over HTTP, written as tuples.

No encryption, no search index, no durability beyond NORMAL, no users, no scopes, no cursor: the least that brings the
rows from one database into another one. `python -m tests.benchmarks.raw_sync FILE` is its server.
"""

from __future__ import annotations

import http.client
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import zstandard

from app.storage.schema import Values
from tests.benchmarks.serving import answer_about_cpu

BATCH = 2000
_PIECE = 1 << 18

_INDEXES = ("number", "engineer_id, state", "asset_id", "due_at")
_decoder = msgspec.json.Decoder(list[list[Any]])


def open_database(file: Path, columns: Sequence[str]) -> sqlite3.Connection:
    """A database with one table of orders, and the indexes without which no list of them works."""
    connection = _connect(file)
    connection.execute(f"CREATE TABLE orders ({', '.join(columns)}, PRIMARY KEY (id)) WITHOUT ROWID")
    for at, indexed in enumerate(_INDEXES):
        connection.execute(f"CREATE INDEX orders_{at} ON orders ({indexed})")
    return connection


def write(connection: sqlite3.Connection, columns: Sequence[str], batches: Iterator[list[Values]]) -> int:
    """Insert or replace rows in one transaction; how many there were."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    marks = ", ".join("?" * len(columns))
    upsert = f"INSERT INTO orders VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}"
    count = 0
    connection.execute("BEGIN")
    for batch in batches:
        connection.executemany(upsert, batch)
        count += len(batch)
    connection.execute("COMMIT")
    return count


def pull(address: str) -> Iterator[list[Values]]:
    """The client's half: batches of rows as they come."""
    server = http.client.HTTPConnection(urlsplit(address).netloc)
    server.request("GET", "/")
    response, decompressor, text = server.getresponse(), zstandard.ZstdDecompressor().decompressobj(), b""
    while piece := response.read1(_PIECE):
        *lines, text = (text + decompressor.decompress(piece)).split(b"\n")
        for line in lines:
            yield list(zip(*_decoder.decode(line), strict=True))
    server.close()


def serve(file: Path) -> None:
    """The server's half."""
    import uvicorn

    from app.server.door import listen

    database = _connect(file)

    async def application(scope: dict[str, Any], _receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        compressor = zstandard.ZstdCompressor(level=3).compressobj()
        rows = database.execute("SELECT * FROM orders ORDER BY id")
        while batch := rows.fetchmany(BATCH):
            line = msgspec.json.encode(list(zip(*batch, strict=True))) + b"\n"
            await send({"type": "http.response.body", "body": compressor.compress(line), "more_body": True})
        await send({"type": "http.response.body", "body": compressor.flush()})

    listener = listen("127.0.0.1", 0)
    answer_about_cpu(f"http://127.0.0.1:{listener.getsockname()[1]}")
    uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off")).run(sockets=[listener])


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
