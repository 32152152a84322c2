from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.translation import LANGUAGES, N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.theme.theme import theme
from ui.widgets.appearance_buttons import LanguageButton, ThemeButton
from ui.widgets.button import Button
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.tool_button import ToolButton


def choice() -> ChoiceCard:
    return ChoiceCard("server", N_("Connect to a server"), N_("Sign in"))


def tool() -> ToolButton:
    return ToolButton("printer", N_("Work order"), shortcut_text="Ctrl+P")


@pytest.mark.parametrize("make", [tool, choice])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(qtbot: QtBot, make: type[KeyboardButton], key: Qt.Key) -> None:
    button = make()
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        press(button, key)


@pytest.mark.parametrize("make", [tool, choice])
def test_the_ring_shows_after_tab_and_not_after_a_click(qtbot: QtBot, make: type[KeyboardButton]) -> None:
    window, button = QWidget(), make()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(QLineEdit())
    row.addWidget(button)
    with qtbot.waitActive(window):
        window.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with_ring = button.grab().toImage()
    assert button.shows_focus
    button.clearFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.shows_focus
    assert button.grab().toImage() != with_ring


def test_the_mouse_over_a_button_lights_it_up(qtbot: QtBot) -> None:
    button = tool()
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    dim = button.grab().toImage()
    QApplication.sendEvent(button, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    assert button.grab().toImage() != dim


def test_a_tool_button_says_what_it_does_its_keys_and_its_count(qtbot: QtBot, speak: Speak) -> None:
    button = tool()
    qtbot.addWidget(button)
    assert button.accessibleName() == "Work order"
    assert button.toolTip() == "Work order  Ctrl+P"
    button.set_count(120)
    assert button.accessibleName() == "Work order 99+"
    speak("zh_CN")
    assert button.toolTip() == "工单  Ctrl+P"


def test_a_button_follows_the_language_with_its_text_and_its_name(qtbot: QtBot, speak: Speak) -> None:
    button = Button(N_("Filter"), icon="filter")
    qtbot.addWidget(button)
    speak("zh_CN")
    assert button.text().strip() == button.accessibleName() == "筛选"


def test_a_choice_tells_its_sentence_to_screen_readers(qtbot: QtBot, speak: Speak) -> None:
    card = choice()
    qtbot.addWidget(card)
    speak("zh_CN")
    assert card.accessibleName() == "连接服务器"
    assert card.accessibleDescription() == "登录"


def test_the_language_button_offers_every_language_and_marks_the_present_one(qtbot: QtBot, speak: Speak) -> None:
    speak("zh_CN")
    button = LanguageButton()
    qtbot.addWidget(button)
    button.show()
    button.click()
    menu = button.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == list(LANGUAGES.values())
    assert [action.data() for action in menu.actions() if action.isChecked()] == ["zh_CN"]
    english: QAction = next(action for action in menu.actions() if action.data() == "en")
    with qtbot.waitSignal(button.language_requested) as requested:
        english.trigger()
    assert requested.args == ["en"]
    menu.close()


def test_the_theme_button_asks_for_the_other_theme(qtbot: QtBot) -> None:
    button = ThemeButton()
    qtbot.addWidget(button)
    light = button.grab().toImage()
    with qtbot.waitSignal(button.dark_requested) as requested:
        button.click()
    assert requested.args == [True]
    theme.apply(dark=True)
    with qtbot.waitSignal(button.dark_requested) as requested:
        button.click()
    assert requested.args == [False]
    assert button.grab().toImage() != light


def test_a_double_click_presses_a_button_once(qtbot: QtBot) -> None:
    button, pressed = Button(N_("Save"), kind="primary"), list[bool]()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    click(button)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)  # the second press alone
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]
