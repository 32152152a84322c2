"""A first pull of 20,000 work orders over HTTP on loopback: the CPU time of laptop and server together.

A first honest figure; what the laptop's half adds to the floor is encryption, FULL and the search index.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.foundation.home import Home
from app.storage.schema import spec_of
from app.storage.units import Origin, UnitOfWork
from app.sync.enrolment.laptop import enrol
from app.sync.laptop import LaptopSync
from app.sync.transport import Transport
from app.workorders.tables import WorkOrder
from tests.benchmarks import raw_sync
from tests.benchmarks.comparing import in_turns
from tests.benchmarks.figure import Figure
from tests.benchmarks.imagined import Directory
from tests.benchmarks.serving import Served, served

ORDERS = 20_000
ROUNDS = 5
GOAL = 2

_LOGIN, _PASSWORD = "zhang", "correct horse"


def measure(orders: int = ORDERS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure; both servers run beside each other and are pulled from in turns."""
    directory = Directory("")
    rows = list(directory.orders(orders))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server_home, floor_file = Home(folder / "server"), folder / "floor.db"
        _fill_server(server_home, directory, rows)
        _fill_floor(floor_file, rows)
        with (
            served("tests.benchmarks.product_server", str(server_home.folder)) as server,
            served("tests.benchmarks.raw_sync", str(floor_file)) as floor,
        ):
            spent = in_turns(
                lambda: _ours(server, Path(tempfile.mkdtemp(dir=folder)), orders),
                lambda: _floor(floor, Path(tempfile.mkdtemp(dir=folder)), orders),
                rounds,
            )
    yield spent.figure(
        f"sync: first pull of {orders} orders, CPU of both sides",
        against="the same rows by hand: SQLite with 4 indexes and NORMAL on both sides, columnar JSON, zstd, HTTP "
        "(no encryption, no search index)",
        goal=GOAL,
    )


def _fill_server(home: Home, directory: Directory, orders: list[WorkOrder]) -> None:
    server = open_server(home)
    sites = [site for sites in directory.sites.values() for site in sites]

    def fill(unit: UnitOfWork) -> None:
        for rows in (directory.customers, sites, directory.engineers, orders):
            spec = spec_of(type(rows[0]))
            unit.apply(spec, [spec.to_values(row) for row in rows], origin=Origin.TRUTH)
        everything = [Grant(Role.DISPATCHER, None)]
        add_user(unit, login=_LOGIN, password=_PASSWORD, person_id=directory.engineers[0].id, grants=everything)

    server.store.write(fill)
    server.close()


def _fill_floor(file: Path, orders: list[WorkOrder]) -> None:
    spec = spec_of(WorkOrder)
    connection = raw_sync.open_database(file, spec.columns)
    raw_sync.write(connection, spec.columns, iter([[spec.to_values(order) for order in orders]]))
    connection.close()


def _ours(server: Served, folder: Path, orders: int) -> float:
    workspace = create_empty_workspace(Home(folder))
    enrol(workspace.store, Transport(server.address), _LOGIN, _PASSWORD, "laptop")
    sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
    taken = _cpu_seconds(server, sync.synchronise)
    with workspace.store.read() as reader:
        _require(reader.count(WorkOrder), orders)
    sync.close()
    workspace.close()
    return taken


def _floor(server: Served, folder: Path, orders: int) -> float:
    columns = spec_of(WorkOrder).columns
    connection = raw_sync.open_database(folder / "floor.db", columns)
    taken = _cpu_seconds(server, lambda: raw_sync.write(connection, columns, raw_sync.pull(server.address)))
    _require(connection.execute("SELECT count(*) FROM orders").fetchone()[0], orders)
    connection.close()
    return taken


def _cpu_seconds(server: Served, work: Callable[[], object]) -> float:
    """What `work` costs in this process and in the server's."""
    before = time.process_time() + server.cpu_seconds()
    work()
    return time.process_time() + server.cpu_seconds() - before


def _require(count: int, orders: int) -> None:
    if count != orders:
        raise AssertionError(f"{count} orders came instead of {orders}")
