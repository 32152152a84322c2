"""The product's own window, started as `paigong` starts it: `python -m tests.benchmarks.product_window FOLDER ORDERS`.

It tells on standard output when its list knows its length and rows of it were painted, and closes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

import ui.application
import ui.main
from ui.application import Application
from ui.models.orders import OrdersModel
from ui.pages.workorders.order_table import OrderTable


class Usable(QObject):
    """Calls `then` once the list of a window that is shown knows of all `orders` and rows of it were painted."""

    def __init__(self, application: Application, orders: int, then: Callable[[OrderTable], object]) -> None:
        super().__init__(application)
        table = application.window.findChild(OrderTable)
        assert isinstance(table, OrderTable)
        self._table, self._orders, self._then = table, orders, then
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._is_usable():
            self._table.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return super().eventFilter(watched, event)

    def _is_usable(self) -> bool:
        model = self._table.model()
        assert isinstance(model, OrdersModel)
        return model.rowCount() == self._orders and model.item(0) is not None

    def _tell(self) -> None:
        self._then(self._table)


def open_window(folder: str, watch: Callable[[Application], QObject]) -> int:
    """Open the window on a workspace and let what `watch` makes sit on it; returns the exit status when it closes."""

    class Watched(Application):
        def show(self) -> None:
            super().show()
            self.watcher = watch(self)

    ui.application.Application = Watched  # type: ignore[misc]
    return ui.main.main(["--home", folder])


def main(folder: str, orders: int) -> int:
    """Tell when the list is there, and close."""

    def watch(application: Application) -> QObject:
        def tell(_table: OrderTable) -> None:
            print("usable", flush=True)
            application.window.close()

        return Usable(application, orders, tell)

    return open_window(folder, watch)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
