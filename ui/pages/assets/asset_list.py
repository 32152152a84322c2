"""The list of devices: one is marked, and shown beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from app.foundation.translation import N_
from ui.models.assets import SORTS, AssetsModel
from ui.models.steady_selection import SteadySelection
from ui.pages.assets.asset_row import ASSET_CELL_ROLE, COLUMN_PLAN, AssetColumn
from ui.widgets.row_delegate import Index, RowDelegate, paint_waiting
from ui.widgets.row_table import RowTable


class AssetList(RowTable):
    """Shows the model's devices and tells which one is marked: while there are any, one always is."""

    asset_chosen = Signal(str)
    """Another device is marked; an empty id where there is none."""

    def __init__(self, model: AssetsModel) -> None:
        super().__init__(N_("Devices"))
        self._devices = model
        self._chosen_id = ""
        self._awaited_row = -1
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

    def show_row(self, rowid: int) -> None:
        """Mark the row with the database's number `rowid`, now or when a load that is under way brings it."""
        place = self._devices.place_of(rowid)
        self._awaited_row = rowid if place < 0 else -1
        if place >= 0:
            self._mark(place)

    def retranslate(self) -> None:
        super().retranslate()
        if self.model() is not None:
            self._devices.retranslate()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_chosen()

    def _loaded(self) -> None:
        if self._awaited_row >= 0:
            self.show_row(self._awaited_row)
            self._awaited_row = -1
        if not self.currentIndex().isValid() and self._devices.rowCount():
            self._mark(0)
        self._tell_chosen()

    def _mark(self, place: int) -> None:
        index = self._devices.index(place, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

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


class _AssetDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        cell = index.data(ASSET_CELL_ROLE)
        if cell is None:
            paint_waiting(painter, area)
        else:
            cell.paint(painter, area)
