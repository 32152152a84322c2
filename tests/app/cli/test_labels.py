"""`paigong label` prints what will stay, and names what it did not print."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.assets.commands import RegisterAsset
from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from app.storage.images import ServerImage
from app.storage.schema import spec_of
from tests.app.documents.reading import codes_on_pages
from tests.fakes import FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workspace in which a server has confirmed one device, and has not heard of another one yet."""
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        RegisterAsset(id="old", customer_id="c", type_code="COM", name="x", existing_code="KJC-COM-0007"),
    )
    with workspace.store.engine.begin() as connection:
        connection.execute(spec_of(ServerImage).table.delete())
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"administrator","customer_id":null}]'))
    workspace.runner.run(
        RegisterAsset(id="new", customer_id="c", type_code="COM", name="x", existing_code="KJC-COM-0008")
    )
    workspace.close()
    return home


def test_what_may_still_change_is_named_and_the_others_are_printed(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.pdf"
    assert run(["label", "KJC-COM-0007", "KJC-COM-0008", "--out", str(out)], home, "en") == 1
    said = capsys.readouterr()
    assert said.out == f"{out}\n"
    assert "No label was printed for KJC-COM-0008:" in said.err
    assert codes_on_pages(out, 300) == [["KJC-COM-0007"]]


def test_where_all_may_change_nothing_is_printed(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.pdf"
    assert run(["label", "KJC-COM-0008", "--out", str(out)], home, "en") == 1
    assert "Connect to the server once" in capsys.readouterr().err
    assert not out.exists()
