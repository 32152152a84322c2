from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from tests.ui.showcase import FakeOrders, order_table
from ui.pages.workorders.order_row import OrderColumn
from ui.theme.theme import theme
from ui.widgets.row_delegate import RowDelegate
from ui.widgets.row_table import ColumnPlan, RowTable


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    made = order_table(FakeOrders(40))
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitActive(made):
        made.show()
    return made


def row_strip(table: RowTable, row: int) -> list[int]:
    """The pixels along the top edge of a row, where its frame would be."""
    image = table.viewport().grab().toImage()
    top = table.rowViewportPosition(row)
    return [image.pixel(x, top) for x in range(table.columnViewportPosition(0), table.viewport().width() - 8)]


def test_the_fake_model_is_a_proper_model(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(FakeOrders(5, fetched=3))  # type: ignore[no-untyped-call]  # pytest-qt has no types here


def test_a_click_marks_the_whole_row_without_a_box_around_the_cell(qtbot: QtBot, table: RowTable) -> None:
    cell = table.visualRect(table.model().index(2, OrderColumn.CUSTOMER)).center()
    click(table.viewport(), cell)
    assert {index.row() for index in table.selectionModel().selectedRows()} == {2}
    assert set(row_strip(table, 2)[4:]) == {theme.color("accent_soft").rgba()}


def test_the_arrow_keys_frame_the_whole_row(qtbot: QtBot, table: RowTable) -> None:
    table.selectRow(2)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    press(table, Qt.Key.Key_Down)
    assert set(row_strip(table, 3)) == {theme.color("accent").rgba()}
    assert theme.color("accent").rgba() not in row_strip(table, 2)[4:]


def test_moving_on_with_the_keyboard_takes_the_frame_along(qtbot: QtBot, table: RowTable) -> None:
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.selectRow(0)
    for _step in range(3):
        press(table, Qt.Key.Key_Down)
    framed = [row for row in range(6) if theme.color("accent").rgba() in row_strip(table, row)[10:]]
    assert framed == [3]


def test_the_row_under_the_mouse_lights_up_as_a_whole(qtbot: QtBot, table: RowTable) -> None:
    index = table.model().index(4, OrderColumn.ORDER)
    table.entered.emit(index)
    assert table.is_hovered(table.model().index(4, OrderColumn.DUE))
    assert set(row_strip(table, 4)) == {theme.color("hover").rgba()}
    table.entered.emit(table.model().index(5, 0))
    assert set(row_strip(table, 4)) == {theme.color("surface").rgba()}


def test_a_narrow_list_hides_what_yields_until_the_rest_has_room() -> None:
    plan = ColumnPlan((100, 300, 100, 100), stretched=1, least=150, yielding=(3, 0))
    assert plan.hidden_at(450) == frozenset()
    assert plan.hidden_at(449) == {3}
    assert plan.hidden_at(349) == {3, 0}
    assert plan.hidden_at(10) == {3, 0}


def test_columns_come_back_when_there_is_room_again(qtbot: QtBot, table: RowTable) -> None:
    table.resize(520, 500)
    assert table.isColumnHidden(OrderColumn.DUE)
    assert table.columnWidth(OrderColumn.ORDER) >= 160
    table.resize(1100, 500)
    assert not any(table.isColumnHidden(column) for column in OrderColumn)


def test_the_mark_of_a_row_stays_at_the_left_where_the_first_column_is_hidden(qtbot: QtBot, table: RowTable) -> None:
    table.resize(520, 500)
    table.selectRow(1)
    assert table.isColumnHidden(OrderColumn.PRIORITY)
    image = table.viewport().grab().toImage()
    assert image.pixel(1, table.rowViewportPosition(1) + 20) == theme.color("accent").rgba()


def test_the_list_tells_its_name_in_the_language_shown_now(table: RowTable, speak: Speak) -> None:
    assert table.accessibleName() == "Work orders"
    speak("zh_CN")
    assert table.accessibleName() == "工单"
    assert table.model().headerData(OrderColumn.DUE, Qt.Orientation.Horizontal) == "截止"


def test_several_rows_can_be_marked(table: RowTable) -> None:
    assert table.selectionBehavior() is QTableView.SelectionBehavior.SelectRows
    both = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (1, 3):
        table.selectionModel().select(table.model().index(row, 0), both)
    assert {index.row() for index in table.selectionModel().selectedRows()} == {1, 3}


def test_a_plain_list_shows_one_line_a_cell(qtbot: QtBot) -> None:
    table = RowTable(N_("Assets"))
    qtbot.addWidget(table)
    table.setModel(QStringListModel(["KJC-COM-0042", ""], table))
    table.setItemDelegate(RowDelegate(table))
    table.resize(300, 200)
    image = table.viewport().grab().toImage()

    def inked(row: int) -> int:
        top = table.rowViewportPosition(row)
        ground = theme.color("surface").rgba()
        return sum(image.pixel(x, y) != ground for x in range(60) for y in range(top + 2, top + 40))

    assert inked(0) > 50
    assert inked(1) == 0
