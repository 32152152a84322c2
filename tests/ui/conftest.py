"""What tests of the window share: a fresh look in English, and another language that is complete by construction."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.foundation import translation
from app.foundation.translation import set_language
from installer.catalogue import KEYWORDS
from tests.ui.chinese import CHINESE
from ui.shell.language import WindowLanguage
from ui.theme.theme import theme

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (ROOT / "ui", ROOT / "tests" / "ui", ROOT / "app" / "files", ROOT / "app" / "workorders")

Speak = Callable[[str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Qt's off-screen platform says of every window that limits its size and of every menu; no real one does."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def garbage_is_collected_in_this_thread() -> Iterator[None]:
    """As in the window: a Qt object that dies in another thread can bring everything to a standstill."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def english_and_light(qapp: QApplication) -> Iterator[None]:
    theme.apply(dark=False)
    yield
    set_language("en")


@pytest.fixture(scope="session")
def catalogue_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with every text of the window: in Chinese where `CHINESE` has it, else in 【brackets】."""
    catalogue = Catalog(locale="zh_CN", charset="utf-8")
    for folder in SOURCES:
        for _file, _line, message, _comments, _context in extract_from_dir(folder, keywords=KEYWORDS):
            if isinstance(message, str):
                catalogue.add(message, CHINESE.get(message, f"【{message}】"))
            else:
                catalogue.add(message, (CHINESE.get(message[1], f"【{message[1]}】"),))
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "zh_CN" / "LC_MESSAGES" / "paigong.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.fixture
def speak(catalogue_folder: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Speak]:
    """Switches the language of all windows, and waits until they have heard of it."""
    monkeypatch.setattr(translation, "LOCALE_FOLDER", catalogue_folder)
    window_language = WindowLanguage()

    def switch(language: str) -> None:
        window_language.speak(language)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)

    yield switch
    window_language.speak("en")
