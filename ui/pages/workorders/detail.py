"""All about one work order, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from app.foundation.translation import N_, _
from app.workorders.rules import WAITING_VISIT_STATES, OrderKind
from app.workorders.steps import Step
from ui.pages.files.strip import FilesStrip
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.checklists_strip import ChecklistsStrip
from ui.pages.workorders.clocks import ClocksStrip, ExplanationDialog
from ui.pages.workorders.fault_report_form import FaultReportForm
from ui.pages.workorders.parts_strip import PartsStrip
from ui.pages.workorders.step_bar import StepBar
from ui.pages.workorders.step_menu import StepMenu
from ui.pages.workorders.wording import (
    chip_of,
    due_words,
    facts_of,
    history_of,
    priority_text,
    related_rows,
    used_share,
)
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.related_part import RelatedPart
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.share_bar import ShareBar
from ui.widgets.timeline import Timeline
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail
    from app.workorders.tables import Visit

_TABLES = (
    "work_orders",
    "order_events",
    "visits",
    "order_aliases",
    "order_links",
    "teams",
    "assets",
    "customers",
    "sites",
    "people",
    "workspace_facts",
    "deadlines",
    "calendar_versions",
    "contracts",
    "amendments",
)
_LEAST_WIDTH = 340
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is about the order that was asked for; None where it is not here."""

    detail: OrderDetail | None


class OrderDetailPanel(LivePage):
    """Shows one order, kept true while it changes."""

    step_requested = Signal(object, object)
    """With the `Step` and the `OrderDetail` as it was shown."""
    print_requested = Signal(str)
    report_requested = Signal(str)
    """The dispatch ticket, or the service report, is wanted on paper."""
    edit_requested = Signal(str)
    """All three with the order's id."""
    order_requested = Signal(str)
    """With the id of another order that has to do with this one."""
    plan_requested = Signal(object)
    """With the `Visit` that is to be planned anew."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._wall = wall
        self._order_id = ""
        self.number, self.title = Label(role="caption"), Label(role="subtitle", wrapped=True)
        self.edit = ToolButton("pencil", N_("Edit…"))
        self.note = ToolButton("message-square", N_("Add a note"))
        self.print_button = ToolButton("printer", N_("Print the dispatch ticket"))
        self.more = ToolButton("ellipsis", N_("More"))
        self.chip, self.due = Chip(ChipText("", Tone.IDLE)), Label(role="muted")
        self.priority, self.bar = PriorityBars(), ShareBar()
        self.facts, self.history = KeyValueGrid(), Timeline()
        self.files = FilesStrip(work, wall, self)
        self.clocks, self.related = ClocksStrip(), RelatedPart(N_("Other orders"), N_("Link an order"))
        self.checklists, self.parts = ChecklistsStrip(work, wall), PartsStrip(work, wall)
        self.steps = StepBar()
        self.copy_action, self.plan_action = QAction(self), QAction(self)
        self.report_action, self.fault_report_action = QAction(self), QAction(self)
        first = (self.copy_action, self.plan_action, self.report_action, self.fault_report_action)
        self.menu = StepMenu(self, first)
        self._empty = EmptyState("clipboard-list", N_("Choose an order in the list to see all about it."))
        self._connect()
        self._lay_out()
        self.retranslate()

    @property
    def order_id(self) -> str:
        """The order that is shown; empty while there is none."""
        return self._order_id

    @property
    def detail(self) -> OrderDetail | None:
        """What is shown, once the database has answered."""
        return self._answer.detail if self._answer is not None else None

    def show_order(self, order_id: str) -> None:
        """Show another order; with an empty id none."""
        if order_id == self._order_id:
            return
        self._order_id = order_id
        self.steps.set_steps(())
        if not order_id:
            self._layers.setCurrentWidget(self._empty)
        self.refresh()

    def question(self) -> Callable[[Reader], _Found] | None:
        order_id, now = self._order_id, self._wall.now()

        def read(reader: Reader) -> _Found:
            from app.workorders.queries.detail import order_detail

            return _Found(order_detail(reader, order_id, now))

        return read if order_id else None

    def show_answer(self, answer: _Found) -> None:
        detail = answer.detail
        self._layers.setCurrentWidget(self._empty if detail is None else self._card)
        if detail is None:
            return
        order, now = detail.order, self._wall.now()
        self.number.setText(order.number)
        self.title.setText(order.title)
        self.chip.set_chip(chip_of(detail, now))
        self.due.setText(due_words(detail, self._wall))
        self.priority.set_priority(order.priority, priority_text(detail))
        share = used_share(detail, now)
        self.bar.setVisible(share is not None)
        if share is not None:
            self.bar.set_share(*share)
        self.facts.set_rows(facts_of(detail, self._wall))
        may_link = Step.LINK in detail.steps
        self.related.show_related(related_rows(detail, may_unlink=may_link), may_link=may_link)
        self.files.show_record(order.customer_id, "work_orders", order.id)
        self.checklists.show_order(order.id)
        self.parts.show_order(order.id)
        self.clocks.set_clocks(detail.clocks)
        self.history.set_entries(history_of(detail, self._wall))
        for button in (self.note, self.edit):  # who may say something about it may correct it too
            button.setVisible(Step.NOTE in detail.steps)
        self.plan_action.setVisible(Step.REASSIGN in detail.steps and self._waiting_visit is not None)
        self.fault_report_action.setVisible(Step.NOTE in detail.steps and order.kind is OrderKind.INCIDENT)
        self.menu.set_steps(detail.steps)
        self.steps.set_steps(detail.steps)

    def retranslate(self) -> None:
        self.copy_action.setText(_("Copy the number"))
        self.plan_action.setText(_("Plan the visit anew…"))
        self.report_action.setText(_("Print the service report"))
        self.fault_report_action.setText(_("Fault report…"))
        self.menu.retranslate()
        super().retranslate()

    def _request(self, step: Step) -> None:
        if self.detail is not None and self.detail.order.id == self._order_id:
            self.step_requested.emit(step, self.detail)

    @property
    def _waiting_visit(self) -> Visit | None:
        """The newest visit that is still to be made."""
        visits = self.detail.visits if self.detail is not None else ()
        return next((each.visit for each in reversed(visits) if each.visit.state in WAITING_VISIT_STATES), None)

    def _why_requested(self) -> None:
        if self.detail is not None:
            ExplanationDialog(self.detail.order.number, self.detail.clocks, self).open()

    def _edit_clicked(self) -> None:
        self.edit_requested.emit(self._order_id)

    def _plan_triggered(self) -> None:
        if self._waiting_visit is not None:
            self.plan_requested.emit(self._waiting_visit)

    def _note_clicked(self) -> None:
        self._request(Step.NOTE)

    def _link_clicked(self) -> None:
        self._request(Step.LINK)

    def _unlink(self, other_id: str) -> None:
        from app.workorders.link_commands import UnlinkOrders

        self._work.run_command(UnlinkOrders(order_id=self._order_id, other_id=other_id))

    def _print_clicked(self) -> None:
        self.print_requested.emit(self._order_id)

    def _report_triggered(self) -> None:
        self.report_requested.emit(self._order_id)

    def _fault_report_triggered(self) -> None:
        if self.detail is not None:
            FaultReportForm(self._work, self._wall, self.detail, self).open()

    def _copy_triggered(self) -> None:
        QGuiApplication.clipboard().setText(self.number.text())

    def _more_clicked(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _connect(self) -> None:
        self.edit.clicked.connect(self._edit_clicked)
        self.plan_action.triggered.connect(self._plan_triggered)
        self.note.clicked.connect(self._note_clicked)
        self.print_button.clicked.connect(self._print_clicked)
        self.more.clicked.connect(self._more_clicked)
        self.copy_action.triggered.connect(self._copy_triggered)
        self.report_action.triggered.connect(self._report_triggered)
        self.fault_report_action.triggered.connect(self._fault_report_triggered)
        self.menu.step_requested.connect(self._request)
        self.steps.step_requested.connect(self._request)
        self.clocks.why_requested.connect(self._why_requested)
        self.related.requested.connect(self.order_requested)
        self.related.link_requested.connect(self._link_clicked)
        self.related.unlink_requested.connect(self._unlink)
        self._wall.zone_changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        self._card = Card(margin=_MARGIN)
        head, second = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.number)
        head.addStretch()
        for button in (self.edit, self.note, self.print_button, self.more):
            head.addWidget(button)
        for part in (self.chip, self.due):
            second.addWidget(part)
        second.addStretch()
        second.addWidget(self.priority)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = ScrollColumn()
        scroll.body.setContentsMargins(0, 0, SPACE.md, 0)
        scroll.body.addWidget(self.clocks)
        sections: tuple[QWidget, ...] = (self.facts, self.related, self.checklists, self.parts, self.files)
        for section in sections:
            scroll.body.addWidget(section)
        scroll.body.addSpacing(SPACE.xs)
        scroll.body.addWidget(TranslatedLabel(N_("History"), "strong"))
        scroll.body.addWidget(self.history)
        scroll.body.addStretch()
        body = self._card.body
        body.addLayout(head)
        body.addWidget(self.title)
        body.addLayout(second)
        body.addWidget(self.bar)
        body.addWidget(scroll, 1)
        body.addWidget(self.steps)
        empty = Card()
        empty.body.addWidget(self._empty)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(empty)
        self._layers.addWidget(self._card)
