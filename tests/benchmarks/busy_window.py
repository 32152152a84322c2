"""The product's window while somebody filters, sorts, searches and scrolls its list, and how long it halts meanwhile.

`python -m tests.benchmarks.busy_window FOLDER ORDERS ROUNDS` prints one line of JSON: for each kind of work, and for
rest, the longest time between two heartbeats in each round, in milliseconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer

from app.workorders.filters import OrderSegment
from tests.benchmarks.product_window import Usable, open_window
from ui.application import Application
from ui.pages.workorders.order_row import OrderColumn
from ui.pages.workorders.order_table import OrderTable
from ui.pages.workorders.page import WorkOrdersPage

Deed = Callable[[], object]

_REST_MILLISECONDS = 100
"""After the ids have come: rows are fetched and painted, counts and the detail follow."""
_SCROLL_MILLISECONDS = 8
_SCROLLS = 60


class Heart(QObject):
    """Beats every millisecond as far as the event loop lets it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = self._longest = 0.0
        timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start()

    def listen(self) -> None:
        """Forget what was."""
        self._last, self._longest = time.perf_counter(), 0.0

    def longest_milliseconds(self) -> float:
        """The longest time without a beat since `listen`."""
        self._beat()
        return self._longest * 1000

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now


class Visitor(QObject):
    """Works with the list as a person does, one deed after the other, each when the one before has shown its rows."""

    def __init__(self, application: Application, table: OrderTable, rounds: int, done: Callable[[str], None]) -> None:
        super().__init__(application)
        page = application.window.findChild(WorkOrdersPage)
        assert isinstance(page, WorkOrdersPage)
        self._page, self._table, self._done = page, table, done
        self._heart = Heart(self)
        self._halts: defaultdict[str, list[float]] = defaultdict(list)
        self._script = self._visit(rounds)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._go_on)
        page.orders.model.loaded.connect(partial(self._next.start, _REST_MILLISECONDS))
        self._next.start(1000)

    def _go_on(self) -> None:
        try:
            next(self._script)
        except StopIteration:
            self._done(json.dumps(self._halts))

    def _visit(self, rounds: int) -> Iterator[None]:
        """Stops after each deed until the timer goes off, which a deed that loads puts off until the ids have come."""
        for _round in range(rounds):
            for kind, deeds in self._work().items():
                self._heart.listen()
                for deed in deeds:
                    deed()
                    yield
                self._halts[kind].append(self._heart.longest_milliseconds())

    def _work(self) -> dict[str, list[Deed]]:
        choose, search, sort = self._page.segments.choose, self._page.orders.search.setText, self._table.sortByColumn
        falling, rising = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        segments = (OrderSegment.IN_PROGRESS, OrderSegment.OVERDUE, OrderSegment.MINE, OrderSegment.ALL)
        columns = (OrderColumn.ORDER, OrderColumn.PRIORITY, OrderColumn.DUE, OrderColumn.CUSTOMER)
        return {
            "resting": [partial(self._next.start, _REST_MILLISECONDS) for _time in segments],
            "filtering": [partial(choose, segment) for segment in segments],
            "sorting": [*(partial(sort, column, rising) for column in columns), partial(sort, -1, falling)],
            "searching": [partial(search, "打印"), partial(search, "扫"), partial(search, "")],
            "scrolling": [partial(self._scroll, at / _SCROLLS) for at in (*range(_SCROLLS + 1), 0)],
        }

    def _scroll(self, share: float) -> None:
        bar = self._table.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))
        self._next.start(_SCROLL_MILLISECONDS)


def main(folder: str, orders: int, rounds: int) -> int:
    def watch(application: Application) -> QObject:
        def finish(halts: str) -> None:
            print(halts, flush=True)
            application.window.close()

        return Usable(application, orders, lambda table: Visitor(application, table, rounds, finish))

    return open_window(folder, watch)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
