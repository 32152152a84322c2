from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.shell.top_bar import TopBar
from ui.widgets.avatar import Avatar


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    made = TopBar()
    qtbot.addWidget(made)
    made.resize(1200, 56)
    with qtbot.waitActive(made):
        made.show()
    return made


def button(bar: TopBar, name: str) -> QAbstractButton:
    return next(each for each in bar.findChildren(QAbstractButton) if each.accessibleName().startswith(name))


def test_the_search_field_opens_the_search_by_click_and_by_enter(qtbot: QtBot, bar: TopBar) -> None:
    with qtbot.waitSignal(bar.search_requested):
        click(button(bar, "Search everything"))
    with qtbot.waitSignal(bar.search_requested):
        press(button(bar, "Search everything"), Qt.Key.Key_Return)


def test_the_bell_leads_to_what_waits_and_counts_it(qtbot: QtBot, bar: TopBar) -> None:
    bar.set_waiting_count(4)
    bell = button(bar, "What waits for you")
    assert bell.accessibleName() == "What waits for you 4"
    with qtbot.waitSignal(bar.inbox_requested):
        click(bell)


def test_a_person_is_shown_only_while_signed_in(bar: TopBar) -> None:
    avatar = bar.findChildren(Avatar)[0]
    assert not avatar.isVisible()
    bar.set_person("王喆")
    assert avatar.isVisible()
    assert avatar.accessibleName() == "王喆"
    bar.set_person("")
    assert not avatar.isVisible()


def test_the_title_follows_the_language(bar: TopBar, speak: Speak) -> None:
    bar.set_title_source(N_("Work orders"))
    title = bar.findChildren(QLabel)[0]
    assert title.text() == "Work orders"
    speak("zh_CN")
    assert title.text() == "工单"


def test_a_very_long_name_leaves_room_for_the_rest(bar: TopBar) -> None:
    bar.set_person("Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine the Elder")
    bar.resize(880, 56)
    assert bar.minimumSizeHint().width() <= 880
    assert button(bar, "Search everything").width() >= 200
