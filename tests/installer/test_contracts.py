"""import-linter finds each kind of forbidden import, so that the contracts in pyproject.toml are not words only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.environment import PROJECT, script

PLANTED = {
    "The window stands on the command line's room": ("app/foundation/planted.py", "import ui.shell"),
    "A room imports the rooms below it": ("app/storage/planted.py", "import app.workorders"),
    "Nothing under app knows Qt": ("app/documents/planted.py", "import PySide6.QtCore"),
    "The window reads and writes through app": ("ui/pages/planted.py", "import sqlalchemy"),
    "Rules are pure": ("app/assets/planted/rules.py", "import app.storage\nimport msgspec"),
    "The server knows nothing of the laptop's half": ("app/server/planted.py", "import app.sync.planted.laptop"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one violation of each contract planted in it."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("app", "ui", "installer"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.txt"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    for package in ("app/assets/planted", "app/sync/planted"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    (folder / "app/sync/planted/laptop.py").touch()
    for path, line in PLANTED.values():
        (folder / path).write_text(f"{line}\n")
    return folder


@pytest.fixture(scope="module")
def verdicts(copy: Path) -> dict[str, str]:
    lint_imports = script("lint-imports", Path(sys.prefix))
    run = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"], cwd=copy, capture_output=True, text=True, check=False
    )
    return {
        line.rpartition(" ")[0]: line.rpartition(" ")[2]
        for line in run.stdout.splitlines()
        if line.endswith((" KEPT", " BROKEN"))
    }


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_its_contract(verdicts: dict[str, str], contract: str) -> None:
    assert [verdict for name, verdict in verdicts.items() if name.startswith(contract)] == ["BROKEN"]


def test_every_contract_has_its_violation_here(verdicts: dict[str, str]) -> None:
    assert len(verdicts) == len(PLANTED)
