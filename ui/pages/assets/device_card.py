"""All about one device."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.assets.rules import AssetState
from app.foundation.translation import N_, _
from ui.pages.assets.changes import change_entry
from ui.pages.assets.history import (
    ORDER_COLUMNS,
    PART_COLUMNS,
    REPAIR_COLUMNS,
    HistoryPart,
    order_row,
    part_row,
    repair_row,
)
from ui.pages.assets.reading import Device, read_device
from ui.pages.assets.relate_form import RelateForm
from ui.pages.assets.wording import device_facts, related_row, state_chip
from ui.pages.files.strip import FilesStrip
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.key_value_grid import KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.related_part import RelatedPart
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.timeline import Timeline
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TABLES = (
    *("assets", "asset_aliases", "asset_edits", "asset_relations", "device_types"),
    *("customers", "departments", "sites", "people", "contracts", "contract_devices"),
    *("work_orders", "send_in_repairs", "used_parts", "workspace_facts"),
)
_LABEL_KEYS = "Ctrl+P"
_CAN_LEAVE = frozenset({AssetState.IN_USE, AssetState.IN_STOCK, AssetState.ON_LOAN})


class DeviceCard(LivePage):
    """Codes, facts, work orders, repairs and parts of a device, and what can be done about it."""

    label_requested = Signal(str)
    edit_requested = Signal(object)
    """With the `Asset`."""
    move_requested = Signal(object)
    """With the `Asset`."""
    asset_requested = Signal(str)
    """With the id of another device."""
    order_for_asset_requested = Signal(str)
    repair_requested = Signal(str)
    order_requested = Signal(str)
    """With the id of a work order about the device."""
    open_repair_requested = Signal(str)
    """With the id of one of its repairs."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._asset_id = ""
        self.code = Label(role="title", wrapped=True)
        self.name, self._type = Label(role="subtitle", wrapped=True), Label(role="muted", wrapped=True)
        self._chip, self.facts = Chip(ChipText("", Tone.OK)), KeyValueGrid()
        self.files = FilesStrip(work, wall, self)
        self.orders = HistoryPart(N_("Work orders"), N_("There was no work order about it yet."), ORDER_COLUMNS)
        self.repairs = HistoryPart(N_("Repairs"), N_("It was never sent in."), REPAIR_COLUMNS)
        self.parts = HistoryPart(N_("Parts used"), N_("No part was put into it yet."), PART_COLUMNS)
        self.related = RelatedPart(N_("Other devices"), N_("Link a device"), offers_first=True)
        self.changes, self.timeline = QWidget(), Timeline()
        self.move_button = ToolButton("map-pin", N_("Move or hand over…"))
        self.edit = ToolButton("pencil", N_("Edit…"))
        self.print_label = ToolButton("printer", N_("Print label"), shortcut_text=_LABEL_KEYS)
        self.new_order = Button(N_("New work order"), icon="plus")
        self.send_in = Button(N_("Send in for repair"), icon="truck")
        self._lay_out()
        self._connect()
        self._card.hide()

    def show_asset(self, asset_id: str) -> None:
        """Show another device; with an empty id none. What is shown stays until the other one has been read."""
        self._asset_id = asset_id
        self._card.setVisible(bool(asset_id) and self._card.isVisibleTo(self))
        self.refresh()

    def question(self) -> Callable[[Reader], Device | None] | None:
        return partial(read_device, self._asset_id) if self._asset_id else None

    def show_answer(self, answer: Device) -> None:
        detail, asset = answer.detail, answer.detail.asset
        if asset.id != self._asset_id:
            return
        self.code.setText(asset.code)
        self.name.setText(asset.name)
        self._type.setText(_(detail.type_name))
        self._chip.set_chip(state_chip(asset.state))
        self.facts.set_rows(device_facts(detail, answer.contracts))
        self.files.show_record(asset.customer_id, "assets", asset.id)
        self.orders.show_rows(tuple(order_row(order, self._wall) for order in answer.orders))
        self.repairs.show_rows(tuple(repair_row(repair, self._wall) for repair in answer.repairs))
        self.parts.show_rows(tuple(part_row(part, self._wall) for part in answer.parts))
        related = tuple(related_row(each, may_unlink=answer.may_edit) for each in answer.related)
        self.related.show_related(related, may_link=answer.may_edit)
        self.timeline.set_entries(tuple(change_entry(change, self._wall) for change in answer.changes))
        self.changes.setVisible(bool(answer.changes))
        for button in (self.edit, self.move_button):
            button.setVisible(answer.may_edit)
        self.new_order.setVisible(answer.may_log)
        self.send_in.setVisible(answer.may_send_in and asset.state in _CAN_LEAVE)
        self._card.show()

    def focus_first(self) -> None:
        """Let the keyboard go on in here."""
        self.print_label.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _shown_id(self) -> str:
        """The device that a person sees, which for a moment is not yet the one that is marked in the list."""
        shown: Device = self._answer
        return shown.detail.asset.id

    def _edit_clicked(self) -> None:
        shown: Device = self._answer
        self.edit_requested.emit(shown.detail.asset)

    def _move_clicked(self) -> None:
        shown: Device = self._answer
        self.move_requested.emit(shown.detail.asset)

    def _link_clicked(self) -> None:
        shown: Device = self._answer
        RelateForm(self._work, self._wall, shown.detail.asset, self).open()

    def _unlink(self, relation_id: str) -> None:
        from app.assets.relation_commands import UnrelateAssets

        shown: Device = self._answer
        relation = next(each.relation for each in shown.related if each.relation.id == relation_id)
        self._work.run_command(
            UnrelateAssets(asset_id=relation.asset_id, other_id=relation.other_id, kind=relation.kind)
        )

    def _print_label_clicked(self) -> None:
        self.label_requested.emit(self._shown_id)

    def _new_order_clicked(self) -> None:
        self.order_for_asset_requested.emit(self._shown_id)

    def _send_in_clicked(self) -> None:
        self.repair_requested.emit(self._shown_id)

    def _connect(self) -> None:
        self.edit.clicked.connect(self._edit_clicked)
        self.move_button.clicked.connect(self._move_clicked)
        self.print_label.clicked.connect(self._print_label_clicked)
        QShortcut(QKeySequence(_LABEL_KEYS), self.print_label).activated.connect(self._print_label_clicked)
        self.new_order.clicked.connect(self._new_order_clicked)
        self.send_in.clicked.connect(self._send_in_clicked)
        self.related.requested.connect(self.asset_requested)
        self.related.link_requested.connect(self._link_clicked)
        self.related.unlink_requested.connect(self._unlink)
        self.orders.rows.row_opened.connect(self.order_requested)
        self.repairs.rows.row_opened.connect(self.open_repair_requested)
        self.parts.rows.row_opened.connect(self.order_requested)
        self._wall.zone_changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        head, chips, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.code, 1)
        for tool in (self.move_button, self.edit, self.print_label):
            head.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
        chips.setSpacing(SPACE.sm)
        chips.addWidget(self._chip)
        chips.addWidget(self._type, 1)
        for button in (self.new_order, self.send_in):
            buttons.addWidget(button, 1)
        scroll = ScrollColumn()
        scroll.body.setContentsMargins(0, 0, SPACE.sm, 0)
        history = QVBoxLayout(self.changes)
        history.setContentsMargins(0, SPACE.xs, 0, 0)
        history.addWidget(TranslatedLabel(N_("Changes"), "strong"))
        history.addWidget(self.timeline)
        for part in (self.facts, self.related, self.files, self.orders, self.repairs, self.parts, self.changes):
            scroll.body.addWidget(part)
        scroll.body.addStretch()
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.name)
        self._card.body.addLayout(chips)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
