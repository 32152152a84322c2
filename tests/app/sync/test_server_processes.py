"""Several processes of the server on one PostgreSQL: whoever pushes to one and pulls from another misses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from threading import Event

import pytest

from app.accounts.rules import Grant, Role
from app.bootstrap import open_server
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.storage.commands import Envelope
from app.sync.push.server import JudgedCommand
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.server_process import ServerProcess
from tests.app.sync.wire_laptop import WireLaptop, enrolled_laptops

pytestmark = pytest.mark.slow

PROCESSES = 2
PUSHERS = 6
FOLLOWERS = 3
MESSAGES = 12
CUSTOMERS = ("hospital", "university", "school")


@dataclass
class Site:
    """The processes, and laptops that are in agreement with them."""

    server: Server
    ports: list[int]
    laptops: list[WireLaptop]


@pytest.fixture
def site(postgres_url: str, tmp_path: Path) -> Iterator[Site]:
    server = open_server(Home(tmp_path / "here"), postgres_url)
    server.run(*(AddCustomer(id=customer_id, name=customer_id) for customer_id in CUSTOMERS))
    everything = [Grant(Role.ADMINISTRATOR, None)]
    laptops = enrolled_laptops(server, {f"user{number}": everything for number in range(PUSHERS + FOLLOWERS)})
    folders = [tmp_path / f"process{number}" for number in range(PROCESSES)]
    for folder in folders:
        folder.mkdir()
    processes = [ServerProcess(folder, postgres_url) for folder in folders]
    yield Site(server, [process.port for process in processes], laptops)
    for laptop in laptops:
        laptop.close()
    assert [process.stop() for process in processes] == [0] * PROCESSES
    server.close()


def test_not_one_change_is_missed_by_whoever_follows_several_processes(site: Site) -> None:
    pushers, followers = site.laptops[:PUSHERS], site.laptops[PUSHERS:]
    waiting = [_commands(site.server, laptop) for laptop in pushers]
    done = Event()

    def push(number: int) -> None:
        ports = cycle(site.ports[number % PROCESSES :] + site.ports[: number % PROCESSES])
        for message in waiting[number]:
            pushers[number].push(next(ports), message)

    def follow(laptop: WireLaptop) -> None:
        for port in cycle(site.ports):
            ends = done.is_set()  # once more after the last push
            laptop.pull(port)
            if ends:
                return

    with ThreadPoolExecutor(PUSHERS + FOLLOWERS) as pool:
        following = [pool.submit(follow, laptop) for laptop in followers]
        try:
            list(pool.map(push, range(PUSHERS)))
        finally:
            done.set()
        for follower in following:
            follower.result()
    _check(site, pushers, followers, waiting)


def _commands(server: Server, laptop: WireLaptop) -> list[list[Envelope]]:
    """Messages that work at several customers each, and twice at the same order."""
    messages = []
    for _message in range(MESSAGES):
        orders = [LogOrder(id=new_id(), customer_id=customer_id, title="故障") for customer_id in CUSTOMERS]
        notes = [AddNote(order_id=order.id, text=new_id()) for order in orders]
        messages.append([laptop.envelope(server, command) for command in (*orders, *notes)])
    return messages


def _check(
    site: Site, pushers: list[WireLaptop], followers: list[WireLaptop], waiting: list[list[list[Envelope]]]
) -> None:
    offered = {envelope.command_id for messages in waiting for message in messages for envelope in message}
    with site.server.store.read() as reader:
        judged = {command.command_id: command for command in reader.find(JudgedCommand)}
        orders, events = reader.find(WorkOrder), reader.find(OrderEvent)
    assert judged.keys() == offered
    assert {command.code for command in judged.values()} == {""}
    assert len({order.number for order in orders}) == len(orders) == PUSHERS * MESSAGES * len(CUSTOMERS)
    assert len({event.id for event in events}) == 2 * len(orders)
    for follower in followers:
        assert {order.id for order in orders} | {event.id for event in events} <= follower.seen
    for pusher in pushers:
        pusher.pull(site.ports[0])
        assert len(pusher.verdicts) == MESSAGES * 2 * len(CUSTOMERS)
