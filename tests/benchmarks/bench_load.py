"""A fleet comes back: laptops that were off-line for a day all reconnect at once, each with what its person did.

`python -m tests.benchmarks.bench_load 1000 20` is the whole load: so many laptops, with so many commands each. The
server is `paigong serve` in a process of its own, once on SQLite and once on PostgreSQL; laptops speak the protocol
over connections of their own, push in one message, and pull until they have every verdict. Whatever is answered with
anything but a reply, or is not judged exactly once, fails the benchmark.
"""

from __future__ import annotations

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
from app.storage.schema import Values, spec_of
from app.sync.push.server import JudgedCommand
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import WorkOrder
from tests.app.sync.server_process import ServerProcess
from tests.app.sync.wire_laptop import WireLaptop, enrolled_laptops
from tests.benchmarks import raw_sync
from tests.benchmarks.figure import Figure
from tests.benchmarks.serving import Served, served
from tests.postgres import own_server

LAPTOPS = 100
COMMANDS = 5
AT_ONCE = 64
"""Messages under way at the same moment."""
WANTED_SECONDS = 60
CUSTOMERS = 50

_FLOOR = "as many commands by hand: an UPDATE and an INSERT each in SQLite with NORMAL, no rules, no verdicts, no pull"


@dataclass(frozen=True, slots=True)
class Load:
    """What it took: seconds by the clock on the wall, CPU seconds of the server's process, for so many commands."""

    seconds: float
    cpu_seconds: float
    commands: int


def measure(laptops: int = LAPTOPS, commands: int = COMMANDS) -> Iterator[Figure]:
    """Both databases and the floor, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        floor = _floor(Path(name), laptops, commands)
        yield from _figures("SQLite", _load(Path(name) / "sqlite", "", laptops, commands), floor, laptops)
        with own_server() as url:
            database = url.render_as_string(hide_password=False)
            yield from _figures("PostgreSQL", _load(Path(name) / "other", database, laptops, commands), floor, laptops)


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
    ours, theirs = (one.cpu_seconds / one.commands for one in (load, floor))
    yield Figure(
        name=f"load: CPU of the server's process for a command, {database}",
        value=round(ours * 1000, 3),
        unit="ms",
        against=_FLOOR,
        ratio=round(ours / theirs, 1),
        goal=25,
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
    file, columns = folder / "floor.db", spec_of(WorkOrder).columns
    connection = raw_sync.open_database(file, columns)
    ids = [f"order{number}" for number in range(commands)]
    rows: list[Values] = [tuple(order_id if name == "id" else "" for name in columns) for order_id in ids]
    raw_sync.write(connection, columns, iter([rows]))
    connection.close()
    with served("tests.benchmarks.raw_sync", str(file)) as floor:
        return _floor_load(floor, folder, laptops, ids)


def _floor_load(floor: Served, folder: Path, laptops: int, order_ids: list[str]) -> Load:
    waiting = raw_sync.open_database(folder / "waiting.db", spec_of(WorkOrder).columns)
    cpu, begun = floor.cpu_seconds(), time.perf_counter()
    for number in range(laptops):
        raw_sync.give(waiting, order_ids, f"laptop {number}")
        client = raw_sync.Client(floor.address)
        client.push(waiting)
        client.close()
    load = Load(time.perf_counter() - begun, floor.cpu_seconds() - cpu, laptops * len(order_ids))
    waiting.close()
    return load


if __name__ == "__main__":
    for figure in measure(*map(int, sys.argv[1:])):
        print(figure.as_json())
