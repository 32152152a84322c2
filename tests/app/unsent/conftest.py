"""A server, and a desk whose laptop is about to die."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_server
from app.foundation.home import Home
from app.rescue import take_in
from app.unsent.file import opened_unsent
from app.unsent.takeover import TakenOver
from app.workspace import Workspace
from tests.app.sync.conftest import Headquarters
from tests.app.sync.files.conftest import Desk, desk_at
from tests.fakes import FakeClock

PASSWORD = "出工 2026 年"


@pytest.fixture
def headquarters(tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    made = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def desk(headquarters: Headquarters) -> Desk:
    """Of li, a dispatcher, with an order that the server knows."""
    return desk_at(headquarters)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Of a laptop that is about to die."""
    return Home(tmp_path / "工作区")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "unsent.paigong-work"


def taken_over(workspace: Workspace, file: Path) -> TakenOver:
    with opened_unsent(file, PASSWORD) as work:
        return take_in(workspace, work)
