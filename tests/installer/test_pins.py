"""The pinned requirements: complete, of one resolution, hashed, and without any registry's address."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from installer.environment import PROGRAM, PROJECT, TESTS
from installer.pins import DESKTOP, EXTRAS

FILES = [DESKTOP, PROGRAM, TESTS]


def pins(requirements: Path) -> dict[str, str]:
    """Name to version."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+])?==(\S+)", requirements.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("requirements", FILES, ids=lambda file: file.stem)
def test_every_pin_has_hashes_and_nothing_says_where_it_comes_from(requirements: Path) -> None:
    text = requirements.read_text("utf-8")
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(requirements))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|^\s*-[fi-]|--(extra-)?index-url|--find-links", text.replace("--hash", ""), re.MULTILINE)


@pytest.mark.parametrize("requirements", FILES, ids=lambda file: file.stem)
def test_everything_that_the_project_asks_for_is_pinned(requirements: Path) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in EXTRAS[requirements]:
        asked += project["optional-dependencies"][extra]
    names = {re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-") for requirement in asked}
    assert names <= set(pins(requirements))


def test_the_three_files_agree() -> None:
    tests = pins(TESTS).items()
    assert pins(DESKTOP).items() < pins(PROGRAM).items() < tests


def test_a_void_call_into_qt_keeps_the_references_to_none() -> None:
    """PySide6 6.12.0 loses one with each on Python 3.11, and aborts after some 5,000."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 1_000
