"""A protected workspace on the command line: the password is typed, or read from standard input, and never shown."""

from __future__ import annotations

import getpass
import io
import sys
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.cli.main import run
from app.foundation.home import Home
from app.safekeeping.passwords import protect
from tests.app.safekeeping.conftest import QUICK

PASSWORD = "correct horse"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    create_workspace(made, "王芳").close()
    protect(made, PASSWORD, cost=QUICK)
    return made


def test_the_password_is_read_from_standard_input(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed, status in ((PASSWORD, 0), ("wrong horse", 1)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        assert run(["--password-stdin", "orders"], home, "en") == status
    said = capsys.readouterr()
    assert "This is not the password of this workspace." in said.err
    assert "horse" not in said.out + said.err


def test_without_that_it_is_asked_for_on_the_terminal(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def type_it(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr(getpass, "getpass", type_it)
    assert run(["orders"], home, "en") == 0
    assert asked == ["Password of this workspace: "]
