"""The customers: a list to search in, the one that is marked beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.pages.directory.customer_card import CustomerCard
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import ColumnPlan
from ui.widgets.search_field import SearchField
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer
    from app.storage.units import Reader

_COLUMNS = ColumnPlan(widths=(240, 90), stretched=0, least=160, yielding=(1,))


class CustomersPart(LivePage):
    """Customers whose names match what is searched for."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("customers",))
        self._text = ""
        self.search = SearchField(N_("Search customers…"))
        self.customers = ListCard(
            SmallList(N_("Customers"), (N_("Customer"), N_("Staff")), _COLUMNS),
            EmptyState("building-2", N_("No customer here. Add one, or search for another name.")),
        )
        self.detail = CustomerCard(work, wall)
        self.search.search_changed.connect(self._search_changed)
        self.customers.rows.row_chosen.connect(self.detail.show_customer)
        self._lay_out()
        self.setFocusProxy(self.customers)

    def question(self) -> Callable[[Reader], list[Customer]]:
        return partial(_read_customers, self._text)

    def show_answer(self, answer: list[Customer]) -> None:
        self.customers.show_rows(
            tuple(
                ListRow(
                    customer.id,
                    (
                        TwoLineCell(customer.name),
                        TextCell("" if customer.staff_count is None else f"{customer.staff_count:,}", "text_muted"),
                    ),
                )
                for customer in answer
            )
        )
        self.detail.setVisible(bool(answer))

    def show_customer(self, customer_id: str) -> None:
        """Mark a customer, whatever was searched for."""
        self.search.clear()
        self.customers.rows.choose(customer_id)

    def _search_changed(self, text: str) -> None:
        self._text = text
        self.refresh()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.search)
        column.addWidget(self.customers, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side_by_side(left, self.detail, wide_detail=True))


def _read_customers(text: str, reader: Reader) -> list[Customer]:
    from app.directory.queries import customers_found

    return customers_found(reader, text)
