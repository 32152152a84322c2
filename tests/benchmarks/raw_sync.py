"""The floor of agreeing: rows read live from SQLite, columns as JSON through zstd over HTTP, written as tuples.

No encryption, no search index, no durability beyond NORMAL, no users, no scopes, no rules, no verdicts: the least that
brings rows and changes from one database into another one. `python -m tests.benchmarks.raw_sync FILE` is its server.
"""

from __future__ import annotations

import http.client
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import msgspec
import zstandard

from app.storage.schema import Values, spec_of
from app.workorders.tables import WorkOrder
from tests.benchmarks.serving import answer_about_cpu

BATCH = 2000
_PIECE = 1 << 18

_INDEXES = ("number", "engineer_id, state", "asset_id", "due_at")
_TABLES = (
    "CREATE TABLE changes (sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT)",
    "CREATE TABLE applied (id TEXT PRIMARY KEY, device TEXT, sequence INTEGER) WITHOUT ROWID",
    "CREATE TABLE outbox (sequence INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, arguments TEXT, base INTEGER)",
)
_rows_decoder = msgspec.json.Decoder(list[list[Any]])

COLUMNS = (*spec_of(WorkOrder).columns, "version")
"""Of the orders: ours, and how often each was changed, so that an edit can say what it was based on."""


class Edit(msgspec.Struct):
    """What an order is to be."""

    order: str
    state: str
    description: str


class Command(msgspec.Struct):
    """What somebody meant to do to an order, as it is sent."""

    id: str
    device: str
    sequence: int
    name: str
    arguments: Edit
    base: int


class Settled(NamedTuple):
    """What became of a command: whether it was done, and the order's version since."""

    id: str
    verdict: str
    version: int


def open_database(file: Path) -> sqlite3.Connection:
    """A database with one table of orders, and the indexes without which no list of them works."""
    connection = connect(file)
    connection.execute(f"CREATE TABLE orders ({', '.join(COLUMNS)}, PRIMARY KEY (id)) WITHOUT ROWID")
    for at, indexed in enumerate(_INDEXES):
        connection.execute(f"CREATE INDEX orders_{at} ON orders ({indexed})")
    for table in _TABLES:
        connection.execute(table)
    return connection


def write(connection: sqlite3.Connection, batches: Iterator[list[Values]]) -> int:
    """Insert or replace rows in one transaction; how many there were."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    marks = ", ".join("?" * len(COLUMNS))
    upsert = f"INSERT INTO orders VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}"
    count = 0
    connection.execute("BEGIN")
    for batch in batches:
        connection.executemany(upsert, batch)
        count += len(batch)
    connection.execute("COMMIT")
    return count


def change(connection: sqlite3.Connection, order_ids: Sequence[str], title: str) -> int:
    """Change orders where they are served from, and note that they changed; the cursor before that."""
    cursor: int = connection.execute("SELECT coalesce(max(sequence), 0) FROM changes").fetchone()[0]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("UPDATE orders SET title = ? WHERE id = ?", [(title, order_id) for order_id in order_ids])
    connection.executemany("INSERT INTO changes (id) VALUES (?)", [(order_id,) for order_id in order_ids])
    connection.execute("COMMIT")
    return cursor


class Client:
    """The client's half; `received` counts the bytes of all bodies that came."""

    def __init__(self, address: str) -> None:
        self.received = 0
        self._server = http.client.HTTPConnection(urlsplit(address).netloc)

    def pull(self, cursor: int = -1) -> Iterator[list[Values]]:
        """Batches of rows as they come: all of them, or those that changed since a cursor that is not negative."""
        self._server.request("GET", f"/rows?cursor={cursor}")
        response, decompressor, text = self._server.getresponse(), zstandard.ZstdDecompressor().decompressobj(), b""
        while piece := response.read1(_PIECE):
            self.received += len(piece)
            *lines, text = (text + decompressor.decompress(piece)).split(b"\n")
            for line in lines:
                yield list(zip(*_rows_decoder.decode(line), strict=True))

    def push(self, connection: sqlite3.Connection) -> int:
        """Send what waits in the outbox, and settle it; how much that was."""
        waiting = connection.execute(
            "SELECT id, sequence, name, arguments, base FROM outbox ORDER BY sequence"
        ).fetchall()
        commands = [
            {"id": row[0], "device": "1", "sequence": row[1], "name": row[2], "arguments": msgspec.Raw(row[3].encode())}
            | {"base": row[4]}
            for row in waiting
        ]
        body = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(commands))
        self._server.request("POST", "/commands", body)
        settled = msgspec.json.decode(self._server.getresponse().read(), type=list[Settled])
        order_of = "(SELECT json_extract(arguments, '$.order') FROM outbox WHERE id = ?)"
        connection.execute("BEGIN")
        connection.executemany(
            f"UPDATE orders SET version = ? WHERE id = {order_of}",
            [(one.version, one.id) for one in settled],
        )
        connection.executemany("DELETE FROM outbox WHERE id = ?", [(one.id,) for one in settled])
        connection.execute("COMMIT")
        return len(settled)

    def close(self) -> None:
        self._server.close()


def give(connection: sqlite3.Connection, order_ids: Sequence[str], state: str, description: str) -> None:
    """Change orders on the client, and put that into the outbox with the version that it is based on."""
    connection.execute("BEGIN")
    for order_id in order_ids:
        arguments = msgspec.json.encode(Edit(order_id, state, description)).decode()
        base = connection.execute("SELECT version FROM orders WHERE id = ?", (order_id,)).fetchone()[0]
        connection.execute("UPDATE orders SET state = ?, description = ? WHERE id = ?", (state, description, order_id))
        entry = (f"{description}-{order_id}", "order.edit", arguments, base)
        connection.execute("INSERT INTO outbox (id, name, arguments, base) VALUES (?, ?, ?, ?)", entry)
    connection.execute("COMMIT")


class _Server:
    """The server's half."""

    def __init__(self, file: Path) -> None:
        self._database = connect(file)

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"] == "/commands":
            pieces = self._carry_out(zstandard.ZstdDecompressor().decompressobj().decompress(body))
        else:
            pieces = self._rows(int(dict(parse_qsl(scope["query_string"].decode()))["cursor"]))
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _rows(self, cursor: int) -> Iterator[bytes]:
        compressor = zstandard.ZstdCompressor(level=3).compressobj()
        changed = "SELECT o.* FROM changes c JOIN orders o ON o.id = c.id WHERE c.sequence > ? ORDER BY c.sequence"
        query = (changed, (cursor,)) if cursor >= 0 else ("SELECT * FROM orders ORDER BY id", ())
        rows = self._database.execute(*query)
        while batch := rows.fetchmany(BATCH):
            yield compressor.compress(msgspec.json.encode(list(zip(*batch, strict=True))) + b"\n")
        yield compressor.flush()

    def _carry_out(self, body: bytes) -> Iterator[bytes]:
        """Each command once: is it new, which version is there, change the order, note the change, keep the command."""
        execute, settled = self._database.execute, []
        execute("BEGIN IMMEDIATE")
        for command in msgspec.json.decode(body, type=list[Command]):
            edit = command.arguments
            if execute("SELECT 1 FROM applied WHERE id = ?", (command.id,)).fetchone():
                settled.append(Settled(command.id, "duplicate", 0))
                continue
            version = execute("SELECT version FROM orders WHERE id = ?", (edit.order,)).fetchone()[0]
            execute(
                "UPDATE orders SET state = ?, description = ?, version = version + 1 WHERE id = ?",
                (edit.state, edit.description, edit.order),
            )
            execute("INSERT INTO changes (id) VALUES (?)", (edit.order,))
            execute("INSERT INTO applied VALUES (?, ?, ?)", (command.id, command.device, command.sequence))
            settled.append(Settled(command.id, "applied", version + 1))
        execute("COMMIT")
        yield msgspec.json.encode(settled)


def serve(file: Path) -> None:
    """The server's process."""
    import uvicorn

    from app.server.door import listen

    listener = listen("127.0.0.1", 0)
    answer_about_cpu(f"http://127.0.0.1:{listener.getsockname()[1]}")
    uvicorn.Server(uvicorn.Config(_Server(file), log_config=None, lifespan="off")).run(sockets=[listener])


def connect(file: Path) -> sqlite3.Connection:
    """Open a database that is there."""
    sqlite3.register_adapter(type(None), lambda nothing: nothing)  # as ours: else the driver looks for it in vain
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
