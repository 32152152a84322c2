"""Laptops reach a server in a process of its own over a network that cuts, doubles and delays; now and then it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import Row, all_specs
from app.storage.units import UnitOfWork
from app.sync.push.server import JudgedCommand
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.conftest import PASSWORD, Laptop
from tests.app.sync.faulty_proxy import FaultyProxy
from tests.app.sync.server_process import ServerProcess
from tests.fakes import FakeClock

pytestmark = pytest.mark.slow

ROUNDS = 12
LOGINS = ("li", "wang", "zhao")


@dataclass
class Field:
    """Laptops, and what is between them and their server."""

    laptops: list[Laptop]
    proxy: FaultyProxy
    server: ServerProcess
    home: Home
    database: str


def _first_rows(home: Home, database: str) -> None:
    server = open_server(home, database)

    def fill(unit: UnitOfWork) -> None:
        server.run_in(unit, AddCustomer(id="hospital", name="第一人民医院"))
        for login in LOGINS:
            server.run_in(unit, AddPerson(id=login, name=login, kind=PersonKind.DISPATCHER))
            grants = [Grant(Role.DISPATCHER, None)]
            add_user(unit, login=login, password=PASSWORD, person_id=login, grants=grants)

    server.store.write(fill)
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def field(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Field]:
    database = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    home = Home(tmp_path / "server")
    _first_rows(home, database)
    server = ServerProcess(home.folder, database)
    proxy = FaultyProxy(server.port, Random(7), faults=0.0)
    laptops = [Laptop(create_empty_workspace(Home(tmp_path / login), clock)) for login in LOGINS]
    for login, laptop in zip(LOGINS, laptops, strict=True):
        laptop.enrol(proxy.url, login)
        laptop.synchronise()
    yield Field(laptops, proxy, server, home, database)
    for laptop in laptops:
        laptop.close()
    proxy.close()
    assert server.stop() == 0


def test_nothing_is_lost_or_done_twice_on_a_network_that_cuts_repeats_and_delays(field: Field) -> None:
    random = Random(11)
    field.proxy.faults = 0.5
    for number in range(ROUNDS):
        if number % 5 == 3:
            field.server.kill()
            field.server.begin()
        for laptop in field.laptops:
            _work(random, laptop)
            with suppress(PaigongError):
                laptop.synchronise()
    assert len(field.proxy.met) >= 6, field.proxy.met
    field.proxy.faults = 0.0
    for _round in range(3):
        for laptop in field.laptops:
            laptop.synchronise()
    _check(field)


def _work(random: Random, laptop: Laptop) -> None:
    orders = laptop.all(WorkOrder)
    laptop.run(LogOrder(id=new_id(), customer_id="hospital", title="故障"))
    if orders:
        laptop.run(AddNote(order_id=random.choice(orders).id, text=new_id()))


def _check(field: Field) -> None:
    entries = [entry for laptop in field.laptops for entry in laptop.all(OutboxEntry)]
    server = open_server(field.home, field.database)
    with server.store.read() as reader:
        judged = {command.command_id for command in reader.find(JudgedCommand)}
        notes = [event.note for event in reader.find(OrderEvent) if event.note]
        numbers = [order.number for order in reader.find(WorkOrder)]
        rows = {spec: sorted(reader.find(spec.row_type), key=_id_of) for spec in all_specs() if spec.scope is not None}
    server.close()
    assert {entry.state for entry in entries} == {OutboxState.APPLIED}
    assert judged == {entry.id for entry in entries}
    given = [entry.body_fields() for entry in entries]
    assert sorted(notes) == sorted(body["text"] for body in given if "text" in body)
    assert len(numbers) == len(set(numbers)) == ROUNDS * len(LOGINS)
    for laptop in field.laptops:
        assert {spec: laptop.all(spec.row_type) for spec in rows} == rows


def _id_of(row: Row) -> str:
    return row.id
