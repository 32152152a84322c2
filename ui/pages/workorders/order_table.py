"""The rows of the list of work orders."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.foundation.translation import N_
from ui.models.orders import OrdersModel
from ui.models.steady_selection import SteadySelection
from ui.pages.workorders.order_row import COLUMN_PLAN
from ui.pages.workorders.row_delegate import OrderRowDelegate
from ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex


class OrderTable(RowTable):
    """The rows; what is marked stays marked while the list changes."""

    order_chosen = Signal(str)
    order_entered = Signal()

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

    def choose(self, place: int) -> None:
        """Mark the row at this place, and bring it into sight."""
        index = self._orders.index(place, 0)
        rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, rows)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.order_entered.emit()
        else:
            super().keyPressEvent(event)

    def _tell_chosen(self) -> None:
        """Tell which order is marked, as soon as its row has been fetched."""
        current = self.currentIndex()
        order_id = self._orders.order_id(current.row()) if current.isValid() else None
        if order_id is not None and order_id != self._chosen_id:
            self._chosen_id = order_id
            self.order_chosen.emit(order_id)
