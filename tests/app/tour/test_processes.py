from __future__ import annotations

from pathlib import Path

import pytest

from app.foundation.errors import Trouble
from app.tour.processes import ServerProcess, paigong, paigong_fails

pytestmark = pytest.mark.slow


def test_what_a_command_prints_is_returned_and_what_is_typed_is_heard(tmp_path: Path) -> None:
    told = ("admin", "add-user", "li", "--name", "李晓明", "--role", "dispatcher")
    said = paigong(tmp_path / "server", *told, typed="很长的密码 2026\n")
    assert said == "li can sign in now."


def test_a_command_that_fails_is_trouble_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="process_failed") as caught:
        paigong(tmp_path, "sync")
    assert "There is no workspace in" in str(caught.value.params["output"])


def test_a_command_that_should_have_failed_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="process_succeeded"):
        paigong_fails(tmp_path, "create", "--owner", "Li")


def test_a_server_that_cannot_start_says_why_and_leaves_no_process(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "workspace.key").write_text("not a key")
    with pytest.raises(Trouble, match="server_not_started") as caught:
        ServerProcess(folder, tmp_path / "server.log", tick_seconds=1)
    assert str(caught.value.params["output"])


def test_a_server_stops_in_order_when_it_is_told_to(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "server", tmp_path / "server.log", tick_seconds=60)
    assert server.url == f"http://127.0.0.1:{server.port}"
    assert server.stop() == 0
    assert not list((tmp_path / "server").glob("*.db-wal")), "the store was closed"
