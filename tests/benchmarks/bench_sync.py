"""Agreeing over HTTP on loopback: the CPU time of laptop and server together, beside a floor made by hand.

What ours adds to the floor is encryption, FULL, rules, rights and verdicts; the search index is filled afterwards.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import requests

from app.storage.schema import spec_of
from app.workorders.tables import WorkOrder
from tests.benchmarks import raw_sync
from tests.benchmarks.comparing import absolute, in_turns
from tests.benchmarks.figure import Figure
from tests.benchmarks.headquarters import EnrolledLaptop, fill_server, titled_anew
from tests.benchmarks.imagined import Directory
from tests.benchmarks.serving import Served, served

ORDERS = 20_000
CHANGED = 100
COMMANDS = 1000
POLLS = 100
ROUNDS = 5

_BY_HAND = "the same by hand: SQLite with 4 indexes and NORMAL on both sides, columnar JSON, zstd, HTTP, no encryption"
_POLL_MILLISECONDS = 2
_TEXT = "customer requested access after hours permit isolation confirmed"


def measure(
    orders: int = ORDERS, changed: int = CHANGED, commands: int = COMMANDS, polls: int = POLLS, rounds: int = ROUNDS
) -> Iterator[Figure]:
    """Both servers run beside each other and are asked in turns."""
    directory = Directory("")
    rows = list(directory.orders(orders))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill_server(folder / "server", directory, rows)
        _fill_floor(folder / "floor.db", rows)
        with (
            served("tests.benchmarks.product_server", str(folder / "server")) as server,
            served("tests.benchmarks.raw_sync", str(folder / "floor.db")) as floor,
        ):
            both = _Both(server, floor, folder, rounds)
            yield from both.first_pulls(orders)
            yield from both.later_rounds([order.id for order in rows], changed, commands)
            yield both.idle_poll(polls)


def _fill_floor(file: Path, orders: list[WorkOrder]) -> None:
    spec = spec_of(WorkOrder)
    connection = raw_sync.open_database(file)
    raw_sync.write(connection, iter([[(*spec.to_values(order), 1) for order in orders]]))
    connection.close()


class _Floor:
    """The floor's laptop."""

    def __init__(self, address: str, folder: Path) -> None:
        self.client = raw_sync.Client(address)
        self.database = raw_sync.open_database(folder / "floor.db")

    def pull(self, cursor: int = -1) -> None:
        raw_sync.write(self.database, self.client.pull(cursor))

    def count(self) -> int:
        count: int = self.database.execute("SELECT count(*) FROM orders").fetchone()[0]
        return count

    def close(self) -> None:
        self.client.close()
        self.database.close()


class _Both:
    """Our server and the floor's."""

    def __init__(self, server: Served, floor: Served, folder: Path, rounds: int) -> None:
        self._server = server
        self._floor = floor
        self._folder = folder
        self._rounds = rounds
        self._received = {"ours": 0, "floor": 0}

    def first_pulls(self, orders: int) -> Iterator[Figure]:
        """Of everything, into a laptop that has nothing yet."""
        spent = in_turns(partial(self._first_pull, orders), partial(self._first_floor_pull, orders), self._rounds)
        yield spent.figure(f"sync: first pull of {orders} orders, CPU of both sides", against=_BY_HAND, goal=2)
        yield Figure(
            name="sync: bytes an order in a first pull",
            value=round(self._received["ours"] / orders, 1),
            unit="B",
            against="the same orders as columns of JSON in one stream of zstd",
            ratio=round(self._received["ours"] / self._received["floor"], 2),
            goal=1.1,
        )
        spent = in_turns(partial(self._first_load, orders), partial(self._first_floor_pull, orders), self._rounds)
        yield spent.figure(
            f"sync: first load of {orders} orders by snapshot, CPU of both sides", against=_BY_HAND, goal=0.7
        )

    def later_rounds(self, order_ids: Sequence[str], changed: int, commands: int) -> Iterator[Figure]:
        """Of laptops that agreed with their server a moment ago."""
        laptop, floor = self._laptop(), _Floor(self._floor.address, self._new_folder())
        laptop.synchronise()
        floor.pull()
        served_file = raw_sync.connect(self._folder / "floor.db")
        turns = iter(range(self._rounds + 1)), iter(range(self._rounds + 1))

        def pull_changes() -> float:
            titled_anew(self._folder / "server", order_ids[:changed], f"Anew {next(turns[0])}")
            return _cpu_seconds(self._server, laptop.pull)

        def pull_floors_changes() -> float:
            cursor = raw_sync.change(served_file, order_ids[:changed], f"Anew {next(turns[1])}")
            return _cpu_seconds(self._floor, lambda: floor.pull(cursor))

        spent = in_turns(pull_changes, pull_floors_changes, self._rounds)
        yield spent.figure(f"sync: pull of {changed} changed orders, CPU of both sides", against=_BY_HAND, goal=3)
        yield from self._commands(laptop, floor, order_ids[-commands:])
        served_file.close()
        floor.close()
        laptop.close()

    def idle_poll(self, polls: int) -> Figure:
        """Of a laptop that waits for nothing and gets nothing."""
        laptop = self._laptop()
        laptop.synchronise()
        before = self._server.cpu_seconds()
        for _poll in range(polls):
            laptop.pull()
        milliseconds = (self._server.cpu_seconds() - before) * 1000 / polls
        laptop.close()
        what = f"{_POLL_MILLISECONDS} ms wanted, CPU of the server's process alone"
        return absolute("sync: idle poll, CPU of the server", milliseconds, _POLL_MILLISECONDS, what)

    def _commands(self, laptop: EnrolledLaptop, floor: _Floor, order_ids: Sequence[str]) -> Iterator[Figure]:
        turns = iter(range(self._rounds + 1)), iter(range(self._rounds + 1))

        def agree() -> float:
            laptop.note(order_ids, f"{_TEXT} {next(turns[0])}")
            return _cpu_seconds(self._server, laptop.synchronise)

        def push_floors_commands() -> float:
            turn = next(turns[1])
            raw_sync.give(floor.database, order_ids, ("closed", "logged")[turn % 2], f"{_TEXT} {turn}")
            return _cpu_seconds(self._floor, lambda: floor.client.push(floor.database))

        spent = in_turns(agree, push_floors_commands, self._rounds)
        name = f"sync: {len(order_ids)} notes pushed, judged and settled, CPU of both sides"
        yield spent.figure(name, against=f"{_BY_HAND}; one transaction for all, no rules and no rows back", goal=5)

    def _first_pull(self, orders: int) -> float:
        session = requests.Session()
        session.hooks["response"].append(self._count_bytes)
        laptop = self._laptop(session)
        self._received["ours"] = 0
        taken = _cpu_seconds(self._server, laptop.pull)
        _require(laptop.count(), orders)
        laptop.close()
        return taken

    def _first_load(self, orders: int) -> float:
        laptop = self._laptop()
        taken = _cpu_seconds(self._server, laptop.load)
        _require(laptop.count(), orders)
        laptop.close()
        return taken

    def _first_floor_pull(self, orders: int) -> float:
        floor = _Floor(self._floor.address, self._new_folder())
        taken = _cpu_seconds(self._floor, floor.pull)
        self._received["floor"] = floor.client.received
        _require(floor.count(), orders)
        floor.close()
        return taken

    def _count_bytes(self, response: requests.Response, *_args: object, **_kwargs: object) -> None:
        self._received["ours"] += int(response.headers["Content-Length"])

    def _laptop(self, session: requests.Session | None = None) -> EnrolledLaptop:
        return EnrolledLaptop(self._server.address, self._new_folder(), session)

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))


def _cpu_seconds(server: Served, work: Callable[[], object]) -> float:
    """What `work` costs in this process and in the server's."""
    before = time.process_time() + server.cpu_seconds()
    work()
    return time.process_time() + server.cpu_seconds() - before


def _require(count: int, orders: int) -> None:
    if count != orders:
        raise AssertionError(f"{count} orders came instead of {orders}")
