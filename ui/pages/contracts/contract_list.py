"""The contracts with a customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.contracts.contract_dialog import ContractDialog
from ui.pages.contracts.contract_form import ContractForm
from ui.pages.contracts.reading import ListedContract, ListedContracts, contracts_question
from ui.pages.contracts.wording import contract_chip, period_text
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TABLES = ("contracts", "amendments", "policies", "calendars", "calendar_versions", "workspace_facts")
_TITLES = (N_("Contract"), N_("Period"), N_("Policy"), N_("State"))
_COLUMNS = ColumnPlan(widths=(200, 240, 180, 150), stretched=0, least=160, yielding=(2, 1))


class ContractList(LivePage):
    """Contracts, the youngest first, and which of them is in force; each opens."""

    counted = Signal(int, bool)
    """With how many there are, and whether more may be entered here."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._customer_id = ""
        self.contracts = ListCard(
            SmallList(N_("Contracts"), _TITLES, _COLUMNS, ListUse.OPEN),
            EmptyState("file-text", N_("No contract is known yet. Without one nothing is promised or covered.")),
        )
        self.contracts.rows.row_opened.connect(self._contract_opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.contracts)

    def show_customer(self, customer_id: str) -> None:
        """Show the contracts of another customer."""
        self._customer_id = customer_id
        self.contracts.show_rows(())
        self.refresh()

    def question(self) -> Callable[[Reader], ListedContracts] | None:
        return contracts_question(self._customer_id, self._wall.clock.now())

    def show_answer(self, answer: ListedContracts) -> None:
        self.contracts.show_rows(tuple(map(self._row, answer.contracts)))
        self.counted.emit(len(answer.contracts), answer.may_manage)

    def open_form(self) -> None:
        """Ask for a new contract."""
        ContractForm(self._work, self._wall, self._customer_id, self).open()

    def _contract_opened(self, contract_id: str) -> None:
        ContractDialog(self._work, self._wall, contract_id, self).open()

    def _row(self, listed: ListedContract) -> ListRow:
        contract = listed.contract
        return ListRow(
            contract.id,
            (
                TwoLineCell(contract.name, contract.number),
                TextCell(period_text(contract)),
                TextCell(_(listed.policy) if listed.policy else "—"),
                ChipCell(contract_chip(contract, self._wall.today(), in_force=listed.in_force)),
            ),
        )
