from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.widgets.filter_bar import FilterBar, FilterChoice


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar((FilterChoice("all", N_("All")), FilterChoice("mine", N_("Mine")), FilterChoice("over", "Over")))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def names(bar: FilterBar) -> list[str]:
    return [button.accessibleName() for button in bar.findChildren(QAbstractButton)]


def test_the_first_choice_stands_at_first(bar: FilterBar) -> None:
    assert bar.choice == "all"


def test_a_click_chooses_and_tells_it_once(qtbot: QtBot, bar: FilterBar) -> None:
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    click(bar.findChildren(QAbstractButton)[2])
    click(bar.findChildren(QAbstractButton)[2])
    assert chosen == ["over"]
    assert bar.choice == "over"


def test_arrow_keys_move_between_the_choices(qtbot: QtBot, bar: FilterBar) -> None:
    first = bar.findChildren(QAbstractButton)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(bar.chosen) as chosen:
        press(first, Qt.Key.Key_Right)
    assert chosen.args == ["mine"]
    with qtbot.waitSignal(bar.chosen) as chosen:
        press(bar.findChildren(QAbstractButton)[1], Qt.Key.Key_Left)
    assert chosen.args == ["all"]


def test_counts_are_shown_grouped_and_only_where_known(bar: FilterBar) -> None:
    narrow = bar.sizeHint().width()
    bar.set_counts({"all": 700_000, "mine": 0})
    assert names(bar) == ["All 700,000", "Mine 0", "Over"]
    assert bar.sizeHint().width() > narrow
    bar.set_counts({})
    assert names(bar) == ["All", "Mine", "Over"]


def test_the_choices_follow_the_language_and_keep_their_counts(bar: FilterBar, speak: Speak) -> None:
    bar.set_counts({"all": 3})
    speak("zh_CN")
    assert names(bar)[:2] == ["全部 3", "我的"]
