"""The list of devices: one is marked, and shown beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QTableView

from app.foundation.translation import N_, _
from ui.models.assets import SORTS, AssetsModel
from ui.models.steady_selection import SteadySelection
from ui.pages.assets.asset_row import ASSET_CELL_ROLE, COLUMN_PLAN, COLUMN_TITLES, AssetColumn
from ui.widgets.row_delegate import Index, RowDelegate, paint_waiting
from ui.widgets.row_table import RowTable
from ui.widgets.tool_button import ToolButton


class AssetList(RowTable):
    """Shows the model's devices and tells which one is marked: while there are any, one always is."""

    asset_chosen = Signal(str)
    """Another device is marked; an empty id where there is none."""
    asset_entered = Signal()
    """Enter was pressed on it."""

    def __init__(self, model: AssetsModel) -> None:
        super().__init__(N_("Devices"))
        self._devices = model
        self._chosen_id = ""
        self.setModel(model)
        self.setItemDelegate(_AssetDelegate(self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.set_columns(COLUMN_PLAN)
        self._set_up_sorting()
        SteadySelection(self, model)
        model.loaded.connect(self._loaded)
        model.dataChanged.connect(self._tell_chosen)

    @property
    def chosen_id(self) -> str:
        """The id of the device that is marked; empty where there is none."""
        return self._chosen_id

    def sort_by(self, column: AssetColumn) -> None:
        """Sort by a column, or the other way round where it is sorted by that one already."""
        header = self.horizontalHeader()
        is_ascending = header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        turn = header.sortIndicatorSection() == column and is_ascending
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if turn else Qt.SortOrder.AscendingOrder)

    def mark(self, place: int) -> None:
        """Mark the row at this place, and bring it into sight."""
        index = self._devices.index(place, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def retranslate(self) -> None:
        super().retranslate()
        if self.model() is not None:
            self._devices.retranslate()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.asset_entered.emit()
        else:
            super().keyPressEvent(event)

    def _loaded(self) -> None:
        if not self.currentIndex().isValid() and self._devices.rowCount():
            self.mark(0)
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        """A row that is still being fetched tells its id when it has come."""
        current: QModelIndex = self.currentIndex()
        asset_id = self._devices.asset_id(current.row()) if current.isValid() else ""
        if asset_id is not None and asset_id != self._chosen_id:
            self._chosen_id = asset_id
            self.asset_chosen.emit(asset_id)

    def _set_up_sorting(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(AssetColumn.CODE, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort_wanted)

    def _sort_wanted(self, column: int, order: Qt.SortOrder) -> None:
        if column in SORTS:
            self._devices.sort(column, order)
        else:
            self._show_sort()

    def _show_sort(self) -> None:
        """Let the header say how the list is sorted, where a column was clicked that it cannot be sorted by."""
        shown = self._devices.filter
        column = next(column for column, sort in SORTS.items() if sort is shown.sort)
        order = Qt.SortOrder.DescendingOrder if shown.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)


class SortButton(ToolButton):
    """Offers by keyboard and menu what a click on the heads of the columns does."""

    def __init__(self, rows: AssetList) -> None:
        super().__init__("arrow-up-down", N_("Sort the list"))
        self._rows = rows
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Offer the columns; the one that the list is sorted by is ticked, and turns the order round."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in SORTS:
            action = menu.addAction(_(COLUMN_TITLES[column]))
            action.setData(int(column))
            action.setCheckable(True)
            action.setChecked(column == self._rows.horizontalHeader().sortIndicatorSection())
        menu.triggered.connect(self._column_chosen)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _column_chosen(self, action: QAction) -> None:
        self._rows.sort_by(AssetColumn(action.data()))


class _AssetDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        cell = index.data(ASSET_CELL_ROLE)
        if cell is None:
            paint_waiting(painter, area)
        else:
            cell.paint(painter, area)
