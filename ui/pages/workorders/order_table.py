"""The rows of the list of work orders."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.foundation.translation import N_
from ui.models.orders import OrdersModel
from ui.models.steady_selection import (
    MOST_SELECTED,
    SteadySelection,
    select_places,
    selected_count,
    selected_places,
)
from ui.pages.workorders.order_row import COLUMN_PLAN
from ui.pages.workorders.row_delegate import OrderRowDelegate
from ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex


class OrderTable(RowTable):
    """The rows; what is marked stays marked while the list changes."""

    order_chosen = Signal(str)
    order_entered = Signal()
    selection_changed = Signal()
    """Other rows are selected, or the same rows stand elsewhere."""

    def __init__(self, model: OrdersModel) -> None:
        super().__init__(N_("Work orders"))
        self._orders = model
        self._chosen_id = ""
        self.setModel(model)
        self.setItemDelegate(OrderRowDelegate(self))
        self.set_columns(COLUMN_PLAN)
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self._steady = SteadySelection(self, model)
        model.dataChanged.connect(self._tell_chosen)
        model.modelReset.connect(self._tell_chosen)
        model.modelReset.connect(self.selection_changed)
        self.selectionModel().selectionChanged.connect(self.selection_changed)

    def choose(self, place: int) -> None:
        """Mark the row at this place, and bring it into sight."""
        index = self._orders.index(place, 0)
        rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, rows)
        self.scrollTo(index)

    @property
    def selected_rows(self) -> tuple[int, ...]:
        """The database's numbers of the selected rows; empty where they are too many, or not all known yet."""
        places = selected_places(self) if self.selected_count <= MOST_SELECTED else ()
        rows = tuple(self._orders.rowid(place) for place in places)
        return rows if min(rows, default=-1) >= 0 else ()

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return selected_count(self)

    def keep_selected(self, rows: Collection[int]) -> None:
        """Of the selected rows leave only these selected."""
        select_places(self, [place for place in selected_places(self) if self._orders.rowid(place) in rows])

    def select_current_only(self) -> None:
        """Leave only the row selected that is looked at."""
        self.choose(self.currentIndex().row())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.order_entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.selected_count > 1:
            self.select_current_only()
        else:
            super().keyPressEvent(event)

    def _tell_chosen(self) -> None:
        """Tell which order is marked, as soon as its row has been fetched."""
        current = self.currentIndex()
        order_id = self._orders.order_id(current.row()) if current.isValid() else None
        if order_id is not None and order_id != self._chosen_id:
            self._chosen_id = order_id
            self.order_chosen.emit(order_id)
