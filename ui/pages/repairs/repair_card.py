"""All about one repair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.repairs.rules import RepairState
from ui.pages.live_page import LivePage
from ui.pages.repairs.progress_forms import ArriveForm, TakeBackForm
from ui.pages.repairs.wording import away_text, cost_text, fact_entry, state_chip
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.timeline import Timeline
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.repairs.queries import RepairDetail
    from app.storage.units import Reader

_TABLES = ("send_in_repairs", "repair_events", "assets", "customers", "people", "work_orders", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownRepair:
    """A repair, and whether the person at this workspace may take it further."""

    detail: RepairDetail
    may_handle: bool


class RepairCard(LivePage):
    """Where the device is, what happened so far, and the next step."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._repair_id = ""
        self.code, self.title = Label(role="caption"), Label(role="subtitle", wrapped=True)
        self._chip, self._away = Chip(ChipText("", Tone.OK)), Label(role="muted")
        self.facts, self.timeline = KeyValueGrid(), Timeline()
        self.open_order = Button(N_("Open the work order"), icon="clipboard-list", kind="quiet")
        self.arrived = Button(N_("Arrived at the maker"))
        self.take_back = Button(N_("Take back"), icon="package", kind="primary")
        self.open_order.clicked.connect(self._open_order_clicked)
        self.arrived.clicked.connect(self._arrived_clicked)
        self.take_back.clicked.connect(self._take_back_clicked)
        self._lay_out()
        self._card.hide()

    def show_repair(self, repair_id: str) -> None:
        """Show another repair; with an empty id none."""
        self._repair_id = repair_id
        self._card.hide()
        self.refresh()

    def question(self) -> Callable[[Reader], ShownRepair | None] | None:
        repair_id = self._repair_id

        def read(reader: Reader) -> ShownRepair | None:
            from app.directory.queries import myself
            from app.repairs.queries import repair_detail

            detail = repair_detail(reader, repair_id)
            if detail is None:
                return None
            customer_id = detail.listed.repair.customer_id
            return ShownRepair(detail, myself(reader).grants.may(Permission.HANDLE_REPAIRS, customer_id))

        return read if repair_id else None

    def show_answer(self, answer: ShownRepair) -> None:
        detail, listed, repair = answer.detail, answer.detail.listed, answer.detail.listed.repair
        self.code.setText(listed.asset_code)
        self.title.setText(listed.asset_name)
        self._chip.set_chip(state_chip(repair))
        is_away = repair.state is not RepairState.BACK
        self._away.setText(away_text(repair, self._wall.now()) if is_away else "")
        facts = (
            KeyValue(_("Customer"), listed.customer),
            KeyValue(_("Sent to"), repair.maker),
            KeyValue(_("Reference"), repair.reference),
            KeyValue(_("Fault"), repair.fault),
            KeyValue(_("Work order"), detail.order_number),
            KeyValue(_("Sent on"), self._wall.text(repair.sent_at)),
            KeyValue(_("Cost"), cost_text(repair)),
        )
        self.facts.set_rows(tuple(fact for fact in facts if fact.value))
        self.timeline.set_entries(tuple(fact_entry(fact, self._wall) for fact in reversed(detail.facts)))
        self.open_order.setVisible(repair.order_id is not None)
        self.arrived.setVisible(answer.may_handle and repair.state is RepairState.OUT)
        self.take_back.setVisible(answer.may_handle and is_away)
        self._card.show()

    def _open_order_clicked(self) -> None:
        if self._answer is not None:
            self.order_requested.emit(self._answer.detail.listed.repair.order_id)

    def _arrived_clicked(self) -> None:
        ArriveForm(self._work, self._wall, self._repair_id, self).open()

    def _take_back_clicked(self) -> None:
        TakeBackForm(self._work, self._wall, self._repair_id, self).open()

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        chips, buttons = QHBoxLayout(), QHBoxLayout()
        chips.addWidget(self._chip)
        chips.addWidget(self._away, 1)
        buttons.addWidget(self.take_back, 1)
        buttons.addWidget(self.arrived, 1)
        scroll = ScrollColumn()
        scroll.body.addWidget(self.facts)
        scroll.body.addWidget(self.open_order)
        scroll.body.addSpacing(SPACE.xs)
        scroll.body.addWidget(TranslatedLabel(N_("History"), "strong"))
        scroll.body.addWidget(self.timeline)
        scroll.body.addStretch()
        self._card.body.addWidget(self.code)
        self._card.body.addWidget(self.title)
        self._card.body.addLayout(chips)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
