"""Backups: made while people work, read back, rotated, before each migration; a copy that is bad does not count."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.backups import (
    DAYS_KEPT,
    MIGRATIONS_KEPT,
    Reason,
    back_up_daily,
    backup_named,
    list_backups,
    make_backup,
    newest_good_backup,
    verify,
)
from app.storage import migration
from app.storage.store import sqlite_engine
from app.workspace import Workspace, open_for_reading
from tests.app.safekeeping.mishaps import flip
from tests.app.test_bad_luck import refused, says
from tests.fakes import FakeClock


@pytest.fixture
def workspace(home: Home, clock: FakeClock) -> Iterator[Workspace]:
    made = create_workspace(home, "王建国", clock)
    yield made
    made.close()


def add_customer(workspace: Workspace, name: str = "师范大学") -> None:
    workspace.runner.run(AddCustomer(id=new_id(), name=name))


def touched(home: Home) -> None:
    """Something was written after the last backup, as file times tell on any disk."""
    later = max(path.stat().st_mtime for path in home.folder.rglob("*")) + 1
    os.utime(home.database, (later, later))


def test_a_backup_holds_what_was_committed_and_opens_with_the_same_key(
    workspace: Workspace, home: Home, clock: FakeClock, tmp_path: Path
) -> None:
    add_customer(workspace)
    backup = make_backup(home, clock.now())
    add_customer(workspace, "later")
    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert "师范大学".encode() not in backup.path.read_bytes()
    other = Home(tmp_path / "other").unlocked(home.read_key())
    other.prepare()
    other.database.write_bytes(backup.path.read_bytes())
    opened = open_workspace(other)
    with opened.store.read() as reader:
        assert [customer.name for customer in reader.find(Customer)] == ["师范大学"]
    opened.close()
    with pytest.raises(Trouble):
        verify(backup.path, bytes(32))


def test_the_daily_backup_is_made_once_a_day_and_only_where_something_changed(
    workspace: Workspace, home: Home, clock: FakeClock
) -> None:
    assert back_up_daily(home, clock.now()) is not None
    touched(home)
    assert back_up_daily(home, clock.advance(hours=23)) is None
    assert back_up_daily(home, clock.advance(hours=2)) is not None
    os.utime(home.database, (0, 0))
    for path in home.folder.glob("workspace.db-*"):
        os.utime(path, (0, 0))
    assert back_up_daily(home, clock.advance(days=3)) is None


def test_the_last_days_are_kept_and_what_was_asked_for_is_never_removed(
    workspace: Workspace, home: Home, clock: FakeClock
) -> None:
    asked = make_backup(home, clock.now())
    for _day in range(DAYS_KEPT + 4):
        clock.advance(days=1)
        touched(home)
        back_up_daily(home, clock.now())
    for _step in range(MIGRATIONS_KEPT + 2):
        make_backup(home, clock.advance(hours=1), Reason.MIGRATION)
    kept = list_backups(home)
    assert asked in kept
    daily = [backup for backup in kept if backup.reason is Reason.DAILY]
    assert len(daily) == DAYS_KEPT
    assert clock.now() - daily[0].made_at < timedelta(days=1)
    assert sum(backup.reason is Reason.MIGRATION for backup in kept) == MIGRATIONS_KEPT


def test_a_damaged_backup_does_not_count(workspace: Workspace, home: Home, clock: FakeClock) -> None:
    good = make_backup(home, clock.now())
    bad = make_backup(home, clock.advance(minutes=1))
    flip(bad.path, 9000)
    assert newest_good_backup(home) == good
    assert says(refused(lambda: verify(bad.path, home.read_key())), "copy_unreadable")
    assert bad.path.exists()


def test_a_backup_that_is_not_there_is_said(workspace: Workspace, home: Home) -> None:
    assert says(refused(lambda: backup_named(home, "yesterday.db")), "backup_missing")


def test_a_backup_that_fails_leaves_nothing_half_made(home: Home, clock: FakeClock) -> None:
    home.database.write_bytes(b"this is a letter to my aunt" * 1000)
    with pytest.raises(Trouble):
        make_backup(home, clock.now())
    assert list(home.backups_folder.iterdir()) == []


class TestMigrating:
    @pytest.fixture
    def old_home(self, home: Home) -> Home:
        """A workspace that the version before has left."""
        import app.bootstrap  # noqa: F401 - declares every table

        engine = sqlite_engine(home.database, home.read_key())
        migration.upgrade(engine, "0001")
        engine.dispose()
        return home

    def revision(self, path: Path, key: bytes) -> str | None:
        engine = sqlite_engine(path, key)
        with engine.connect() as connection:
            found = migration.current_revision(connection)
        engine.dispose()
        return found

    def test_the_workspace_is_backed_up_as_it_was_before_it_is_migrated(self, old_home: Home, clock: FakeClock) -> None:
        open_for_reading(old_home, clock).close()
        (backup,) = list_backups(old_home)
        assert backup.reason is Reason.MIGRATION
        assert self.revision(backup.path, old_home.read_key()) == "0001"
        assert self.revision(old_home.database, old_home.read_key()) == migration.newest_revision()
        open_for_reading(old_home, clock).close()
        assert len(list_backups(old_home)) == 1

    def test_a_new_workspace_needs_no_backup(self, home: Home, clock: FakeClock) -> None:
        create_workspace(home, "王建国", clock).close()
        assert list_backups(home) == []

    def test_a_migration_that_fails_leaves_the_workspace_as_it_was_and_says_so(
        self, old_home: Home, clock: FakeClock
    ) -> None:
        engine = sqlite_engine(old_home.database, old_home.read_key())
        with engine.execution_options(paigong_writer=True).begin() as connection:
            connection.exec_driver_sql("DROP TABLE devices")  # what a later step builds on
        engine.dispose()
        trouble = refused(lambda: open_for_reading(old_home, clock))
        assert says(trouble, trouble.code)
        assert self.revision(old_home.database, old_home.read_key()) == "0001"
        assert len(list_backups(old_home)) == 1

    def test_without_a_backup_nothing_is_migrated(self, old_home: Home, clock: FakeClock) -> None:
        old_home.backups_folder.write_text("in the way")
        with pytest.raises(Trouble):
            open_for_reading(old_home, clock)
        assert self.revision(old_home.database, old_home.read_key()) == "0001"
