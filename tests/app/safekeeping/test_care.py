"""What is done for a workspace while people work in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.backups import list_backups
from app.safekeeping.care import Care
from app.workspace import Workspace
from tests.app.safekeeping.mishaps import flip_pages
from tests.fakes import FakeClock


@pytest.fixture
def workspace(home: Home, clock: FakeClock) -> Iterator[Workspace]:
    create_workspace(home, "王建国", clock).close()
    made = open_workspace(home, clock)
    yield made
    made.close()


def care_of(workspace: Workspace) -> Care:
    return Care(workspace.home, workspace.store, workspace.journaling, workspace.ballast)


def test_a_look_completes_the_journal_takes_ballast_in_checks_and_backs_up(
    workspace: Workspace, home: Home, clock: FakeClock
) -> None:
    workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))
    home.journal_file.unlink()
    assert care_of(workspace).look(clock.now()) == []
    assert len(workspace.journaling.journal.read().entries) == 1
    assert home.ballast_file.exists()
    assert home.checked_file.exists()
    assert len(list_backups(home)) == 1


def test_a_damaged_database_is_told_and_no_good_backup_makes_way_for_it(
    workspace: Workspace, home: Home, clock: FakeClock
) -> None:
    workspace.store.engine.dispose()
    flip_pages(home, seed=3, pages=4, spare=2)
    assert care_of(workspace).look(clock.now()) != []
    assert list_backups(home) == []


def test_one_step_that_fails_keeps_no_other_from_being_done(workspace: Workspace, home: Home, clock: FakeClock) -> None:
    home.ballast_file.mkdir()
    home.backups_folder.write_text("in the way")
    home.journal_file.unlink()
    workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))
    with pytest.raises(Trouble):
        care_of(workspace).look(clock.now())
    assert len(workspace.journaling.journal.read().entries) == 1


def test_a_program_that_ends_begins_nothing_long(workspace: Workspace, home: Home, clock: FakeClock) -> None:
    care = care_of(workspace)
    care.end()
    assert care.look(clock.now()) == []
    assert not home.checked_file.exists()
    assert list_backups(home) == []
