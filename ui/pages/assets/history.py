"""What happened to a device: its work orders, its repairs, the parts that were put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.foundation.translation import _
from app.workorders.rules import ORDER_STATE_NAMES
from ui.pages.repairs.wording import cost_text, state_chip
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.row_delegate import STATE_COLORS
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.cells import StateCell, TwoLineCell
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList

if TYPE_CHECKING:
    from app.repairs.tables import SendInRepair
    from app.workorders.filters import OrderListItem
    from app.workorders.part_tables import UsedPart

ORDER_COLUMNS = ColumnPlan(widths=(0, 106), stretched=0, least=0)
REPAIR_COLUMNS = PART_COLUMNS = ColumnPlan(widths=(0,), stretched=0, least=0)


class HistoryPart(QWidget):
    """A heading over rows that lead to what they speak of; it is as high as its rows and never scrolls by itself."""

    def __init__(self, title_source: str, empty_source: str, columns: ColumnPlan) -> None:
        super().__init__()
        self.rows = SmallList(title_source, ("",) * len(columns.widths), columns, ListUse.OPEN)
        self.rows.horizontalHeader().hide()
        self.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = TranslatedLabel(empty_source, "muted", wrapped=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.xs, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(TranslatedLabel(title_source, "strong"))
        column.addWidget(self._empty)
        column.addWidget(self.rows)

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        """Show `rows` in place of what was shown."""
        self.rows.show_rows(rows)
        self.rows.setFixedHeight(len(rows) * SIZE.row)
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)


def order_row(order: OrderListItem, wall: WallClock) -> ListRow:
    """A work order about the device; its id is the order's."""
    state = StateCell(_(ORDER_STATE_NAMES[order.state]), STATE_COLORS.get(order.state, "state_waiting"))
    return ListRow(order.id, (TwoLineCell(order.title, f"{order.number} · {wall.text(order.logged_at)}"), state))


def repair_row(repair: SendInRepair, wall: WallClock) -> ListRow:
    """A repair of the device; its id is the repair's."""
    detail = " · ".join(filter(None, (repair.maker, wall.text(repair.sent_at), cost_text(repair))))
    return ListRow(repair.id, (TwoLineCell(state_chip(repair).text, detail),))


def part_row(part: UsedPart, wall: WallClock) -> ListRow:
    """A part that was put into the device; its id is that of the order it was used for."""
    from app.workorders.telling_parts import part_title, serials_text

    detail = " · ".join(filter(None, (wall.text(part.used_at), serials_text(part))))
    return ListRow(part.order_id, (TwoLineCell(part_title(part), detail),))
