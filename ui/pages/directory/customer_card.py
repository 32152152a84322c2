"""All that the directory holds about one customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, ngettext
from ui.pages.contracts.contract_list import ContractList
from ui.pages.directory.customer_parts import PARTS, CustomerPart
from ui.pages.directory.forms import CustomerForm
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.labels import Label
from ui.widgets.small_list import ListCard, ListUse, SmallList
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.queries import CustomerDetail
    from app.storage.units import Reader

_CONTRACTS = "contracts"
_TABLES = ("customers", "sites", "departments", "people", "supported_systems", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownCustomer:
    """A customer, and whether the person at this workspace may change what is held about it."""

    detail: CustomerDetail
    may_manage: bool


class CustomerCard(LivePage):
    """Sites, departments, contacts, systems and contracts, one part at a time, each with a way to add to it."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._customer_id = ""
        self.name, self._staff = Label(role="subtitle", wrapped=True), Label(role="muted")
        of_directory = (FilterChoice(part.key, part.title_source) for part in PARTS)
        self.parts = FilterBar((*of_directory, FilterChoice(_CONTRACTS, N_("Contracts"))))
        self.contracts = ContractList(work, wall)
        self._counts: dict[str, int] = {}
        self._may_add = dict.fromkeys((*(part.key for part in PARTS), _CONTRACTS), False)
        self.edit = ToolButton("pencil", N_("Edit…"))
        self.add_button = Button(PARTS[0].add_source, icon="plus")
        self.lists = {part.key: _list_of(part) for part in PARTS}
        self._layers = QStackedWidget()
        self.parts.chosen.connect(self._show_part)
        self.add_button.clicked.connect(self.open_form)
        self.edit.clicked.connect(self._edit_clicked)
        self.contracts.counted.connect(self._contracts_counted)
        for card in self.lists.values():
            card.rows.row_opened.connect(self._row_opened)
        self._lay_out()
        self._card.hide()

    def show_customer(self, customer_id: str) -> None:
        """Show another customer; with an empty id none."""
        self._customer_id = customer_id
        self._card.hide()
        self.contracts.show_customer(customer_id)
        self.refresh()

    def question(self) -> Callable[[Reader], ShownCustomer | None] | None:
        customer_id = self._customer_id

        def read(reader: Reader) -> ShownCustomer | None:
            from app.directory.queries import customer_detail, myself

            detail = customer_detail(reader, customer_id)
            if detail is None:
                return None
            return ShownCustomer(detail, myself(reader).grants.may(Permission.MANAGE_DIRECTORY, customer_id))

        return read if customer_id else None

    def show_answer(self, answer: ShownCustomer) -> None:
        customer = answer.detail.customer
        self.name.setText(customer.name)
        self._staff.setVisible(customer.staff_count is not None)
        count = customer.staff_count or 0
        self._staff.setText(
            ngettext("{count} member of staff", "{count} members of staff", count).format(count=f"{count:,}")
        )
        rows = {part.key: part.rows(answer.detail) for part in PARTS}
        for key, card in self.lists.items():
            card.show_rows(rows[key])
        self._counts |= {key: len(of_part) for key, of_part in rows.items()}
        self._may_add |= dict.fromkeys(rows, answer.may_manage)
        self._show_part()
        self.edit.setVisible(answer.may_manage)
        self._card.show()

    def open_form(self) -> None:
        """Ask for one more of the part that is shown."""
        if self.parts.choice == _CONTRACTS:
            self.contracts.open_form()
            return
        self._part.form(self._work, self._wall.clock, self._customer_id, self, None).open()

    def _edit_clicked(self) -> None:
        if self._answer is not None:
            CustomerForm(self._work, self._wall.clock, self, Editing(self._answer.detail.customer)).open()

    def _row_opened(self, row_id: str) -> None:
        """Edit one of the part that is shown."""
        if self._answer is not None and self._answer.may_manage:
            row = next(each for each in self._part.held(self._answer.detail) if each.id == row_id)
            self._part.form(self._work, self._wall.clock, self._customer_id, self, Editing(row)).open()

    @property
    def _part(self) -> CustomerPart:
        return next(part for part in PARTS if part.key == self.parts.choice)

    def _contracts_counted(self, count: int, may_manage: bool) -> None:
        self._counts[_CONTRACTS], self._may_add[_CONTRACTS] = count, may_manage
        self._show_part()

    def _show_part(self) -> None:
        shows_contracts = self.parts.choice == _CONTRACTS
        self._layers.setCurrentWidget(self.contracts if shows_contracts else self.lists[self.parts.choice])
        self.add_button.set_text_source(N_("Add contract") if shows_contracts else self._part.add_source)
        self.add_button.setVisible(self._may_add[self.parts.choice])
        self.parts.set_counts(self._counts)

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        head, parts = QHBoxLayout(), QHBoxLayout()
        for card in self.lists.values():
            self._layers.addWidget(card)
        self._layers.addWidget(self.contracts)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._staff)
        head.addLayout(words, 1)
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        parts.addWidget(self.parts)
        parts.addStretch()
        self._card.body.addLayout(head)
        self._card.body.addLayout(parts)
        self._card.body.addWidget(self._layers, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)


def _list_of(part: CustomerPart) -> ListCard:
    rows = SmallList(part.title_source, part.column_sources, part.columns, ListUse.OPEN)
    return ListCard(rows, EmptyState(part.icon, part.empty_source))
