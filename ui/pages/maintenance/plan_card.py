"""All about one plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _, ngettext
from app.maintenance.rules import OCCURRENCE_STATE_NAMES, OccurrenceState
from app.workorders.rules import ORDER_STATE_NAMES
from ui.pages.live_page import LivePage
from ui.pages.maintenance.wording import devices_text, due_chip, next_due_text, rhythm_text
from ui.pages.wall_clock import WallClock, day_text
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import Cell, StateCell, TextCell, TwoLineCell
from ui.widgets.chip import Chip
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.maintenance.queries import OccurrenceDetail, PlanDetail
    from app.storage.units import Reader

_TABLES = ("cleaning_plans", "cleaning_occurrences", "work_orders", "assets", "departments", "customers")
_COLUMNS = ColumnPlan(widths=(130, 180), stretched=1, least=120)


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan, and whether the person at this workspace may change it."""

    detail: PlanDetail
    may_plan: bool


class PlanCard(LivePage):
    """What a plan covers, when it comes round, what became of its turns; suspending it and waking it."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._plan_id = ""
        self._orders: dict[str, str] = {}
        self.title = Label(role="subtitle", wrapped=True)
        self._chip = Chip(ChipText("", Tone.OK))
        self._facts = KeyValueGrid()
        self.turns = SmallList(N_("Turns"), (N_("Due on"), N_("Work order")), _COLUMNS, ListUse.OPEN)
        self._no_turn = TranslatedLabel(N_("No turn has come yet."), "muted")
        self.suspend, self.resume = Button(N_("Suspend"), icon="circle-pause"), Button(N_("Resume"), icon="play")
        self.suspend.clicked.connect(self._suspend_clicked)
        self.resume.clicked.connect(self._resume_clicked)
        self.turns.row_opened.connect(self._turn_opened)
        self._lay_out()
        self._card.hide()

    def show_plan(self, plan_id: str) -> None:
        """Show another plan; with an empty id none."""
        self._plan_id = plan_id
        self._card.hide()
        self.refresh()

    def question(self) -> Callable[[Reader], ShownPlan | None] | None:
        plan_id = self._plan_id

        def read(reader: Reader) -> ShownPlan | None:
            from app.directory.queries import myself
            from app.maintenance.queries import plan_detail

            detail = plan_detail(reader, plan_id)
            if detail is None:
                return None
            grants = myself(reader).grants
            return ShownPlan(detail, grants.may(Permission.PLAN_MAINTENANCE, detail.listed.plan.customer_id))

        return read if plan_id else None

    def show_answer(self, answer: ShownPlan) -> None:
        detail, plan = answer.detail, answer.detail.listed.plan
        self.title.setText(plan.title)
        self._chip.set_chip(due_chip(plan, self._wall.today()))
        self._facts.set_rows(
            (
                KeyValue(_("Customer"), detail.listed.customer),
                KeyValue(_("Department"), detail.listed.department),
                KeyValue(_("Devices now"), devices_text(detail)),
                KeyValue(_("How often"), rhythm_text(plan.every_months)),
                KeyValue(_("First due"), day_text(plan.first_due_on)),
                KeyValue(_("Next due"), next_due_text(plan)),
            )
        )
        self._orders = {turn.occurrence.id: turn.occurrence.order_id or "" for turn in detail.occurrences}
        self.turns.show_rows(tuple(_turn_row(turn) for turn in detail.occurrences))
        self.turns.setVisible(bool(detail.occurrences))
        self._no_turn.setVisible(not detail.occurrences)
        self.suspend.setVisible(plan.active and answer.may_plan)
        self.resume.setVisible(not plan.active and answer.may_plan)
        self._card.show()

    def _suspend_clicked(self) -> None:
        from app.maintenance.commands import SuspendCleaningPlan

        self._work.run_command(SuspendCleaningPlan(plan_id=self._plan_id))

    def _resume_clicked(self) -> None:
        from app.maintenance.commands import ResumeCleaningPlan

        self._work.run_command(ResumeCleaningPlan(plan_id=self._plan_id))

    def _turn_opened(self, occurrence_id: str) -> None:
        if order_id := self._orders.get(occurrence_id):
            self.order_requested.emit(order_id)

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        chips = QHBoxLayout()
        chips.addWidget(self._chip)
        chips.addStretch()
        body = self._card.body
        body.addWidget(self.title)
        body.addLayout(chips)
        body.addWidget(self._facts)
        body.addWidget(TranslatedLabel(N_("Turns"), "strong"))
        body.addWidget(self._no_turn)
        body.addWidget(self.turns, 100)
        body.addStretch(1)
        for button in (self.suspend, self.resume):
            body.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)


def _turn_row(turn: OccurrenceDetail) -> ListRow:
    occurrence = turn.occurrence
    when = day_text(occurrence.due_on)
    if occurrence.state is OccurrenceState.SKIPPED:
        skipped: Cell = TextCell(_(OCCURRENCE_STATE_NAMES[occurrence.state]), "text_muted")
        return ListRow(occurrence.id, (TextCell(when, "text_muted"), skipped))
    count = occurrence.device_count
    devices = ngettext("{count} device", "{count} devices", count).format(count=f"{count:,}")
    state = _(ORDER_STATE_NAMES[turn.order_state]) if turn.order_state else ""
    number: Cell = TwoLineCell(turn.order_number, state) if turn.order_number else StateCell(_("Ordered"), "state_done")
    return ListRow(occurrence.id, (TwoLineCell(when, devices), number))
