"""paigong check: compare everything with the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.home import Home
from tests.app.sync.conftest import Headquarters, new_headquarters

__all__ = ["new_headquarters"]


@pytest.fixture
def made_headquarters(clock: object, new_headquarters: Callable[[], Headquarters]) -> Headquarters:
    return new_headquarters()


def test_it_says_whether_all_agrees_and_mends_what_does_not(
    made_headquarters: Headquarters, capsys: pytest.CaptureFixture[str], expected_log: pytest.LogCaptureFixture
) -> None:
    made_headquarters.add_user("li", Role.DISPATCHER)
    made_headquarters.server.run(AddCustomer(id="jiangzhou", name="江州市交警支队"))
    laptop = made_headquarters.new_laptop("li")
    home, store = laptop.workspace.home, laptop.workspace.store
    assert run(["check"], home, "en") == 0
    assert "records were compared" in capsys.readouterr().out
    with store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET name = 'x'")
    assert run(["check"], home, "zh_CN") == 0
    assert "本机有 1 条记录与服务器不一致" in capsys.readouterr().out
    assert [customer.name for customer in laptop.all(Customer)] == ["江州市交警支队"]
    assert len(expected_log.records) == 1


def test_a_workspace_without_a_server_has_nothing_to_compare_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "home")
    create_workspace(home, "王建国").close()
    assert run(["check"], home, "en") == 1
    assert "no server" in capsys.readouterr().out
