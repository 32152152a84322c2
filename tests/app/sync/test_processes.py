"""Servers as real processes: they stop in order while laptops are at work, and several share one database."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddPerson, AddTeam
from app.directory.rules import PersonKind
from app.directory.tables import Team
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.facts import DEVICE_TOKEN, fact
from app.storage.migration import newest_revision
from app.storage.outbox import waiting_count
from app.storage.units import UnitOfWork
from tests.app.sync.conftest import PASSWORD, Laptop
from tests.app.sync.server_process import ServerProcess
from tests.fakes import FakeClock

pytestmark = pytest.mark.slow


class Office:
    """A folder for servers, whose database has somebody who signs in."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder / "server"
        self.folder.mkdir()
        self.database = database
        server = open_server(Home(self.folder), database)

        def add(unit: UnitOfWork) -> None:
            person_id = new_id()
            server.run_in(unit, AddPerson(id=person_id, name="Li", kind=PersonKind.MANAGER))
            grants = [Grant(Role.ADMINISTRATOR, None)]
            add_user(unit, login="li", password=PASSWORD, person_id=person_id, grants=grants)

        server.store.write(add)
        server.close()

    def serve(self, port: int = 0) -> ServerProcess:
        return ServerProcess(self.folder, self.database, port)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return Office(tmp_path, url)


@pytest.fixture
def new_laptop(tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[str], Laptop]]:
    made: list[Laptop] = []

    def make(url: str) -> Laptop:
        made.append(Laptop(create_empty_workspace(Home(tmp_path / new_id()), clock)))
        made[-1].enrol(url, "li")
        return made[-1]

    yield make
    for laptop in made:
        laptop.close()


def work_until_it_stops(laptop: Laptop, begun: threading.Barrier) -> tuple[int, str]:
    """Give commands and agree, until the server is gone; returns how many were given, and what was said then."""
    given = 0
    while True:
        laptop.run(AddTeam(id=(team_id := new_id()), name=team_id))
        given += 1
        try:
            laptop.sync.synchronise()
        except PaigongError as error:
            return given, error.code
        if given == 2:
            begun.wait(60)


def test_told_to_stop_a_server_finishes_what_is_under_way_and_loses_nothing(
    office: Office, new_laptop: Callable[[str], Laptop]
) -> None:
    server = office.serve()
    laptops = [new_laptop(server.url) for _number in range(3)]
    begun = threading.Barrier(len(laptops) + 1)
    with ThreadPoolExecutor(len(laptops)) as pool:
        working = [pool.submit(work_until_it_stops, laptop, begun) for laptop in laptops]
        begun.wait(60)
        assert server.stop() == 0
        ended = [future.result() for future in working]
    assert {code for _given, code in ended} == {"server_unreachable"}
    assert '"status": 5' not in server.log()
    assert '"level": "ERROR"' not in server.log()
    again = office.serve(server.port)
    for _round in range(2):
        for laptop in laptops:
            laptop.synchronise()
    assert len(laptops[0].all(Team)) == sum(given for given, _code in ended)
    for laptop in laptops:
        with laptop.workspace.store.read() as reader:
            assert waiting_count(reader) == 0
    assert again.stop() == 0


def test_a_listener_is_let_go_of_when_the_server_stops(office: Office, new_laptop: Callable[[str], Laptop]) -> None:
    server = office.serve()
    laptop = new_laptop(server.url)
    with laptop.workspace.store.read() as reader:
        token = fact(reader, DEVICE_TOKEN)
    with requests.get(
        f"{server.url}/v1/live", headers={"Authorization": f"Bearer {token}"}, stream=True, timeout=30
    ) as stream:
        words = stream.iter_content(None)
        assert next(words)
        assert server.stop() == 0
        assert b"".join(words) is not None


def test_told_twice_a_server_ends_at_once(office: Office) -> None:
    server = office.serve()
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(b"POST /v1/push HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n")
        assert b"100" in slow.recv(1000)  # it waits for what never comes
        server.terminate()
        while _answers(server):
            pass
        assert server.stop() == 1


def _answers(server: ServerProcess) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port)).close()
    except OSError:
        return False
    return True


def ticks(server: ServerProcess) -> bool:
    """Whether this process does what the clock causes."""
    figures = requests.get(server.figures_url, timeout=30).text
    found = re.search(r"^paigong_last_tick_seconds (\S+)$", figures, re.MULTILINE)
    assert found
    return float(found[1]) > 0


def test_processes_that_begin_together_migrate_once_and_one_of_them_ticks(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    (tmp_path / "server").mkdir()
    with ThreadPoolExecutor(3) as pool:
        begun = [pool.submit(ServerProcess, tmp_path / "server", empty_postgres_url) for _number in range(3)]
        servers = [future.result() for future in begun]
    for server in servers:
        assert requests.get(f"{server.url}/v1/health", timeout=30).json()["migrations"] == "ok", newest_revision()
    while not any(map(ticks, servers)):
        pass
    (ticking,) = filter(ticks, servers)
    others = [server for server in servers if server is not ticking]
    ticking.kill()
    while not any(map(ticks, others)):
        pass
    assert [ticks(server) for server in others].count(True) == 1
    for server in others:
        assert server.stop() == 0
