"""Paints the rows of the list of work orders."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.workorders.rules import OrderState
from ui.pages.workorders.order_row import ORDER_ROW_ROLE, DueKind, OrderColumn, OrderRow
from ui.theme.tokens import SIZE, TYPE, ColorName
from ui.widgets.painting import ChipText, paint_avatar, paint_chip, paint_dot, paint_priority_bars, paint_text
from ui.widgets.row_delegate import Index, RowDelegate, paint_two_lines, paint_waiting
from ui.widgets.row_table import RowTable
from ui.widgets.tones import Tone

STATE_COLORS: dict[str, ColorName] = {
    OrderState.LOGGED: "state_new",
    OrderState.ASSIGNED: "state_assigned",
    OrderState.IN_PROGRESS: "state_working",
    OrderState.PAUSED: "state_waiting",
    OrderState.RESOLVED: "state_done",
    OrderState.CLOSED: "state_done",
    OrderState.CANCELLED: "state_done",
}
"""The colour of a state's dot; a state of a newer version is painted as one that waits."""

DUE_TONES = {
    DueKind.LEFT: Tone.OK,
    DueKind.AT_RISK: Tone.WARN,
    DueKind.OVER: Tone.BREACH,
    DueKind.PAUSED: Tone.IDLE,
}

_BARS_WIDTH = 27
_DOT_WIDTH = 16


class OrderRowDelegate(RowDelegate):
    """Priority bars, title over number, customer over site, engineer, state, time left, due time."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._painters: dict[int, Callable[[QPainter, QRectF, OrderRow], None]] = {
            OrderColumn.PRIORITY: _paint_priority,
            OrderColumn.ORDER: _paint_order,
            OrderColumn.CUSTOMER: _paint_customer,
            OrderColumn.ENGINEER: _paint_engineer,
            OrderColumn.STATE: _paint_state,
            OrderColumn.LEFT: _paint_time_left,
            OrderColumn.DUE: _paint_due_time,
        }

    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        row = index.data(ORDER_ROW_ROLE)
        if row is None:
            paint_waiting(painter, area)
        else:
            self._painters[index.column()](painter, area, row)


def due_chip(row: OrderRow) -> ChipText | None:
    """The chip that says how `row` stands against its target, if it has one."""
    return ChipText(row.due_text, DUE_TONES[row.due]) if row.due is not DueKind.NONE else None


def _paint_priority(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    paint_priority_bars(painter, area.x(), area.center().y(), row.priority_level)
    words = area.adjusted(_BARS_WIDTH, 0, 0, 0)
    paint_text(painter, words, row.priority_text, "text_muted", size=TYPE.caption, weight=600)


def _paint_order(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    paint_two_lines(painter, area, row.title, row.number)


def _paint_customer(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    paint_two_lines(painter, area, row.customer, row.site)


def _paint_engineer(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    circle = QRectF(area.x(), area.center().y() - SIZE.avatar / 2, SIZE.avatar, SIZE.avatar)
    paint_avatar(painter, circle, row.engineer)
    words = area.adjusted(SIZE.avatar + 8, 0, 0, 0)
    paint_text(painter, words, row.engineer_text, "text" if row.engineer else "text_faint")


def _paint_state(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    paint_dot(painter, area.x(), area.center().y(), STATE_COLORS.get(row.state, "state_waiting"))
    paint_text(painter, area.adjusted(_DOT_WIDTH, 0, 0, 0), row.state_text, "text")


def _paint_time_left(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    chip = due_chip(row)
    if chip:
        paint_chip(painter, area.x() - 2, area.center().y(), chip)


def _paint_due_time(painter: QPainter, area: QRectF, row: OrderRow) -> None:
    if row.due is DueKind.PAUSED:
        return
    color: ColorName = "bad_text" if row.due is DueKind.OVER else "text"
    paint_text(painter, area, row.due_time_text, color, weight=500, tabular=True)
