from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.shell.rail import RAIL_ENTRIES, Rail, RailEntry
from ui.theme.fonts import metrics
from ui.theme.tokens import SIZE, TYPE


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made = Rail(RAIL_ENTRIES)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def buttons(rail: Rail) -> list[QAbstractButton]:
    return rail.findChildren(QAbstractButton)


def test_a_click_asks_for_the_page(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.page_requested) as requested:
        click(buttons(rail)[3])
    assert requested.args == ["assets"]


def test_arrow_keys_walk_from_page_to_page(qtbot: QtBot, rail: Rail) -> None:
    rail.show_current("today")
    buttons(rail)[0].setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(rail.page_requested) as requested:
        press(buttons(rail)[0], Qt.Key.Key_Down)
    assert requested.args == ["desk"]
    assert buttons(rail)[1].hasFocus()


def test_enter_asks_for_the_page_that_has_the_focus(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.page_requested) as requested:
        press(buttons(rail)[6], Qt.Key.Key_Return)
    assert requested.args == ["attendance"]


def test_showing_a_page_marks_it_and_asks_for_nothing(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.assertNotEmitted(rail.page_requested):
        rail.show_current("repairs")
    assert [button.text() for button in buttons(rail) if button.isChecked()] == ["Repairs"]


def test_a_badge_is_seen_and_told(rail: Rail) -> None:
    inbox = buttons(rail)[9]
    bare = inbox.grab().toImage()
    rail.set_badge("inbox", 3)
    assert inbox.grab().toImage() != bare
    assert inbox.accessibleName() == "Inbox 3"
    rail.set_badge("inbox", 0)
    assert inbox.grab().toImage() == bare
    assert inbox.accessibleName() == "Inbox"


def test_every_button_tells_its_shortcut(rail: Rail) -> None:
    daily = [f"Ctrl+{number % 10}" for number in range(1, 11)]
    assert [button.toolTip().rpartition("  ")[2] for button in buttons(rail)] == [*daily, "Ctrl+,"]


@pytest.mark.parametrize(("language", "first"), [("en", "Today"), ("zh_CN", "今日")])
def test_every_name_fits_its_place(rail: Rail, speak: Speak, language: str, first: str) -> None:
    speak(language)
    assert buttons(rail)[0].text() == first
    size = TYPE.tiny if language == "en" else TYPE.caption
    assert all(metrics(size, 600).horizontalAdvance(button.text()) <= SIZE.rail_width - 8 for button in buttons(rail))


def test_the_settings_stand_apart_at_the_bottom(rail: Rail) -> None:
    rail.resize(rail.width(), 900)
    *daily, settings = buttons(rail)
    gaps = [after.y() - before.y() for before, after in itertools.pairwise(daily)]
    assert settings.y() - daily[-1].y() > 2 * max(gaps)


def test_many_more_pages_fit_a_small_window(qtbot: QtBot) -> None:
    many = Rail(tuple(RailEntry(f"page{number}", "inbox", "Inbox") for number in range(14)))
    qtbot.addWidget(many)
    assert many.minimumSizeHint().height() < SIZE.least_window_height - 2 * SIZE.rail_entry


def test_a_page_beneath_another_one_has_no_button_and_marks_that_of_the_other(rail: Rail) -> None:
    assert len(buttons(rail)) == len([entry for entry in RAIL_ENTRIES if not entry.beneath])
    rail.show_current("stocktakes")
    assert [button.text() for button in buttons(rail) if button.isChecked()] == ["Assets"]
