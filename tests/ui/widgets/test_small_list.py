from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from ui.theme.theme import theme
from ui.widgets.cells import Cell, ChipCell, PersonCell, StateCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.widgets.tones import Tone

CELLS: tuple[Cell, ...] = (
    TextCell("08:30"),
    TwoLineCell("Printer", "GEN-PRN-0001"),
    PersonCell("王建国"),
    StateCell("Assigned", "state_assigned"),
    ChipCell(ChipText("Late", Tone.WARN)),
)


def small_list(qtbot: QtBot, use: ListUse = ListUse.CHOOSE) -> SmallList:
    made = SmallList(N_("People"), (N_("Name"), N_("State")), ColumnPlan((200, 100), stretched=0, least=80), use)
    qtbot.addWidget(made)
    made.resize(400, 240)
    with qtbot.waitExposed(made):
        made.show()
    return made


def rows(*ids: str) -> tuple[ListRow, ...]:
    return tuple(ListRow(row_id, (TwoLineCell(row_id.upper()), TextCell("in"))) for row_id in ids)


def click_row(small: SmallList, row: int) -> None:
    click(small.viewport(), small.visualRect(small.model().index(row, 0)).center())


def test_the_model_keeps_the_promises_of_every_model(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    tester = QAbstractItemModelTester(small.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    for shown in (rows("a", "b"), rows("a", "b"), rows("b"), ()):
        small.show_rows(shown)
    assert tester.model() is small.model()


def test_the_first_row_is_marked_and_told(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    with qtbot.waitSignal(small.row_chosen) as told:
        small.show_rows(rows("a", "b"))
    assert told.args == ["a"]
    assert small.chosen_id == "a"


def test_the_marked_row_stays_so_when_others_come_and_go(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    small.show_rows(rows("a", "b", "c"))
    click_row(small, 1)
    with qtbot.assertNotEmitted(small.row_chosen):
        small.show_rows(rows("new", "b"))
    assert small.chosen_id == "b"
    assert small.currentIndex().row() == 1


def test_where_the_marked_row_goes_the_first_is_marked_and_at_last_none(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    small.show_rows(rows("a", "b"))
    small.choose("b")
    small.show_rows(rows("a"))
    assert small.chosen_id == "a"
    with qtbot.waitSignal(small.row_chosen) as told:
        small.show_rows(())
    assert told.args == [""]


def test_a_row_can_be_wanted_before_it_is_there(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    small.choose("c")
    small.show_rows(rows("a", "b", "c"))
    assert small.chosen_id == "c"


def test_arrow_keys_mark_rows(qtbot: QtBot) -> None:
    small = small_list(qtbot)
    small.show_rows(rows("a", "b"))
    press(small, Qt.Key.Key_Down)
    assert small.chosen_id == "b"


@pytest.mark.parametrize("use", [ListUse.CHOOSE, ListUse.LOOK])
def test_only_a_list_that_is_to_be_opened_opens_rows(qtbot: QtBot, use: ListUse) -> None:
    small = small_list(qtbot, use)
    small.show_rows(rows("a", "b"))
    with qtbot.assertNotEmitted(small.row_opened):
        click_row(small, 1)
        press(small, Qt.Key.Key_Return)


def test_a_click_and_enter_open_a_row(qtbot: QtBot) -> None:
    small = small_list(qtbot, ListUse.OPEN)
    small.show_rows(rows("a", "b"))
    with qtbot.waitSignal(small.row_opened) as opened:
        click_row(small, 1)
    assert opened.args == ["b"]
    with qtbot.waitSignal(small.row_opened) as opened:
        press(small, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert opened.args == ["a"]
    assert small.chosen_id == ""


def test_what_cells_say_is_there_for_screen_readers(qtbot: QtBot) -> None:
    titles = tuple("ABCDE")
    small = SmallList(N_("People"), titles, ColumnPlan((80,) * 5, stretched=0, least=40))
    qtbot.addWidget(small)
    small.show_rows((ListRow("a", CELLS),))
    model = small.model()
    said = [model.index(0, column).data() for column in range(5)]
    assert said == ["08:30", "Printer GEN-PRN-0001", "王建国", "Assigned", "Late"]


def test_every_kind_of_cell_is_painted_in_both_themes(qtbot: QtBot) -> None:
    small = SmallList(N_("People"), tuple("ABCDE"), ColumnPlan((140,) * 5, stretched=0, least=40))
    qtbot.addWidget(small)
    small.resize(720, 120)
    empty = small.grab().toImage()
    small.show_rows((ListRow("a", CELLS),))
    light = small.grab().toImage()
    for column in range(5):
        area = small.visualRect(small.model().index(0, column)).translated(0, small.horizontalHeader().height())
        assert light.copy(area) != empty.copy(area)
    theme.apply(dark=True)
    assert small.grab().toImage() != light


def test_titles_and_name_follow_the_language(qtbot: QtBot, speak: Speak) -> None:
    small = small_list(qtbot)
    speak("zh_CN")
    assert small.model().headerData(0, Qt.Orientation.Horizontal) == "【Name】"
    assert small.accessibleName() == "【People】"


def test_an_empty_list_says_why_it_is(qtbot: QtBot) -> None:
    small = SmallList(N_("People"), (N_("Name"), N_("State")), ColumnPlan((200, 100), stretched=0, least=80))
    card = ListCard(small, EmptyState("users", N_("Nobody is known here yet.")))
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.show_rows(())
    assert card.empty.isVisible()
    card.show_rows(rows("a"))
    assert small.isVisible()
