"""A full disk: the last work is saved with the room that was kept back, and the person hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.directory.tables import Customer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.ballast import Ballast
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.workspace import Workspace
from tests.app.test_bad_luck import refused, says
from tests.fakes import FakeClock

PLENTY = 2**40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.ballast"


def test_ballast_is_taken_in_once_and_given_up_once(path: Path) -> None:
    heard: list[str] = []
    ballast = Ballast(path, 10_000, lambda _folder: PLENTY)
    ballast.listen(lambda: heard.append("released"))
    assert ballast.take_in()
    assert path.stat().st_size == 10_000
    assert ballast.release()
    assert not ballast.release()
    assert heard == ["released"]
    assert ballast.take_in()


def test_a_disk_that_is_nearly_full_gets_no_ballast(path: Path) -> None:
    ballast = Ballast(path, 10_000, lambda _folder: 20_000)
    assert not ballast.take_in()
    assert not path.exists()


@pytest.fixture
def workspace(home: Home, clock: FakeClock) -> Iterator[Workspace]:
    made = create_workspace(home, "王建国", clock)
    yield made
    made.close()


class FullDisk:
    """The database may not grow any more until room is made."""

    def __init__(self, workspace: Workspace, ballast: Ballast) -> None:
        self._ballast = ballast
        self._is_full = True
        self.attempts = 0
        self.store = Store(workspace.store.engine, path=workspace.store.path, make_room=self._make_room)

    def add_much(self, unit: UnitOfWork) -> None:
        self.attempts += 1
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
        most = pages if self._is_full else 2**30
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
        for number in range(500):
            unit.put(Customer(id=new_id(), name=f"{number} {'x' * 200}", staff_count=None))

    def _make_room(self) -> bool:
        made = self._ballast.release()
        self._is_full = self._is_full and not made
        return made


def test_what_is_done_on_a_full_disk_is_saved_in_the_room_of_the_ballast(workspace: Workspace, path: Path) -> None:
    ballast = Ballast(path, 10_000, lambda _folder: PLENTY)
    ballast.take_in()
    disk = FullDisk(workspace, ballast)
    disk.store.write(disk.add_much)
    assert disk.attempts == 2
    assert not ballast.is_aboard
    with workspace.store.read() as reader:
        assert reader.count(Customer) == 500


def test_without_ballast_a_full_disk_is_said_and_nothing_is_half_saved(workspace: Workspace, path: Path) -> None:
    disk = FullDisk(workspace, Ballast(path, 10_000, lambda _folder: 0))
    assert says(refused(lambda: disk.store.write(disk.add_much)), "disk_full")
    assert disk.attempts == 1
    with workspace.store.read() as reader:
        assert reader.count(Customer) == 0


def test_a_workspace_gives_its_own_ballast_up(workspace: Workspace, home: Home) -> None:
    assert workspace.ballast.take_in()
    assert home.ballast_file.exists()
    assert workspace.ballast.release()
    assert not home.ballast_file.exists()
