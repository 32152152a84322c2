"""Workspaces for the tests of the rooms; what they can do stands in `tests.workspaces`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.workspaces import Workspace, make_template, open_workspace


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "workspace.db")


@pytest.fixture
def new_workspace(empty_workspace: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[str], Workspace]]:
    """Makes a workspace for the device with this code of three characters; all of them share the clock."""
    opened: list[Workspace] = []

    def make(device_code: str) -> Workspace:
        opened.append(open_workspace(empty_workspace, tmp_path / f"{device_code}.db", clock, device_code))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.store.close()


@pytest.fixture
def workspace(new_workspace: Callable[[str], Workspace]) -> Workspace:
    """A workspace of one laptop without a server."""
    return new_workspace("7KQ")
