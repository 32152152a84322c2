from __future__ import annotations

from pathlib import Path

import pytest

from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.sentences import sentence
from app.storage.store import Store, sqlite_engine
from tests.workspaces import KEY, Workspace


def test_the_workspace_is_safe_against_power_cuts_and_readers_do_not_block(
    real_disk: None, workspace: Workspace
) -> None:
    with workspace.store.read() as reader:
        pragmas = {
            name: reader.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    full = 2
    assert pragmas == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1}


def test_nothing_readable_stands_in_the_file(workspace: Workspace) -> None:
    workspace.add_customer("Northvale Council")
    files = [workspace.path, Path(f"{workspace.path}-wal")]
    content = b"".join(file.read_bytes() for file in files)
    assert b"Northvale" not in content
    assert b"SQLite format" not in content


def test_a_wrong_key_is_a_trouble_that_says_what_to_do(workspace: Workspace) -> None:
    workspace.store.close()
    stranger = Store(sqlite_engine(workspace.path, bytes(32)), path=str(workspace.path))
    with pytest.raises(Trouble) as trouble, stranger.read() as reader:
        reader.count(Customer)
    stranger.close()
    assert trouble.value.code == "workspace_key_wrong"
    assert str(workspace.path) in sentence(trouble.value)


def test_what_was_written_is_there_when_the_workspace_is_opened_again(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    workspace.store.close()
    again = Store(sqlite_engine(workspace.path, KEY), path=str(workspace.path))
    with again.read() as reader:
        assert reader.require(Customer, customer_id).name == "Northvale Council"
    again.close()


def test_a_listener_may_look_at_what_was_committed(workspace: Workspace) -> None:
    seen: list[int] = []
    workspace.store.listen(lambda _changes: seen.append(len(workspace.all(Customer))))
    workspace.runner.run()
    workspace.add_customer()
    assert seen == [1]
