"""Paints the rows of a `RowTable`."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SIZE, SPACE, TYPE, ColorName
from ui.widgets.painting import paint_round, paint_text, smooth
from ui.widgets.row_table import RowTable

_MARK_WIDTH = 3
_FOCUS_WIDTH = 2
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints the ground that all cells of a row share, and each cell as one line of text.

    Richer lists override `paint_cell`.
    """

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect)
        painter.save()
        # Edges between the cells of a row must not show: the ground is painted on whole pixels, without antialiasing.
        self._paint_ground(painter, area, option, index)
        if self._table.shows_focus_at(index):
            self._paint_focus(painter, area, index.column())
        self.paint_cell(smooth(painter), area.adjusted(SPACE.md, 0, -SPACE.sm, 0), index)
        painter.restore()

    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Paint what the cell at `index` says into `area`."""
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text is None:
            paint_waiting(painter, area)
        else:
            paint_text(painter, area, str(text), "text", tabular=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, SIZE.row)

    def _paint_ground(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        color: ColorName = "surface"
        if selected:
            color = "accent_soft"
        elif self._table.is_hovered(index):
            color = "hover"
        painter.fillRect(area, theme.color(color))
        painter.fillRect(QRectF(area.x(), area.bottom() - 1, area.width(), 1), theme.color("separator"))
        if selected and self._table.is_first_shown(index.column()):
            painter.fillRect(QRectF(area.x(), area.y(), _MARK_WIDTH, area.height() - 1), theme.color("accent"))

    def _paint_focus(self, painter: QPainter, area: QRectF, column: int) -> None:
        """Paint this cell's share of the frame around the whole row."""
        color = theme.color("accent")
        painter.fillRect(QRectF(area.x(), area.y(), area.width(), _FOCUS_WIDTH), color)
        painter.fillRect(QRectF(area.x(), area.bottom() - 1 - _FOCUS_WIDTH, area.width(), _FOCUS_WIDTH), color)
        if self._table.is_first_shown(column):
            painter.fillRect(QRectF(area.x(), area.y(), _FOCUS_WIDTH, area.height() - 1), color)
        if self._table.is_last_shown(column):
            painter.fillRect(QRectF(area.right() - _FOCUS_WIDTH, area.y(), _FOCUS_WIDTH, area.height() - 1), color)


def paint_two_lines(painter: QPainter, area: QRectF, title: str, detail: str) -> None:
    """Paint a strong line over a quiet one."""
    paint_text(painter, QRectF(area.x(), area.y() + 6, area.width(), 19), title, "text", weight=600)
    below = QRectF(area.x(), area.y() + 25, area.width(), 18)
    paint_text(painter, below, detail, "text_muted", size=TYPE.caption, tabular=True)


def paint_waiting(painter: QPainter, area: QRectF) -> None:
    """Paint the place of a text that is still being fetched."""
    bar = QRectF(area.x(), area.center().y() - 5, min(area.width() * 0.6, 120), 10)
    paint_round(painter, bar, "separator", RADIUS.control - 1)
