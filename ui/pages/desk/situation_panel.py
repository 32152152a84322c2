"""What the desk sees beside the call before it is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_, _
from app.sla.rules.coverage import BECAUSE_NAMES, COVERAGE_NAMES, Coverage
from app.workorders.calls import Asked
from ui.pages.assets.history import ORDER_COLUMNS, HistoryPart, order_row
from ui.pages.desk.known_list import KnownList
from ui.pages.desk.suppliers_part import SuppliersPart
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.chip import Chip
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListRow
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader
    from app.workorders.queries.situation import Situation

_TABLES = (
    *("customers", "sites", "people", "assets", "asset_aliases", "supported_systems", "work_orders", "deadlines"),
    *("closures", "outages", "known_issues", "service_groups", "service_group_systems"),
    *("contracts", "contract_devices", "amendments", "policies", "calendar_versions"),
)
_DEVICE_COLUMNS = ColumnPlan(widths=(0, 130), stretched=0, least=0)
_COVERAGE_LOOKS = {
    Coverage.COVERED: (Tone.OK, "circle-check"),
    Coverage.CHARGEABLE: (Tone.WARN, "triangle-alert"),
    Coverage.NOT_COVERED: (Tone.BREACH, "circle-x"),
}


class SituationPanel(LivePage):
    """Known issues first: whoever calls about one of them is told, and nothing need be logged once more."""

    situation_known = Signal(object)
    """With the `Situation`."""
    device_chosen = Signal(str)
    """With the code of the device that the call is about."""
    order_requested = Signal(str)
    link_requested = Signal(str, str)
    """With the id of the order of a known issue that the call is about, and the issue's title; or with none."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self._asked_about: Asked | None = None
        self._linked_id = ""
        self.customer, self.why = Label(role="subtitle", wrapped=True), Label(role="muted", wrapped=True)
        self.coverage = Chip(ChipText("", Tone.IDLE))
        self.known = KnownList(wall)
        self.devices = HistoryPart(N_("Devices"), N_("No device is known to be the caller's."), _DEVICE_COLUMNS)
        self.orders = HistoryPart(N_("Open orders"), N_("Nothing is open."), ORDER_COLUMNS)
        self._before = TranslatedLabel(
            N_("Once the caller is found, devices, open orders, known issues and the contract stand here."),
            "muted",
            wrapped=True,
        )
        self.suppliers = SuppliersPart(work, wall)
        self._card = Card()
        self.devices.rows.row_opened.connect(self._device_opened)
        self.orders.rows.row_opened.connect(self.order_requested)
        self.known.link_requested.connect(self.link_requested)
        self._lay_out()
        self.retranslate()

    def show_call(self, asked: Asked | None, linked_id: str) -> None:
        """Show what stands before another call; None where nobody calls. `linked_id` is the order it is linked with."""
        if linked_id != self._linked_id:
            self._linked_id = linked_id
            self.retranslate()
        if asked == self._asked_about:
            return
        self._asked_about = asked
        self._card.setVisible(False if asked is None else self._card.isVisible())
        for part in (self._before, self.suppliers):
            part.setVisible(asked is None)
        self.refresh()

    def question(self) -> Callable[[Reader], Situation] | None:
        if self._asked_about is None:
            return None
        return partial(_read, self._asked_about, self._wall.now())

    def show_answer(self, answer: Situation) -> None:
        if self._asked_about is None:
            return
        self.customer.setText(answer.customer.name)
        tone, icon = _COVERAGE_LOOKS[answer.covered.coverage]
        self.coverage.set_chip(ChipText(_(COVERAGE_NAMES[answer.covered.coverage]), tone, icon))
        self.why.setText(" ".join(_(BECAUSE_NAMES[each]) for each in answer.covered.because))
        self.why.setVisible(bool(answer.covered.because))
        self.known.show_known(answer.known, answer.known_orders, self._linked_id)
        self.devices.show_rows(tuple(_device_row(each) for each in answer.devices))
        self.orders.show_rows(tuple(order_row(each, self._wall) for each in answer.orders))
        self._card.show()
        self.situation_known.emit(answer)

    def focus_devices(self) -> None:
        """Put the keyboard among the devices, where there are some."""
        if self.devices.rows.row_ids:
            self.devices.rows.setFocus()
            self.devices.rows.setCurrentIndex(self.devices.rows.model().index(0, 0))

    def retranslate(self) -> None:
        self.devices.rows.setToolTip(_("Enter takes the device into the call. ({keys})").format(keys="F4"))
        super().retranslate()

    def _device_opened(self, asset_id: str) -> None:
        device = next(each for each in self._answer.devices if each.id == asset_id)
        self.device_chosen.emit(device.code)

    def _lay_out(self) -> None:
        contract = QHBoxLayout()
        contract.setSpacing(SPACE.sm)
        contract.addWidget(self.coverage)
        contract.addWidget(self.why, 1)
        self._card.body.addWidget(self.customer)
        self._card.body.addLayout(contract)
        for part in (self.known, self.devices, self.orders):
            self._card.body.addWidget(part)
        self._card.hide()
        scroll = ScrollColumn()
        scroll.body.addWidget(self._before)
        scroll.body.addWidget(self.suppliers)
        scroll.body.addWidget(self._card)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)


def _device_row(device: Asset) -> ListRow:
    detail = " · ".join(filter(None, (device.model, device.place, device.user_name)))
    return ListRow(device.id, (TwoLineCell(device.name, detail), TextCell(device.code)))


def _read(asked: Asked, at: datetime, reader: Reader) -> Situation:
    from app.workorders.queries.situation import situation_of

    return situation_of(reader, asked, at)
