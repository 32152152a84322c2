"""Devices that are away to be repaired, and those that came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_
from ui.pages.live_page import LivePage
from ui.pages.repairs.repair_card import RepairCard
from ui.pages.repairs.send_out_form import SendOutForm
from ui.pages.repairs.wording import state_chip
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.repairs.queries import RepairInList
    from app.storage.units import Reader

_TITLES = (N_("Device"), N_("Customer"), N_("Sent to"), N_("Sent on"), N_("State"))
_COLUMNS = ColumnPlan(widths=(220, 170, 140, 140, 190), stretched=0, least=180, yielding=(1, 3, 2))
_TABLES = ("send_in_repairs", "assets", "customers", "workspace_facts")
_MOST_RETURNED = 500


class Part(StrEnum):
    """The two parts of the list."""

    AWAY = "away"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ShownRepairs:
    """Both parts, and whether the person at this workspace may send anything out."""

    parts: dict[Part, list[RepairInList]]
    may_handle: bool


class RepairsPage(LivePage):
    """What is away, the longest first, or what came back, the latest first; the one that is marked beside it."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.parts = FilterBar((FilterChoice(Part.AWAY, N_("Away")), FilterChoice(Part.RETURNED, N_("Came back"))))
        self.send_out_button = Button(N_("Send a device out"), icon="truck", kind="primary")
        self.repairs = ListCard(
            SmallList(N_("Repairs"), _TITLES, _COLUMNS),
            EmptyState(
                "wrench", N_("No device here. Those that are sent to their maker are listed until they return.")
            ),
        )
        self.detail = RepairCard(work, wall)
        self.parts.chosen.connect(self._part_chosen)
        self.send_out_button.clicked.connect(self._send_out_clicked)
        self.repairs.rows.row_chosen.connect(self.detail.show_repair)
        self.detail.order_requested.connect(self.order_requested)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.repairs)

    def question(self) -> Callable[[Reader], ShownRepairs]:
        return _read_repairs

    def show_answer(self, answer: ShownRepairs) -> None:
        self.parts.set_counts({part: len(repairs) for part, repairs in answer.parts.items()})
        shown = answer.parts[Part(self.parts.choice)]
        self.repairs.show_rows(tuple(self._row(listed) for listed in shown))
        self.detail.setVisible(bool(shown))
        self.send_out_button.setVisible(answer.may_handle)

    def show_record(self, repair_id: str) -> None:
        """Show one repair, and mark it in the part of the list that it stands in."""
        shown: ShownRepairs | None = self._answer
        for part, repairs in (shown.parts if shown else {}).items():
            if any(listed.repair.id == repair_id for listed in repairs):
                self.parts.choose(part)
                self.repairs.rows.choose(repair_id)
        self.detail.show_repair(repair_id)

    def send_out(self, asset_id: str) -> None:
        """Ask for this device to be sent out."""
        SendOutForm(self._work, self._wall, self, asset_id=asset_id).open()

    def _send_out_clicked(self) -> None:
        SendOutForm(self._work, self._wall, self).open()

    def _part_chosen(self, _part: str) -> None:
        self.retranslate()

    def _row(self, listed: RepairInList) -> ListRow:
        repair = listed.repair
        return ListRow(
            repair.id,
            (
                TwoLineCell(listed.asset_name, listed.asset_code),
                TextCell(listed.customer),
                TwoLineCell(repair.maker, repair.reference),
                TextCell(self._wall.text(repair.sent_at)),
                ChipCell(state_chip(repair)),
            ),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch()
        head.addWidget(self.send_out_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.repairs, self.detail), 1)


def _read_repairs(reader: Reader) -> ShownRepairs:
    from app.directory.queries import myself
    from app.repairs.queries import open_repairs, repairs_in_list, returned_repairs

    return ShownRepairs(
        {
            Part.AWAY: repairs_in_list(reader, open_repairs(reader)),
            Part.RETURNED: repairs_in_list(reader, returned_repairs(reader, _MOST_RETURNED)),
        },
        myself(reader).grants.may_somewhere(Permission.HANDLE_REPAIRS),
    )
