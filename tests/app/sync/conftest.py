"""A real server over real HTTP, on SQLite and on PostgreSQL, and laptops with real workspaces."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.server.door import Door
from app.server.http import make_server
from app.server.metrics import Metrics
from app.storage.facts import SERVER_URL, set_fact
from app.storage.schema import RowT, columns_of
from app.storage.units import UnitOfWork
from app.sync.check.rules import CheckReport
from app.sync.enrolment.laptop import enrol
from app.sync.files.laptop import FileSync
from app.sync.laptop import LaptopSync
from app.sync.transport import Transport
from app.workspace import Workspace
from tests.fakes import FakeClock

PASSWORD = "correct horse 电池"


class Laptop:
    """A workspace and its sync."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
        self.files = FileSync(workspace.store, workspace.vault, workspace.runner.clock)

    def run(self, *commands: object) -> None:
        self.workspace.runner.run(*commands)

    def all(self, row_type: type[RowT], **wanted: object) -> list[RowT]:
        """The rows with these values, by id."""
        column = columns_of(row_type)
        conditions = [column[name] == value for name, value in wanted.items()]
        with self.workspace.store.read() as reader:
            return reader.find(row_type, *conditions, order_by=[column.id])

    def synchronise(self) -> None:
        assert self.sync.synchronise()

    def check(self) -> CheckReport:
        """Compare all that is here with what the server has."""
        self.sync.ask_for_check()
        self.synchronise()
        assert self.sync.check_report is not None
        return self.sync.check_report

    def enrol(self, url: str, login: str) -> None:
        transport = Transport(url)
        enrol(self.workspace.store, transport, login, PASSWORD, "test laptop")
        transport.close()

    def close(self) -> None:
        self.sync.close()
        self.files.close()
        self.workspace.close()


class Headquarters:
    """A server that answers over HTTP on loopback."""

    def __init__(self, server: Server, folder: Path, clock: FakeClock, door: Door | None = None, port: int = 0) -> None:
        self.server = server
        self.clock = clock
        self.home = Home(Path(server.store.path).parent)
        self._folder = folder
        self._laptops: list[Laptop] = []
        door = door or Door()
        self._listener = door.open("127.0.0.1", port)
        self.url = f"{door.scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._metrics = Metrics()
        application = make_server(server, self._metrics)
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(application, log_config=None, access_log=False, lifespan="off", **door.options())
        )
        self._thread = threading.Thread(target=self._uvicorn.run, kwargs={"sockets": [self._listener]})
        self._thread.start()

    def add_user(self, login: str, role: Role, *customer_ids: str) -> str:
        """Let somebody sign in; returns the id of the person."""
        person_id = new_id()
        kind = PersonKind.ENGINEER if role is Role.ENGINEER else PersonKind.DISPATCHER
        grants = [Grant(role, customer_id) for customer_id in customer_ids] or [Grant(role, None)]

        def add(unit: UnitOfWork) -> None:
            self.server.run_in(unit, AddPerson(id=person_id, name=login.title(), kind=kind))
            add_user(unit, login=login, password=PASSWORD, person_id=person_id, grants=grants)

        self.server.store.write(add)
        return person_id

    def new_laptop(self, login: str) -> Laptop:
        """A fresh laptop on which this person has signed in."""
        laptop = self.laptop(create_empty_workspace(Home(self._folder / new_id()), self.clock))
        laptop.enrol(self.url, login)
        laptop.synchronise()
        return laptop

    def figures(self) -> str:
        """What operators see of it."""
        return self._metrics.exposed().decode()

    def take_over(self, laptop: Laptop) -> None:
        """Answer this laptop from now on, as if we were at the address of its server."""
        laptop.workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, self.url))

    def laptop(self, workspace: Workspace) -> Laptop:
        self._laptops.append(Laptop(workspace))
        return self._laptops[-1]

    def close(self) -> None:
        for laptop in self._laptops:
            laptop.close()
        self.stop()
        self.server.close()

    def stop(self) -> None:
        """Answer no more."""
        self.server.doorbell.hang_up()
        self._uvicorn.should_exit = True
        self._thread.join()
        self._listener.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def headquarters(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    """The server, once on each database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = Headquarters(open_server(Home(tmp_path / "server"), url, clock), tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def new_headquarters(tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[], Headquarters]]:
    """Makes further servers on SQLite."""
    made: list[Headquarters] = []

    def make() -> Headquarters:
        home = Home(tmp_path / f"server{len(made)}")
        made.append(Headquarters(open_server(home, "", clock), tmp_path, clock))
        return made[-1]

    yield make
    for one in made:
        one.close()
