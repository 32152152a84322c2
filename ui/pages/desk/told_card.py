"""The number of an order, large, and what its caller is told: ready to be said, or copied and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.foundation.translation import LANGUAGE_NAMES, N_, Language, _, language
from app.messages.rules import MOMENT_NAMES, Moment
from app.messages.wording import Told, ready_text
from app.workorders.rules import ANSWER_WAY_NAMES, BY_MESSAGE, TELLING_WAYS, AnswerWay, OrderState
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.labels import Label, TranslatedLabel
from ui.work.work import Work

if TYPE_CHECKING:
    from datetime import datetime

    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail

_TABLES = ("work_orders", "order_events", "people", "deadlines", "order_clocks")
_ENDED = frozenset({OrderState.RESOLVED, OrderState.CLOSED})
COPY_KEYS, COPY_TEXT_KEYS = "Ctrl+Shift+C", "Ctrl+Shift+T"


@dataclass(frozen=True, slots=True)
class _Found:
    """An order, and the language that its customer's people are written to in; empty for the usual one."""

    detail: OrderDetail
    language: str


class ToldCard(LivePage):
    """Kept true while it is shown: a provisional number gives way to the final one."""

    next_call_requested = Signal()
    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._order_id = ""
        self._wanted: Moment | None = None
        self.number, self.title = Label(role="display"), Label(role="muted", wrapped=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_number = Button(N_("Copy the number"), icon="copy")
        self.moment = FilterBar(tuple(FilterChoice(str(one), name) for one, name in MOMENT_NAMES.items()))
        self.way, self.tongue = ChoiceField(), ChoiceField()
        self.text = QPlainTextEdit(readOnly=True)
        self.copy_text = Button(N_("Copy the text"), icon="copy")
        self.open_order = Button(N_("Open the order"), kind="quiet")
        self.next_call = Button(N_("Next call"), kind="primary")
        self._connect()
        self._lay_out()
        self.tongue.set_choices(tuple((str(one), name) for one, name in LANGUAGE_NAMES.items()))
        self.retranslate()

    def show_order(self, order_id: str, moment: Moment | None = None) -> None:
        """Show what the caller of an order is told; without a moment the one that its state speaks of."""
        self._order_id, self._wanted = order_id, moment
        self.number.setText("")
        self.refresh()

    def question(self) -> Callable[[Reader], _Found | None] | None:
        return partial(_read, self._order_id, self._wall.now()) if self._order_id else None

    def show_answer(self, answer: _Found) -> None:
        order = answer.detail.order
        if not self.number.text():
            ended = order.state in _ENDED
            self.moment.choose(self._wanted or (Moment.END if ended else Moment.PROGRESS))
            self.tongue.set_value(answer.language or language())
        self.number.setText(order.number)
        self.title.setText(" · ".join(filter(None, (order.title, answer.detail.customer, order.caller_name))))
        self._show_text()

    def copy_the_number(self) -> None:
        """Put the number on the clipboard."""
        QGuiApplication.clipboard().setText(self.number.text())

    def copy_the_text(self) -> None:
        """Put on the clipboard what the caller is told."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def retranslate(self) -> None:
        self.way.set_choices(tuple((str(way), _(ANSWER_WAY_NAMES[way])) for way in TELLING_WAYS))
        self.way.setAccessibleName(_("How the caller is told"))
        self.tongue.setAccessibleName(_("The caller's language"))
        self.text.setAccessibleName(_("What the caller is told"))
        self.copy_number.setToolTip(COPY_KEYS)
        self.copy_text.setToolTip(COPY_TEXT_KEYS)
        self.next_call.setToolTip("F2")
        super().retranslate()

    def _show_text(self) -> None:
        if self._answer is None:
            return
        detail: OrderDetail = self._answer.detail
        order = detail.order
        told = Told(
            number=order.number,
            title=order.title,
            caller=order.caller_name,
            expected=self._wall.text(detail.expected_at) if detail.expected_at else "",
            engineer=detail.engineer,
            text=order.resolution,
        )
        moment, way = Moment(self.moment.choice), AnswerWay(self.way.value())
        self.text.setPlainText(ready_text(moment, BY_MESSAGE.get(way), Language(self.tongue.value()), told))

    def _open(self) -> None:
        self.order_requested.emit(self._order_id)

    def _connect(self) -> None:
        self.copy_number.clicked.connect(self.copy_the_number)
        self.copy_text.clicked.connect(self.copy_the_text)
        self.open_order.clicked.connect(self._open)
        self.next_call.clicked.connect(self.next_call_requested)
        self.moment.chosen.connect(self._show_text)
        for choice in (self.way, self.tongue):
            choice.edited.connect(self._show_text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.md)
        head.addWidget(self.number)
        head.addWidget(self.copy_number)
        head.addStretch()
        head.addWidget(self.open_order)
        head.addWidget(self.next_call)
        choices = QHBoxLayout()
        choices.setSpacing(SPACE.sm)
        choices.addWidget(self.moment)
        choices.addStretch()
        choices.addWidget(self.way)
        choices.addWidget(self.tongue)
        card = Card()
        card.body.addLayout(head)
        card.body.addWidget(self.title)
        card.body.addWidget(TranslatedLabel(N_("Tell the caller"), "strong"))
        card.body.addLayout(choices)
        card.body.addWidget(self.text, 1)
        card.body.addWidget(self.copy_text, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)


def _read(order_id: str, at: datetime, reader: Reader) -> _Found | None:
    from app.directory.tables import Customer
    from app.workorders.queries.detail import order_detail

    detail = order_detail(reader, order_id, at)
    if detail is None:
        return None
    customer = reader.get(Customer, detail.order.customer_id)
    return _Found(detail, str(customer.language or "") if customer else "")
