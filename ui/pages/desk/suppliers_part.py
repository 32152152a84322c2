"""What is with suppliers: the desk sees whom to chase while nobody calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.assets.history import HistoryPart
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TwoLineCell
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.suppliers import WithSupplier

_COLUMNS = ColumnPlan(widths=(0, 176), stretched=0, least=0)
_MOST_SHOWN = 12


class SuppliersPart(LivePage):
    """The first few, the longest overdue on top; each leads to its order, where the supplier is chased."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("work_orders", "order_events", "deadlines"), ticks=True)
        self._wall = wall
        self.tickets = HistoryPart(N_("With suppliers"), N_("Nothing is with a supplier."), _COLUMNS)
        self.tickets.rows.row_opened.connect(self.order_requested)
        card = Card()
        card.body.addWidget(self.tickets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()

    def question(self) -> Callable[[Reader], tuple[WithSupplier, ...]]:
        return _read

    def show_answer(self, answer: tuple[WithSupplier, ...]) -> None:
        self.tickets.show_rows(tuple(self._row(each) for each in answer))

    def _row(self, each: WithSupplier) -> ListRow:
        is_late = each.due_at <= self._wall.now()
        text = _("chase: {time}") if is_late else _("answer by {time}")
        chip = ChipText(
            text.format(time=self._wall.text(each.due_at)),
            *((Tone.WARN, "clock-alert") if is_late else (Tone.IDLE, "clock")),
        )
        words = TwoLineCell(each.ticket.spoken, f"{each.order.number} · {each.order.title}")
        return ListRow(each.order.id, (words, ChipCell(chip)))


def _read(reader: Reader) -> tuple[WithSupplier, ...]:
    from app.workorders.queries.suppliers import with_suppliers

    return with_suppliers(reader, _MOST_SHOWN)
