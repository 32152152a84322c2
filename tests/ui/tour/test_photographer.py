"""Pictures of a real window on the sample data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import create_workspace
from app.foundation.home import Home
from app.tour.sample import load_sample
from tests.ui.conftest import Speak
from ui.application import Application
from ui.tour.photographer import Photographer, Scene

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("sample") / "workspace")
    workspace = create_workspace(home, "周一鸣")
    load_sample(workspace)
    workspace.close()
    return home


@pytest.fixture
def application(qapp: QApplication, speak: Speak, sample_home: Home) -> Iterator[Application]:
    made = Application(sample_home)
    yield made
    made.close()
    made.window.deleteLater()
    made.deleteLater()


def test_every_scene_is_pictured_in_each_language_and_theme(
    application: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    photographer = Photographer(application, tmp_path, "sample", [Scene("today"), Scene("attendance")])
    with qtbot.waitSignal(photographer.finished, timeout=60_000):
        photographer.begin()
    assert photographer.mishaps == []
    expected = {
        f"sample_{page}_{spoken}_{theme}.png"
        for page in ("today", "attendance")
        for spoken in ("en", "zh_CN")
        for theme in ("light", "dark")
    }
    assert {path.name for path in photographer.pictures} == {path.name for path in tmp_path.iterdir()} == expected
    pictures = [QImage(str(path)) for path in photographer.pictures]
    assert {(picture.width(), picture.height()) for picture in pictures} == {(1440, 900)}
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(pictures), "no two are the same"


def test_a_page_that_cannot_be_built_is_a_mishap(
    application: Application, qtbot: QtBot, tmp_path: Path, expected_log: pytest.LogCaptureFixture
) -> None:
    def broken() -> QWidget:
        raise LookupError("no such page")

    application.pages.factories["repairs"] = broken
    photographer = Photographer(application, tmp_path, "sample", [Scene("repairs")])
    with qtbot.waitSignal(photographer.finished, timeout=60_000):
        photographer.begin()
    assert any("no such page" in mishap for mishap in photographer.mishaps)
    assert "no such page" in expected_log.text
