from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.workorders.rules import OrderState
from tests.ui.showcase import FakeOrders, order_row, order_table
from ui.pages.workorders.order_row import COLUMN_TITLES, ORDER_ROW_ROLE, DueKind, OrderColumn, OrderRow, cell_text
from ui.pages.workorders.row_delegate import STATE_COLORS, due_chip
from ui.theme.theme import theme
from ui.widgets.row_table import RowTable
from ui.widgets.tones import Tone

WIDE = 1200


class OneOrder(FakeOrders):
    """A list of one given row."""

    def __init__(self, row: OrderRow) -> None:
        super().__init__(1)
        self._row = row

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._row if role == ORDER_ROW_ROLE else None


def shown_table(qtbot: QtBot, model: FakeOrders) -> RowTable:
    table = order_table(model)
    qtbot.addWidget(table)
    table.resize(WIDE, 200)
    with qtbot.waitExposed(table):
        table.show()
    return table


def cell(table: RowTable, column: OrderColumn, row: int = 0) -> QImage:
    return table.viewport().grab(table.visualRect(table.model().index(row, column))).toImage()


def painted(qtbot: QtBot, row: OrderRow, column: OrderColumn) -> QImage:
    return cell(shown_table(qtbot, OneOrder(row)), column)


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height() - 1)}


@pytest.fixture
def row() -> OrderRow:
    return order_row(0)


def test_every_state_of_an_order_has_a_colour() -> None:
    assert set(STATE_COLORS) == set(OrderState)


def test_every_column_has_a_title() -> None:
    assert set(COLUMN_TITLES) == set(OrderColumn)


@pytest.mark.parametrize(
    ("due", "tone"),
    [
        (DueKind.LEFT, Tone.OK),
        (DueKind.AT_RISK, Tone.WARN),
        (DueKind.OVER, Tone.BREACH),
        (DueKind.PAUSED, Tone.IDLE),
    ],
)
def test_the_chip_says_how_an_order_stands(row: OrderRow, due: DueKind, tone: Tone) -> None:
    chip = due_chip(replace(row, due=due, due_text="0:08"))
    assert chip is not None
    assert (chip.text, chip.tone) == ("0:08", tone)


def test_an_order_without_a_target_has_no_chip(qtbot: QtBot, row: OrderRow) -> None:
    without = replace(row, due=DueKind.NONE, due_text="", due_time_text="")
    assert due_chip(without) is None
    assert colors(painted(qtbot, without, OrderColumn.LEFT)) == {theme.color("surface").name()}


def test_a_paused_order_shows_no_due_time_even_where_one_is_given(qtbot: QtBot, row: OrderRow) -> None:
    paused = replace(row, due=DueKind.PAUSED, due_time_text="13:30")
    assert colors(painted(qtbot, paused, OrderColumn.DUE)) == {theme.color("surface").name()}
    assert len(colors(painted(qtbot, replace(paused, due=DueKind.LEFT), OrderColumn.DUE))) > 1


def test_a_breach_is_red_in_its_chip_and_in_its_due_time(qtbot: QtBot, row: OrderRow) -> None:
    over = replace(row, due=DueKind.OVER, due_text="0:08 over", due_time_text="12:57")
    assert theme.color("bad").name() in colors(painted(qtbot, over, OrderColumn.LEFT))
    in_time = painted(qtbot, replace(over, due=DueKind.LEFT), OrderColumn.DUE)
    assert painted(qtbot, over, OrderColumn.DUE) != in_time


def test_the_dot_has_the_colour_of_the_state(qtbot: QtBot, row: OrderRow) -> None:
    for state, color in STATE_COLORS.items():
        image = painted(qtbot, replace(row, state=state), OrderColumn.STATE)
        assert theme.color(color).name() in colors(image)


def test_a_state_of_a_newer_version_is_painted_too(qtbot: QtBot, row: OrderRow) -> None:
    image = painted(qtbot, replace(row, state="teleported", state_text="Teleported"), OrderColumn.STATE)
    assert theme.color("state_waiting").name() in colors(image)


def test_nobody_assigned_is_a_dashed_circle_and_faint_words(qtbot: QtBot, row: OrderRow) -> None:
    nobody = painted(qtbot, replace(row, engineer="", engineer_text="Nobody yet"), OrderColumn.ENGINEER)
    somebody = painted(qtbot, replace(row, engineer="Wang Zhe", engineer_text="Wang Zhe"), OrderColumn.ENGINEER)
    assert theme.color("text_faint").name() in colors(nobody)
    assert theme.color("text_faint").name() not in colors(somebody)


@pytest.mark.parametrize("column", [column for column in OrderColumn if column is not OrderColumn.LEFT])
def test_texts_that_are_too_long_stay_in_their_cell(qtbot: QtBot, row: OrderRow, column: OrderColumn) -> None:
    long = "无线接入点无法开机" * 20
    huge = replace(
        row,
        title=long,
        number=long,
        customer=long,
        site=long,
        engineer=long,
        engineer_text=long,
        state_text=long,
        priority_text=long,
        due_time_text=long,
    )
    image = painted(qtbot, huge, column)
    edge = {image.pixelColor(image.width() - 1, y).name() for y in range(image.height() - 1)}
    assert edge == {theme.color("surface").name()}


def test_a_row_that_is_still_being_fetched_shows_its_place(qtbot: QtBot) -> None:
    table = shown_table(qtbot, FakeOrders(2, fetched=1))
    assert theme.color("separator").name() in colors(cell(table, OrderColumn.ORDER, row=1))
    assert cell(table, OrderColumn.ORDER, row=0) != cell(table, OrderColumn.ORDER, row=1)


def test_the_words_of_a_cell_are_there_for_screen_readers_and_copying(row: OrderRow) -> None:
    spoken = {column: cell_text(row, column) for column in OrderColumn}
    assert spoken == {
        OrderColumn.PRIORITY: "P3",
        OrderColumn.ORDER: "W26-007000 Access point: account locked",
        OrderColumn.CUSTOMER: "Vanke Services Operations centre",
        OrderColumn.ENGINEER: "Wang Jianguo",
        OrderColumn.STATE: "Assigned",
        OrderColumn.LEFT: "2:15 left",
        OrderColumn.DUE: "15:15",
    }
