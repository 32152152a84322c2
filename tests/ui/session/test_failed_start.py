"""A workspace that cannot be opened: the window says why, and a new start works once that is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from app.bootstrap import open_workspace
from app.foundation.home import Home
from tests.ui.session.conftest import SitDown


@contextmanager
def key_of_another(home: Home) -> Iterator[None]:
    key = home.key_file.read_text()
    home.key_file.write_text("00" * 32)
    yield
    home.key_file.write_text(key)


@contextmanager
def key_mislaid(home: Home) -> Iterator[None]:
    aside = home.key_file.rename(home.folder / "mislaid")
    yield
    aside.rename(home.key_file)


@contextmanager
def written_by_a_newer_version(home: Home) -> Iterator[None]:
    version = set_version(home, "9999")
    yield
    home.database.write_bytes(version)


@contextmanager
def not_writable(home: Home) -> Iterator[None]:
    """Also for `root`, whom no permission stops: the place of the write-ahead log is taken."""
    taken = home.database.with_name("workspace.db-wal")
    taken.mkdir()
    yield
    taken.rmdir()


@contextmanager
def another_file(home: Home) -> Iterator[None]:
    content = home.database.read_bytes()
    home.database.write_bytes(b"this is a letter to my aunt, not a database" * 100)
    yield
    home.database.write_bytes(content)


def set_version(home: Home, version: str) -> bytes:
    """Make it look like written by this version; returns what the file held before."""
    before = home.database.read_bytes()
    workspace = open_workspace(home)
    with workspace.store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    workspace.close()
    return before


Mishap = Callable[[Home], AbstractContextManager[None]]
MISHAPS: dict[Mishap, str] = {
    key_of_another: "cannot be opened with this key",
    key_mislaid: "The key of the workspace",
    written_by_a_newer_version: "newer version of Paigong",
    not_writable: "cannot be written to",
    another_file: "cannot be opened with this key",
}


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_a_workspace_that_cannot_be_opened_says_why_and_opens_once_that_is_mended(
    sit_down: SitDown, sample_home: Home, mishap: Mishap
) -> None:
    with mishap(sample_home):
        stored = sample_home.database.read_bytes()
        desk = sit_down(sample_home)
        desk.until(lambda: MISHAPS[mishap] in desk.said)
        assert "Your workspace could not be opened" in desk.said
        assert desk.buttons("New work order") == desk.buttons("Dismiss") == []
        desk.push("Close Paigong")
        assert not desk.window.isVisible()
        assert sample_home.database.read_bytes() == stored
    again = sit_down(sample_home)
    again.until(lambda: "Local store: 62 orders" in again.status)


def test_a_window_that_could_not_open_its_workspace_says_so_in_chinese_too(
    sit_down: SitDown, sample_home: Home
) -> None:
    with key_mislaid(sample_home):
        desk = sit_down(sample_home, language="zh_CN")
        desk.until(lambda: "密钥" in desk.said)
