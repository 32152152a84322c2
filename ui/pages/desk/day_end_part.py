"""The callers to be told at the end of the desk's day how it stands, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_, _, ngettext
from ui.pages.desk.reading import DayEnd, read_day_end
from ui.pages.desk.update_card import UpdateCard
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.day_end import CallerUpdate

_TABLES = ("work_orders", "order_events", "visits", "deadlines", "people", "customers", "workspace_facts")
_COLUMNS = ColumnPlan(widths=(170, 230, 130), stretched=1, least=150, yielding=(2,))
_LIST_WIDTH, _CARD_WIDTH = 590, 690


class DayEndPart(LivePage):
    """A list of them, and the one who is told now beside it; whoever was told makes room for the next."""

    left = Signal()
    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self._listed: tuple[CallerUpdate, ...] = ()
        self.count = Label(role="muted")
        self.back = Button(N_("Next call"), kind="quiet")
        self.callers = ListCard(
            SmallList(N_("Callers to tell"), (N_("Caller"), N_("Work order"), N_("Expected")), _COLUMNS),
            EmptyState("check-check", N_("Every caller whose work goes on has been told. That is all for today.")),
        )
        self.card = UpdateCard(work, wall)
        self.callers.rows.row_chosen.connect(self._show_caller)
        self.card.done.connect(self._go_on)
        self.card.order_requested.connect(self.order_requested)
        self.back.clicked.connect(self.left)
        self._lay_out()
        self.setFocusProxy(self.callers)

    def question(self) -> Callable[[Reader], DayEnd]:
        return partial(read_day_end, self._wall.now())

    def show_answer(self, answer: DayEnd) -> None:
        count = len(answer.updates)
        self._listed = _listed(answer.updates, self.card.edited_update)
        self.count.setText(ngettext("{count} caller left", "{count} callers left", count).format(count=f"{count:,}"))
        self.callers.show_rows(tuple(_row(update, self._wall) for update in self._listed))
        self._show_caller(self.callers.rows.chosen_id)
        if not self._listed:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.back.setToolTip("F2")
        super().retranslate()

    def _show_caller(self, order_id: str) -> None:
        updates = {update.order.id: update for update in self._listed}
        self.card.show_update(updates.get(order_id), has_server=bool(self._answer and self._answer.has_server))

    def _go_on(self, order_id: str) -> None:
        """Mark the caller after the one who was told; the list will have lost that one by the next answer."""
        ids = self.callers.rows.row_ids
        if order_id in ids and len(ids) > 1:
            place = ids.index(order_id)
            self.callers.rows.choose((ids[:place] + ids[place + 1 :])[min(place, len(ids) - 2)])
        self.callers.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.md)
        head.addWidget(TranslatedLabel(N_("At the end of the day"), "subtitle"))
        head.addWidget(self.count, 1)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        parts = side_by_side(self.callers, self.card, wide_detail=True)
        parts.setSizes([_LIST_WIDTH, _CARD_WIDTH])
        column.addWidget(parts, 1)


def _listed(updates: tuple[CallerUpdate, ...], edited: CallerUpdate | None) -> tuple[CallerUpdate, ...]:
    """What is left to do, and what somebody else has done while something was being entered here: nothing is lost."""
    is_gone = edited is not None and all(update.order.id != edited.order.id for update in updates)
    return (edited, *updates) if edited is not None and is_gone else updates


def _row(update: CallerUpdate, wall: WallClock) -> ListRow:
    order = update.order
    return ListRow(
        order.id,
        (
            TwoLineCell(update.caller or _("Nobody named"), update.phone),
            TwoLineCell(order.title, f"{order.number} · {update.customer}"),
            TextCell(wall.text(update.expected_at) if update.expected_at else _("not known"), "text_muted"),
        ),
    )
