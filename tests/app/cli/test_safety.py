"""Backups and rescue on the command line."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.backups import list_backups


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    create_workspace(made, "王芳").close()
    return made


def add_customer(home: Home, name: str) -> None:
    workspace = open_workspace(home)
    workspace.runner.run(AddCustomer(id=new_id(), name=name))
    workspace.close()


def customers(home: Home) -> set[str]:
    workspace = open_workspace(home)
    with workspace.store.read() as reader:
        found = {customer.name for customer in reader.find(Customer)}
    workspace.close()
    return found


def test_a_backup_is_made_listed_and_restored(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    add_customer(home, "师范大学")
    assert run(["backup", "make"], home, "en") == 0
    (backup,) = list_backups(home)
    assert f"The backup is {backup.path}." in capsys.readouterr().out
    add_customer(home, "江州市交警支队")
    assert run(["backup", "list"], home, "en") == 0
    assert "asked for" in capsys.readouterr().out
    assert run(["backup", "restore", backup.path.name], home, "en") == 0
    said = capsys.readouterr().out
    assert "The workspace was made whole again." in said
    assert "It begins with the backup of" in said
    assert customers(home) == {"师范大学", "江州市交警支队"}


def test_a_backup_that_is_not_there_is_said(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "restore", "yesterday.db"], home, "en") == 1
    assert "There is no backup yesterday.db here." in capsys.readouterr().err


def test_a_damaged_workspace_is_rescued(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    add_customer(home, "师范大学")
    os.truncate(home.database, 5000)
    assert run(["orders"], home, "en") == 1
    assert run(["rescue"], home, "zh_CN") == 0
    assert "工作区已恢复完好" in capsys.readouterr().out
    assert customers(home) == {"师范大学"}


def test_unsent_work_is_written_to_a_file_and_taken_over_where_it_is_new(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add_customer(home, "师范大学")
    file = tmp_path / "unsent.paigong-work"
    os.truncate(home.database, 5000)
    for typed, command, status in (
        ("short", "export", 1),
        ("correct horse", "export", 0),
    ):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        assert run(["outbox", command, str(file)], home, "en") == status
    assert run(["rescue"], home, "en") == 0
    for typed, status in (("wrong horse", 1), ("correct horse", 0)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        assert run(["outbox", "import", str(file)], home, "en") == status
    said = capsys.readouterr()
    assert "Saved: 1 entry and 0 files." in said.out
    assert "Taken over: 0 entries and 0 files." in said.out
    assert "at least 8 characters" in said.err
    assert "not the password that the file was made with" in said.err
    assert customers(home) == {"师范大学"}
