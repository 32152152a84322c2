"""The list of work orders, every text ready to be painted in the language shown now."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.foundation.translation import _
from app.sla.rules.faults import level_word
from app.workorders.filters import DUE_SOON, OrderFilter, OrderListItem, OrderSort
from app.workorders.rules import ORDER_STATE_NAMES, OrderState
from ui.models.moments import duration_text, short_moment_text
from ui.models.windowed_list import CountRows, FindIds, WindowedModel
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_row import COLUMN_TITLES, ORDER_ROW_ROLE, DueKind, OrderColumn, OrderRow, cell_text
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_SORTS = {
    OrderColumn.PRIORITY: OrderSort.PRIORITY,
    OrderColumn.ORDER: OrderSort.NUMBER,
    OrderColumn.CUSTOMER: OrderSort.CUSTOMER,
    OrderColumn.ENGINEER: OrderSort.ENGINEER,
    OrderColumn.STATE: OrderSort.STATE,
    OrderColumn.LEFT: OrderSort.DUE,
    OrderColumn.DUE: OrderSort.DUE,
}
_DONE = frozenset({OrderState.RESOLVED, OrderState.CLOSED, OrderState.CANCELLED})
_MOST_PAINTED = 4096
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class OrdersModel(WindowedModel):
    """Work orders by a filter; what is due follows the clock on the wall."""

    def __init__(self, work: Work, wall: WallClock, parent: QObject | None = None) -> None:
        super().__init__(
            work,
            _fetch_page,
            tables=("work_orders", "deadlines", "customers", "sites", "people"),
            roles=(ORDER_ROW_ROLE, *_TEXT_ROLES),
            parent=parent,
        )
        self._wall = wall
        self._filter = OrderFilter()
        self._painted: dict[int, tuple[OrderListItem, OrderRow]] = {}

    @property
    def filter(self) -> OrderFilter:
        """What is shown now."""
        return self._filter

    def set_filter(self, wanted: OrderFilter) -> None:
        """Show what `wanted` says, once it was found."""
        if wanted != self._filter:
            self._filter = wanted
            self.load()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            self.set_filter(replace(self._filter, sort=OrderSort.LOGGED, descending=True))
        else:
            descending = order is Qt.SortOrder.DescendingOrder
            self.set_filter(replace(self._filter, sort=_SORTS[OrderColumn(column)], descending=descending))

    def retranslate(self) -> None:
        """Say everything in the language shown now, and what is due by the time that it is now."""
        self._painted.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.show_again()

    def order_id(self, row: int) -> str | None:
        """The id of the order at this place; None while it is being fetched."""
        item: OrderListItem | None = self.item(row)
        return None if item is None else item.id

    def ids_question(self) -> FindIds:
        wanted, at = self._filter, self._wall.now()

        def find(reader: Reader, limit: int | None) -> array[int]:
            from app.workorders.queries.listing import order_ids

            return order_ids(reader, wanted, at, limit)

        return find

    def count_question(self) -> CountRows | None:
        wanted, at = self._filter, self._wall.now()
        if wanted.text:
            return None

        def count(reader: Reader) -> int:
            from app.workorders.queries.listing import order_count

            return order_count(reader, wanted, at)

        return count

    def columnCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(OrderColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(COLUMN_TITLES[OrderColumn(section)])
        return None

    def cell(self, item: OrderListItem, column: int, role: int) -> object:
        row = self._row(item)
        return row if role == ORDER_ROW_ROLE else cell_text(row, OrderColumn(column))

    def _row(self, item: OrderListItem) -> OrderRow:
        painted = self._painted.get(item.row)
        if painted is None or painted[0] is not item:
            if len(self._painted) >= _MOST_PAINTED:
                self._painted.clear()
            painted = self._painted[item.row] = (item, order_row(item, self._wall))
        return painted[1]


def order_row(item: OrderListItem, wall: WallClock) -> OrderRow:
    """What the list says of an order now."""
    now = wall.now()
    due, due_text = due_of(item.state, item.due_at, now, paused=item.paused)
    due_at = None if due in {DueKind.NONE, DueKind.PAUSED} else item.due_at
    return OrderRow(
        number=item.number,
        title=item.title,
        customer=item.customer,
        site=item.site,
        priority_level=item.priority,
        priority_text=level_word(item.level) or f"P{item.priority}",
        engineer=item.engineer,
        engineer_text=item.engineer or _("Nobody yet"),
        state=item.state,
        state_text=_(ORDER_STATE_NAMES[item.state]),
        due=due,
        due_text=due_text,
        due_time_text=short_moment_text(due_at, now) if due_at is not None else "",
    )


def due_of(state: OrderState, due_at: datetime | None, now: datetime, *, paused: bool = False) -> tuple[DueKind, str]:
    """How an order stands against its due time, and the words for it; what is paused or done has none to show."""
    if state in _DONE:
        return DueKind.NONE, ""
    if paused:
        return DueKind.PAUSED, _("Paused")
    if due_at is None:
        return DueKind.NONE, ""
    if due_at < now:
        return DueKind.OVER, _("{time} over").format(time=duration_text(now - due_at))
    kind = DueKind.AT_RISK if due_at - now <= DUE_SOON else DueKind.LEFT
    return kind, _("{time} left").format(time=duration_text(due_at - now))


def _fetch_page(reader: Reader, rowids: Sequence[int]) -> list[OrderListItem]:
    from app.workorders.queries.listing import order_page

    return order_page(reader, rowids)
