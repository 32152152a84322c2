"""The table of whole rows: one row is marked, one row lights up under the mouse, never a single cell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SIZE
from ui.widgets.keyboard_button import KEYBOARD_REASONS, RETURNING_REASONS
from ui.widgets.translated import Translated

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How wide the columns are, and which of them make room where the window is narrow.

    The column `stretched` takes what the others leave, `least` pixels at least: for that the columns `yielding` are
    hidden, in that order, as far as need be.
    """

    widths: tuple[int, ...]
    stretched: int
    least: int
    yielding: tuple[int, ...] = ()

    def hidden_at(self, width: int) -> frozenset[int]:
        """Which columns are hidden in a list `width` pixels wide."""
        left = width - sum(each for column, each in enumerate(self.widths) if column != self.stretched)
        hidden = set()
        for column in self.yielding:
            if left >= self.least:
                break
            hidden.add(column)
            left += self.widths[column]
        return frozenset(hidden)


class RowTable(Translated, QTableView):
    """A list of things in columns; rows are painted by a `RowDelegate`. `name_source` tells what the list holds."""

    def __init__(self, name_source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_source = name_source
        self._columns: ColumnPlan | None = None
        self._hovered_row = -1
        self._focused_by_keyboard = False
        self._set_up_rows()
        self._set_up_header()
        self.entered.connect(self._row_entered)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_(self._name_source))

    def set_columns(self, columns: ColumnPlan) -> None:
        """Lay the columns out as planned; call it once the model is set."""
        self._columns = columns
        for column, width in enumerate(columns.widths):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(columns.stretched, QHeaderView.ResizeMode.Stretch)
        self._hide_what_yields()

    def is_first_shown(self, column: int) -> bool:
        """Whether `column` is the leftmost that is not hidden."""
        return not any(not self.isColumnHidden(before) for before in range(column))

    def is_last_shown(self, column: int) -> bool:
        """Whether `column` is the rightmost that is not hidden."""
        count = self.model().columnCount()
        return not any(not self.isColumnHidden(after) for after in range(column + 1, count))

    def is_hovered(self, index: Index) -> bool:
        """Whether the mouse is over the row of `index`."""
        return index.row() == self._hovered_row

    def shows_focus_at(self, index: Index) -> bool:
        """Whether the keyboard is in the row of `index`, and came there by keys."""
        return self._focused_by_keyboard and self.hasFocus() and index.row() == self.currentIndex().row()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hide_what_yields()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in RETURNING_REASONS:
            self._focused_by_keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._focused_by_keyboard = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focused_by_keyboard = False
        super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for row in (current.row(), previous.row()):
            self._repaint_row(row)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hide_what_yields(self) -> None:
        if self._columns is None:
            return
        hidden = self._columns.hidden_at(self.viewport().width())
        for column in self._columns.yielding:
            self.setColumnHidden(column, column in hidden)

    def _row_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        before, self._hovered_row = self._hovered_row, row
        for changed in {before, row}:
            self._repaint_row(changed)

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _set_up_rows(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(SIZE.row)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
