from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.pages.first_start import FirstStartPage
from ui.theme.tokens import SIZE


@pytest.fixture
def page(qtbot: QtBot) -> FirstStartPage:
    made = FirstStartPage()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.parametrize(
    ("choice", "signal"),
    [("sample", "sample_requested"), ("server", "server_requested"), ("empty", "empty_requested")],
)
def test_each_choice_is_taken_by_mouse_and_by_keyboard(
    qtbot: QtBot, page: FirstStartPage, choice: str, signal: str
) -> None:
    card: QAbstractButton = getattr(page, choice)
    with qtbot.waitSignal(getattr(page, signal)):
        click(card)
    with qtbot.waitSignal(getattr(page, signal)):
        press(card, Qt.Key.Key_Return)


def test_tab_walks_through_the_three_choices(page: FirstStartPage) -> None:
    page.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.sample.hasFocus()
    press(page.sample, Qt.Key.Key_Tab)
    assert page.server.hasFocus()
    press(page.server, Qt.Key.Key_Tab)
    assert page.empty.hasFocus()


def test_while_one_choice_is_carried_out_no_other_can_be_taken(qtbot: QtBot, page: FirstStartPage) -> None:
    (progress,) = page.findChildren(QProgressBar)
    assert not progress.isVisible()
    page.set_busy(True)
    assert progress.isVisible()
    with qtbot.assertNotEmitted(page.empty_requested):
        click(page.empty)
    page.set_busy(False)
    assert not progress.isVisible()
    with qtbot.waitSignal(page.empty_requested):
        click(page.empty)


def test_the_welcome_follows_the_language(page: FirstStartPage, speak: Speak) -> None:
    speak("zh_CN")
    assert "欢迎使用派工" in [label.text() for label in page.findChildren(QLabel)]
    assert page.sample.accessibleName() == "用示例数据试用"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_fits_the_smallest_window(page: FirstStartPage, speak: Speak, language: str) -> None:
    speak(language)
    assert page.minimumSizeHint().width() <= SIZE.least_window_width
    assert page.minimumSizeHint().height() <= SIZE.least_window_height
