"""Desks, workspaces to sit down at, and a server at the end of a cable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import create_empty_workspace, create_workspace, open_server
from app.foundation.home import Home
from app.foundation.settings import Settings, write_settings
from app.tour.cable import Cable
from app.tour.sample import load_sample
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock
from tests.ui.session.desk import PATIENCE_MILLISECONDS, Desk, Viewer, copied

Enrolled = Callable[[str], Home]


class SitDown:
    """Sits somebody down before a window."""

    def __init__(self, qtbot: QtBot, clock: FakeClock) -> None:
        self.desks: list[Desk] = []
        self._qtbot = qtbot
        self._clock = clock

    def __call__(self, home: Home, language: str = "en") -> Desk:
        """Without a language it is that of the settings."""
        self.desks.append(Desk(self._wait, home, self._clock, language))
        self.desks[-1].open()
        return self.desks[-1]

    def leave(self, desk: Desk) -> None:
        self.desks.remove(desk)
        desk.leave()

    def _wait(self, seen: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(seen, timeout=PATIENCE_MILLISECONDS)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def viewer(qapp: object) -> Iterator[Viewer]:
    made = Viewer()
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A place where nobody has begun."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A workspace with the sample data of a Monday morning in Shanghai; to be copied."""
    made = Home(tmp_path_factory.mktemp("template") / "home")
    write_settings(made, Settings(language="en", theme="light", time_zone="Asia/Shanghai"))
    workspace = create_workspace(made, "周航", FakeClock())
    load_sample(workspace)
    workspace.close()
    return made


@pytest.fixture
def sample_home(template: Home, tmp_path: Path) -> Home:
    return copied(template, tmp_path / "sample")


@pytest.fixture
def sit_down(qtbot: QtBot, clock: FakeClock) -> Iterator[SitDown]:
    """Opens a window on a home; all are closed at the end."""
    made = SitDown(qtbot, clock)
    yield made
    for desk in list(made.desks):
        made.leave(desk)


@pytest.fixture
def headquarters(tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    made = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def cable(headquarters: Headquarters) -> Iterator[Cable]:
    """The way to the server; it can be pulled, and keeps its address."""
    made = Cable(int(headquarters.url.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def enrolled(cable: Cable, tmp_path: Path, clock: FakeClock) -> Enrolled:
    """Makes a workspace in which somebody, whom the server knows by this login, has signed in."""

    def enrol(login: str) -> Home:
        made = Home(tmp_path / login)
        laptop = Laptop(create_empty_workspace(made, clock))
        laptop.enrol(cable.url, login)
        laptop.synchronise()
        laptop.close()
        return made

    return enrol
