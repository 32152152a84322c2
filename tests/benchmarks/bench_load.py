"""A fleet comes back: laptops that were off-line for a day all reconnect at once, each with what its person did.

Then they wait for news, and nothing happens: what a stream costs that stays open.

`python -m tests.benchmarks.bench_load 1000 20 3000` is the whole load: laptops, commands of each, open streams. The
server is `paigong serve` in a process of its own, once on SQLite and once on PostgreSQL; laptops speak the protocol
over connections of their own, push in one message, and pull until they have every verdict. Whatever is answered with
anything but a reply, or is not judged exactly once, fails the benchmark.
"""

from __future__ import annotations

import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.accounts.rules import Grant, Role
from app.attendance.commands import CheckIn
from app.bootstrap import open_server
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.storage.commands import Envelope
from app.storage.outbox import OutboxState
from app.storage.schema import Values
from app.sync.live.wire import HEARTBEAT, HEARTBEAT_SECONDS
from app.sync.push.server import JudgedCommand
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import WorkOrder
from tests.app.sync.server_process import ServerProcess
from tests.app.sync.wire_laptop import WireLaptop, enrolled_laptops
from tests.benchmarks import raw_sync
from tests.benchmarks.comparing import absolute
from tests.benchmarks.figure import Figure
from tests.benchmarks.serving import Served, served
from tests.postgres import own_server

LAPTOPS = 100
COMMANDS = 5
STREAMS = 100
AT_ONCE = 64
"""Messages under way at the same moment."""
WANTED_SECONDS = 60
CUSTOMERS = 50

WANTED_MILLISECONDS = 3
"""Of one core for a command: so 20,000 take a minute."""
WANTED_KIBIBYTES = 100
"""Of memory for a stream: so 3,000 take 300 MB."""


@dataclass(frozen=True, slots=True)
class Load:
    """What it took: seconds by the clock on the wall, CPU seconds of the server's process, for so many commands."""

    seconds: float
    cpu_seconds: float
    commands: int


def measure(laptops: int = LAPTOPS, commands: int = COMMANDS, streams: int = STREAMS) -> Iterator[Figure]:
    """Both databases and the floor, one after the other; then the streams."""
    with tempfile.TemporaryDirectory() as name:
        floor = _floor(Path(name), laptops, commands)
        yield from _figures("SQLite", _load(Path(name) / "sqlite", "", laptops, commands), floor, laptops)
        with own_server() as url:
            database = url.render_as_string(hide_password=False)
            yield from _figures("PostgreSQL", _load(Path(name) / "other", database, laptops, commands), floor, laptops)
        if streams:
            yield from _idle_streams(Path(name) / "streams", streams)


def _figures(database: str, load: Load, floor: Load, laptops: int) -> Iterator[Figure]:
    yield Figure(
        name=f"load: {laptops} laptops with {load.commands // laptops} commands each until all have their verdicts, "
        f"{database}",
        value=round(load.seconds, 2),
        unit="s",
        against=f"{WANTED_SECONDS} s wanted; laptops and server on one machine, {AT_ONCE} messages at once",
        ratio=round(load.seconds / WANTED_SECONDS, 3),
        goal=1,
    )
    ours, theirs = (one.cpu_seconds * 1000 / one.commands for one in (load, floor))
    yield absolute(
        f"load: CPU of the server's process for a command, {database}",
        ours,
        WANTED_MILLISECONDS,
        f"{WANTED_MILLISECONDS} ms wanted; by hand, in SQLite with NORMAL, no rules, verdicts or pull: {theirs:.3f} ms",
    )


def _load(folder: Path, database: str, laptops: int, commands: int) -> Load:
    server = open_server(Home(folder), database)
    crowd = _crowd(server, laptops)
    days = [_a_day(server, laptop, commands) for laptop in crowd]
    process = ServerProcess(folder, database)
    try:
        cpu_before, begun = process.cpu_seconds(), time.perf_counter()
        _all_at_once(lambda at: _reconnect(crowd[at], process.port, days[at]), laptops)
        load = Load(time.perf_counter() - begun, process.cpu_seconds() - cpu_before, laptops * commands)
    finally:
        process.stop()
    _require_everything(server, days)
    server.close()
    return load


def _crowd(server: Server, laptops: int) -> list[WireLaptop]:
    """Each serves two customers, as an engineer does."""
    customers = [f"customer{number}" for number in range(CUSTOMERS)]
    server.run(*(AddCustomer(id=customer_id, name=customer_id) for customer_id in customers))
    return enrolled_laptops(
        server,
        {
            f"engineer{number}": [
                Grant(Role.ENGINEER, customers[(number + step) % CUSTOMERS]) for step in (0, CUSTOMERS // 2)
            ]
            for number in range(laptops)
        },
    )


def _a_day(server: Server, laptop: WireLaptop, commands: int) -> list[Envelope]:
    """A check-in, then orders with a note on each."""
    customer_id = f"customer{int(laptop.login.removeprefix('engineer')) % CUSTOMERS}"
    day: list[object] = [CheckIn(zone="Asia/Shanghai")]
    while len(day) < commands:
        order = LogOrder(id=new_id(), customer_id=customer_id, title="打印机不能用")
        day += [order, AddNote(order_id=order.id, text="到现场看过，换了硒鼓")]
    return [laptop.envelope(server, command) for command in day[:commands]]


def _reconnect(laptop: WireLaptop, port: int, day: Sequence[Envelope]) -> None:
    laptop.push(port, day)
    laptop.pull(port)
    if laptop.verdicts != {envelope.command_id: "applied" for envelope in day}:
        raise AssertionError(laptop.verdicts)
    laptop.close()


def _all_at_once(work: Callable[[int], None], count: int) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, range(count)))


def _require_everything(server: Server, days: list[list[Envelope]]) -> None:
    """Nothing was lost, and nothing done twice."""
    offered = [envelope for day in days for envelope in day]
    with server.store.read() as reader:
        judged = reader.find(JudgedCommand)
        orders = reader.count(WorkOrder)
    logged = sum(envelope.name == "workorders.log" for envelope in offered)
    applied = {command.command_id for command in judged if command.verdict is OutboxState.APPLIED}
    if applied != {envelope.command_id for envelope in offered} or len(judged) != len(offered) or orders != logged:
        raise AssertionError(f"{len(applied)} of {len(offered)} commands were applied; {orders} of {logged} orders")


def _floor(folder: Path, laptops: int, commands: int) -> Load:
    """The floor's server carries out as many, from as many laptops, one after the other."""
    ids = [f"order{number}" for number in range(commands)]
    _floor_with(folder / "floor.db", ids).close()
    with served("tests.benchmarks.raw_sync", str(folder / "floor.db")) as floor:
        return _floor_load(floor, folder, laptops, ids)


def _floor_with(file: Path, order_ids: list[str]) -> sqlite3.Connection:
    """The floor's database with empty orders of these ids."""
    connection = raw_sync.open_database(file)
    rows: list[Values] = [(order_id, *[""] * (len(raw_sync.COLUMNS) - 2), 1) for order_id in order_ids]
    raw_sync.write(connection, iter([rows]))
    return connection


def _floor_load(floor: Served, folder: Path, laptops: int, order_ids: list[str]) -> Load:
    waiting = _floor_with(folder / "waiting.db", order_ids)
    cpu, begun = floor.cpu_seconds(), time.perf_counter()
    for number in range(laptops):
        raw_sync.give(waiting, order_ids, "closed", f"laptop {number}")
        client = raw_sync.Client(floor.address)
        client.push(waiting)
        client.close()
    load = Load(time.perf_counter() - begun, floor.cpu_seconds() - cpu, laptops * len(order_ids))
    waiting.close()
    return load


def _idle_streams(folder: Path, count: int) -> Iterator[Figure]:
    """From the moment when all are open until each has heard one heartbeat."""
    server = open_server(Home(folder))
    tokens = [laptop.token for laptop in _crowd(server, 50)]
    server.close()
    process = ServerProcess(folder)
    try:
        _open_stream(process.port, tokens[0]).close()  # whatever is loaded for the first one
        memory = process.resident_bytes()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            streams = list(pool.map(lambda at: _open_stream(process.port, tokens[at % len(tokens)]), range(count)))
        grown = process.resident_bytes() - memory
        _hear_all(streams)  # what came while others were opened
        cpu = process.cpu_seconds()
        _hear_all(streams)
        milliseconds = (process.cpu_seconds() - cpu) * 1000 / count
        for stream in streams:
            stream.close()
    finally:
        process.stop()
    yield Figure(
        name=f"load: memory of the server for one of {count} idle streams",
        value=round(grown / count),
        unit="B",
        against=f"{WANTED_KIBIBYTES} KiB wanted; what the process has grown by, for each",
        ratio=round(grown / count / 1024 / WANTED_KIBIBYTES, 2),
        goal=1,
    )
    what = f"{HEARTBEAT_SECONDS:.0f} ms wanted, a thousandth of a core for each; the server's process alone"
    yield absolute(
        f"load: CPU for one of {count} idle streams in {HEARTBEAT_SECONDS:.0f} s", milliseconds, HEARTBEAT_SECONDS, what
    )


def _open_stream(port: int, token: str) -> socket.socket:
    stream = socket.create_connection(("127.0.0.1", port), timeout=60)
    stream.sendall(f"GET /v1/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    _hear(stream, b"data: ")
    return stream


def _hear_all(streams: Sequence[socket.socket]) -> None:
    for stream in streams:
        _hear(stream, HEARTBEAT)


def _hear(stream: socket.socket, expected: bytes) -> None:
    heard = b""
    while expected not in heard:
        piece = stream.recv(4096)
        if not piece:
            raise AssertionError(heard)
        heard += piece


if __name__ == "__main__":
    for figure in measure(*map(int, sys.argv[1:])):
        print(figure.as_json())
