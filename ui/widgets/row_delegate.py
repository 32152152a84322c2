"""Paints the rows of a `RowTable`."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
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
        smooth(painter)
        self._paint_ground(painter, area, option, index)
        self.paint_cell(painter, area.adjusted(SPACE.md, 0, -SPACE.sm, 0), index)
        if self._table.shows_focus_at(index):
            _paint_focus(painter, area, index)
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
        if selected and index.column() == 0:
            painter.fillRect(QRectF(area.x(), area.y(), _MARK_WIDTH, area.height() - 1), theme.color("accent"))


def paint_two_lines(painter: QPainter, area: QRectF, title: str, detail: str) -> None:
    """Paint a strong line over a quiet one."""
    paint_text(painter, QRectF(area.x(), area.y() + 6, area.width(), 19), title, "text", weight=600)
    below = QRectF(area.x(), area.y() + 25, area.width(), 18)
    paint_text(painter, below, detail, "text_muted", size=TYPE.caption, tabular=True)


def paint_waiting(painter: QPainter, area: QRectF) -> None:
    """Paint the place of a text that is still being fetched."""
    bar = QRectF(area.x(), area.center().y() - 5, min(area.width() * 0.6, 120), 10)
    paint_round(painter, bar, "separator", RADIUS.control - 1)


def _paint_focus(painter: QPainter, area: QRectF, index: Index) -> None:
    """Draw this cell's share of the frame around the whole row."""
    half = _FOCUS_WIDTH / 2
    painter.setPen(QPen(theme.color("accent"), _FOCUS_WIDTH))
    frame = area.adjusted(0, half, 0, -half - 1)
    painter.drawLine(frame.topLeft(), frame.topRight())
    painter.drawLine(frame.bottomLeft(), frame.bottomRight())
    if index.column() == 0:
        painter.drawLine(frame.topLeft() + QPointF(half, 0), frame.bottomLeft() + QPointF(half, 0))
    if index.column() == index.model().columnCount() - 1:
        painter.drawLine(frame.topRight() - QPointF(half, 0), frame.bottomRight() - QPointF(half, 0))
