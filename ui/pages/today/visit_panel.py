"""The visit that is chosen: what is next, where to go, whom to ask, what to know, what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from app.foundation.translation import N_
from app.workorders.rules import OrderKind
from app.workorders.steps import Step, visit_steps
from ui.pages.editing import Editing
from ui.pages.files.strip import FilesStrip
from ui.pages.live_page import LivePage
from ui.pages.today.action_row import ActionRow
from ui.pages.today.next_step import NextStep
from ui.pages.today.quick_note import QuickNote
from ui.pages.today.signature_form import SignatureForm
from ui.pages.today.times_form import TimesForm
from ui.pages.today.visit_facts import place_text, spent_text, visit_facts
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.checklists_strip import ChecklistsStrip
from ui.pages.workorders.fault_report_form import FaultReportForm
from ui.pages.workorders.parts_strip import PartsStrip
from ui.pages.workorders.steps import StepTaker
from ui.pages.workorders.wording import chip_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.chosen_visit import ChosenVisit

_TABLES = ("visits", "work_orders", "order_events", "customers", "sites", "people", "assets", "deadlines")


@dataclass(frozen=True, slots=True)
class _Found:
    """The visit that was asked for; None where it is not here (any more)."""

    chosen: ChosenVisit | None


class VisitPanel(LivePage):
    """Shows one's own visit to an order, kept true while it changes."""

    order_requested = Signal(str)
    """With the id of the order: all about it is wanted."""
    directions_requested = Signal(str)
    """With the place that somebody wants to find."""
    report_requested = Signal(str)
    """With the id of the order whose service report is wanted on paper."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self._order_id = ""
        self.number, self.title = Label(role="caption"), Label(role="subtitle", wrapped=True)
        self.chip = Chip(ChipText("", Tone.IDLE))
        self.open = ToolButton("clipboard-list", N_("All about the order"))
        self.next = NextStep()
        self.directions = Button(N_("Directions"), icon="map-pin", kind="quiet")
        self.copy_address = ToolButton("copy", N_("Copy the address"))
        self.copy_phone = ToolButton("copy", N_("Copy the phone number"))
        self.correct = ToolButton("pencil", N_("Correct the times"))
        self.place = ActionRow("building-2", self.copy_address, self.directions)
        self.contact = ActionRow("phone", self.copy_phone)
        self.time = ActionRow("clock", self.correct)
        self.facts, self.note = KeyValueGrid(), QuickNote(work, wall.clock)
        self.checklists, self.parts = ChecklistsStrip(work, wall), PartsStrip(work, wall)
        self.files = FilesStrip(work, wall, self)
        self.sign = Button(N_("The customer signs…"), icon="pencil")
        self.fault_report = Button(N_("Fault report…"), icon="file-text")
        self.report = Button(N_("Service report"), icon="printer")
        self._steps = StepTaker(work, wall, self)
        self._empty = EmptyState("map-pin", N_("Choose a visit to see what is next."))
        self._connect()
        self._lay_out()

    @property
    def chosen(self) -> ChosenVisit | None:
        """What is shown, once the database has answered."""
        return self._answer.chosen if self._answer is not None else None

    def show_visit(self, order_id: str) -> None:
        """Show one's own visit to another order; with an empty id none."""
        if order_id != self._order_id:
            self._order_id = order_id
            self.next.set_steps(())
            self.note.clear()
            self.refresh()

    def question(self) -> Callable[[Reader], _Found]:
        order_id, now = self._order_id, self._wall.now()

        def read(reader: Reader) -> _Found:
            from app.workorders.queries.chosen_visit import chosen_visit

            return _Found(chosen_visit(reader, order_id, now) if order_id else None)

        return read

    def show_answer(self, answer: _Found) -> None:
        chosen = answer.chosen
        self._layers.setCurrentWidget(self._empty_card if chosen is None else self._card)
        if chosen is None:
            return
        detail = chosen.detail
        order = detail.order
        self.number.setText(order.number)
        self.title.setText(order.title)
        self.chip.set_chip(chip_of(detail, self._wall.now()))
        self.next.set_steps(visit_steps(order.kind, detail.steps))
        self.place.set_words(place_text(chosen))
        self.contact.set_words(" ".join(filter(None, (order.caller_name, chosen.phone))))
        self.copy_phone.setVisible(bool(chosen.phone))
        self.time.set_words(spent_text(chosen))
        self.correct.setVisible(chosen.visit.started_at is not None)
        self.note.setVisible(Step.NOTE in detail.steps)
        self.facts.set_rows(visit_facts(chosen, self._wall))
        self.sign.setVisible(chosen.has_been_there)
        self.fault_report.setVisible(chosen.has_been_there and order.kind is OrderKind.INCIDENT)
        self.checklists.show_order(order.id)
        self.parts.show_order(order.id)
        self.files.show_record(order.customer_id, "work_orders", order.id)

    def _step_requested(self, step: Step) -> None:
        if self.chosen is not None and self.chosen.detail.order.id == self._order_id:
            self._steps.take(step, self.chosen.detail)

    def _note_requested(self, text: str) -> None:
        from app.workorders.commands import AddNote

        self._work.run_command(AddNote(order_id=self._order_id, text=text), done=self._noted)

    def _noted(self, _nothing: object) -> None:
        self.note.clear()

    def _sign_clicked(self) -> None:
        if self.chosen is not None:
            SignatureForm(self._work, self._wall, self.chosen.detail, self).open()

    def _fault_report_clicked(self) -> None:
        if self.chosen is not None:
            FaultReportForm(self._work, self._wall, self.chosen.detail, self).open()

    def _report_clicked(self) -> None:
        self.report_requested.emit(self._order_id)

    def _open_clicked(self) -> None:
        self.order_requested.emit(self._order_id)

    def _directions_clicked(self) -> None:
        self.directions_requested.emit(self._address)

    def _copy_address_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._address)

    def _copy_phone_clicked(self) -> None:
        if self.chosen is not None:
            QGuiApplication.clipboard().setText(self.chosen.phone)

    def _correct_clicked(self) -> None:
        if self.chosen is not None:
            TimesForm(self._work, self._wall, self, Editing(self.chosen.visit)).open()

    @property
    def _address(self) -> str:
        """What a map can find: the address, else the customer with the site."""
        chosen = self.chosen
        return "" if chosen is None else chosen.address or f"{chosen.detail.customer} {chosen.site}".strip()

    def _connect(self) -> None:
        self.next.step_requested.connect(self._step_requested)
        self.note.note_requested.connect(self._note_requested)
        self.open.clicked.connect(self._open_clicked)
        self.sign.clicked.connect(self._sign_clicked)
        self.fault_report.clicked.connect(self._fault_report_clicked)
        self.report.clicked.connect(self._report_clicked)
        self.directions.clicked.connect(self._directions_clicked)
        self.copy_address.clicked.connect(self._copy_address_clicked)
        self.copy_phone.clicked.connect(self._copy_phone_clicked)
        self.correct.clicked.connect(self._correct_clicked)
        self._wall.zone_changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.number)
        head.addStretch()
        head.addWidget(self.chip)
        head.addWidget(self.open)
        foot = QHBoxLayout()
        for button in (self.sign, self.report):
            foot.addWidget(button, 1)
        scroll = ScrollColumn()
        scroll.body.setContentsMargins(0, 0, SPACE.md, 0)
        where: tuple[QWidget, ...] = (self.place, self.contact, self.time)
        for part in (*where, self.checklists, self.facts, self.note, self.parts, self.files):
            scroll.body.addWidget(part)
        scroll.body.addStretch()
        self._card, self._empty_card = Card(), Card()
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.title)
        self._card.body.addWidget(self.next)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addLayout(foot)
        self._card.body.addWidget(self.fault_report)
        self._empty_card.body.addWidget(self._empty)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty_card)
        self._layers.addWidget(self._card)
