"""A job of labels whose process is killed is there again, up to the last label that came out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.assets.commands import RegisterAsset
from app.assets.tables import LabelEvent
from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.labels.checking import codes_in
from app.labels.keeping import kept_job
from app.labels.languages import Language
from tests.app.labels.fake_printer import BUSY, SOUND, FakePrinter

pytestmark = pytest.mark.slow
CODES = [f"KJC-COM-000{number}" for number in range(1, 5)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li")
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        *(RegisterAsset(id=code, customer_id="c", type_code="COM", name="x", existing_code=code) for code in CODES),
    )
    workspace.close()
    return home


def written_down(home: Home) -> list[str]:
    workspace = open_workspace(home)
    try:
        with workspace.store.read() as reader:
            assert kept_job(reader) is None
            return sorted(event.code for event in reader.find(LabelEvent))
    finally:
        workspace.close()


def paigong(home: Home, *given: str) -> list[str]:
    return [sys.executable, "-m", "ui.main", "--home", str(home.folder), "--language", "en", "labels", *given]


def test_a_job_whose_process_is_killed_goes_on_with_the_label_in_doubt(qtbot: QtBot, home: Home) -> None:
    sound = SOUND[Language.ZPL]
    with FakePrinter(Language.ZPL, [sound, sound, sound, BUSY[Language.ZPL]], 400).on() as printer:
        with subprocess.Popen(
            paigong(home, "--assets", *CODES, "--printer", printer.address), stdout=subprocess.DEVNULL
        ) as process:
            qtbot.waitUntil(lambda: len(printer.printed) == 3, timeout=60_000)  # the third one is not said to be out
            process.kill()
        printer.answers = [sound]
        rest = subprocess.run(paigong(home, "--resume"), check=True, capture_output=True, text=True, encoding="utf-8")
    assert "Whether KJC-COM-0003 is out already is not known" in rest.stderr
    assert "Printed: 2" in rest.stdout
    printed = [codes_in(label.image().convert("L"))[0] for label in printer.printed]
    assert printed == [*CODES[:3], *CODES[2:]]
    assert written_down(home) == CODES
