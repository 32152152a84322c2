"""A list that is short enough to be held whole: people, plans, repairs, not work orders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStackedLayout, QTableView, QWidget

from app.foundation.translation import _
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_delegate import RowDelegate
from ui.widgets.row_table import ColumnPlan, RowTable

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_OPENING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ListUse(Enum):
    """What a person does with the rows."""

    CHOOSE = auto()
    """One of them is marked, and shown beside the list."""
    OPEN = auto()
    """Each leads somewhere else, by a click or by Enter."""
    LOOK = auto()
    """They are only read."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: the id of what it shows, and a cell a column."""

    id: str
    cells: tuple[Cell, ...]


class SmallList(RowTable):
    """Shows rows that are given whole, and tells the id of the one that is marked or opened.

    `title_sources` are marked with `N_`, one a column.
    """

    row_chosen = Signal(str)
    """Another row is marked; an empty id where there is none."""
    row_opened = Signal(str)
    """A row was clicked, or Enter was pressed on it; only where rows are to be opened."""

    def __init__(
        self,
        name_source: str,
        title_sources: tuple[str, ...],
        columns: ColumnPlan,
        use: ListUse = ListUse.CHOOSE,
    ) -> None:
        super().__init__(name_source)
        self._use = use
        self._rows = _SmallListModel(title_sources, self)
        self._chosen_id = self._wanted_id = ""
        self.setModel(self._rows)
        self.setItemDelegate(_CellDelegate(self))
        chooses = use is ListUse.CHOOSE
        modes = QTableView.SelectionMode
        self.setSelectionMode(modes.SingleSelection if chooses else modes.NoSelection)
        self.set_columns(columns)
        if use is ListUse.OPEN:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def chosen_id(self) -> str:
        """The id of the row that is marked; empty where there is none."""
        return self._chosen_id

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of what is shown, from top to bottom."""
        return tuple(row.id for row in self._rows.rows)

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        """Show `rows` in place of what was shown; the row that was marked stays so while it is there."""
        place = self.verticalScrollBar().value()
        self._rows.show_rows(rows)
        self.verticalScrollBar().setValue(place)
        if self._use is ListUse.CHOOSE:
            self._mark(self._wanted_id if self._wanted_id in self.row_ids else (self.row_ids or ("",))[0])

    def choose(self, row_id: str) -> None:
        """Mark the row with this id, now or as soon as it is shown."""
        self._wanted_id = row_id
        if row_id in self.row_ids:
            self._mark(row_id)

    def retranslate(self) -> None:
        super().retranslate()
        self.horizontalHeader().viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self._use is ListUse.CHOOSE:
            self._wanted_id = self._rows.rows[current.row()].id
            self._tell_chosen(self._wanted_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in _OPENING_KEYS and not event.isAutoRepeat():
            self._open(self.currentIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def _mark(self, row_id: str) -> None:
        if row_id:
            index = self._rows.index(self.row_ids.index(row_id), 0)
            if index != self.currentIndex():
                self.setCurrentIndex(index)
                self.scrollTo(index)
        self._tell_chosen(row_id)

    def _open(self, index: Index) -> None:
        if index.isValid() and self._use is ListUse.OPEN:
            self.row_opened.emit(self._rows.rows[index.row()].id)

    def _tell_chosen(self, row_id: str) -> None:
        if row_id != self._chosen_id:
            self._chosen_id = row_id
            self.row_chosen.emit(row_id)


class ListCard(Card):
    """A card with a list, or with what stands in its place while the list is empty."""

    def __init__(self, rows: SmallList, empty: EmptyState) -> None:
        super().__init__(margin=1, spacing=0)
        self.rows, self.empty = rows, empty
        layers = QWidget()
        self._layers = QStackedLayout(layers)
        self._layers.addWidget(rows)
        self._layers.addWidget(empty)
        self.body.addWidget(layers, 1)
        self.setFocusProxy(rows)

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        """Show `rows` in place of what was shown."""
        self.rows.show_rows(rows)
        self._layers.setCurrentWidget(self.rows if rows else self.empty)


class _SmallListModel(QAbstractTableModel):
    def __init__(self, title_sources: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._title_sources = title_sources
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._title_sources)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Cell | str | None:
        if role not in {_CELL_ROLE, Qt.ItemDataRole.DisplayRole} or not index.isValid():
            return None
        cell = self.rows[index.row()].cells[index.column()]
        return cell if role == _CELL_ROLE else cell.words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        source = self._title_sources[section]
        return _(source) if source else ""


class _CellDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        cell: Cell = index.data(_CELL_ROLE)
        cell.paint(painter, area)
