"""A workspace of one laptop, and the work of a window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.files.vault import Vault
from tests.fakes import FakeClock
from tests.workspaces import KEY, Workspace, make_template, open_workspace
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


class Opened:
    """The workspace as the window opens it."""

    def __init__(self, workspace: Workspace) -> None:
        self.store, self.runner = workspace.store, workspace.runner
        self.vault = Vault(workspace.path.parent / "files", KEY)
        self.is_closed = False

    def close(self) -> None:
        """The fixture closes the store: tests look into it after the window has gone."""
        self.is_closed = True


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "workspace.db")


@pytest.fixture
def workspace(empty_workspace: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(empty_workspace, tmp_path / "workspace.db", FakeClock())
    yield opened
    opened.store.close()


@pytest.fixture
def wall(workspace: Workspace) -> WallClock:
    return WallClock(workspace.clock, "Asia/Shanghai")


@pytest.fixture
def work(qtbot: QtBot, workspace: Workspace) -> Iterator[Work]:
    work = Work(lambda: Opened(workspace))
    work.start()
    yield work
    work.close()
