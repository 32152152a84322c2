"""Photos and documents on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_workspace, open_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.files.samples import PROGRAM, picture
from tests.app.sync.conftest import Headquarters, new_headquarters
from tests.fakes import FakeClock

__all__ = ["new_headquarters"]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def with_an_order(home: Home) -> str:
    """Returns the number of the order."""
    workspace = open_workspace(home)
    customer_id = new_id()
    order = LogOrder(id=new_id(), customer_id=customer_id, title="打印机卡纸")
    workspace.runner.run(AddCustomer(id=customer_id, name="第一人民医院"), order)
    with workspace.store.read() as reader:
        number = reader.require(WorkOrder, order.id).number
    workspace.close()
    return number


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    create_workspace(made, "王芳").close()
    return made


def test_files_are_attached_listed_and_copied_out(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = with_an_order(home)
    (tmp_path / "机房.JPG").write_bytes(picture())
    assert run(["files", "add", number, str(tmp_path / "机房.JPG")], home, "en") == 0
    assert run(["files", "list", number], home, "zh_CN") == 0
    assert "机房.jpg\t5 KB\t在这台电脑上" in capsys.readouterr().out
    target = tmp_path / "copy.jpg"
    assert run(["files", "get", number, "机房.jpg", "--out", str(target)], home, "en") == 0
    assert target.read_bytes() == picture()
    assert run(["files", "get", number, "机房.jpg", "--out", str(target)], home, "en") == 1
    assert "Nothing was overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["files", "add", "W26-999999", "x.txt"], "There is no W26-999999"),
        (["files", "add", "NUMBER", "gone.txt"], "could not be read"),
        (["files", "add", "NUMBER", "setup.jpg"], "neither a photo nor a document"),
        (["files", "get", "NUMBER", "none.txt"], "There is no file “none.txt”"),
    ],
)
def test_what_cannot_be_done_is_said(
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "setup.jpg").write_bytes(PROGRAM)
    number = with_an_order(home)
    assert run([number if word == "NUMBER" else word for word in given], home, "en") == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("moving", [["files", "sync"], ["sync"]], ids=" ".join)
def test_a_file_of_another_laptop_is_fetched(
    home: Home, tmp_path: Path, new_headquarters: object, capsys: pytest.CaptureFixture[str], moving: list[str]
) -> None:
    assert callable(new_headquarters)
    headquarters: Headquarters = new_headquarters()
    headquarters.add_user("li", Role.DISPATCHER)
    number = with_an_order(home)
    workspace = headquarters.laptop(open_workspace(home))
    workspace.enrol(headquarters.url, "li")
    (tmp_path / "a.txt").write_bytes(b"words")
    assert run(["files", "add", number, str(tmp_path / "a.txt")], home, "en") == 0
    workspace.synchronise()
    assert run(moving, home, "en") == 0
    other = headquarters.new_laptop("li")
    there = other.workspace.home
    assert run(["files", "list", number], there, "en") == 0
    assert "a.txt\t1 KB\tOn the server" in capsys.readouterr().out
    assert run(["files", "get", number, "a.txt", "--out", str(tmp_path / "b.txt")], there, "en") == 0
    assert (tmp_path / "b.txt").read_bytes() == b"words"
