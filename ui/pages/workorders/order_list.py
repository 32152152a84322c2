"""The list of work orders with what narrows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from app.foundation.translation import N_, _
from app.workorders.filters import OrderFilter, OrderSegment
from ui.models.orders import OrdersModel
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.bulk.selection_bar import SelectionBar
from ui.pages.workorders.order_table import OrderTable
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.search_field import SearchField
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer
    from app.storage.units import Changes, Reader

_CUSTOMER_WIDTH = 200
_TIMED = frozenset({OrderSegment.DUE_SOON, OrderSegment.OVERDUE})


class OrderList(Translated, Card):
    """Search and customer over the rows. Marking a row tells its order; Enter asks to go on with it."""

    order_chosen = Signal(str)
    order_entered = Signal()
    counted = Signal(object)
    """With the counts by `OrderSegment`, which `counts` holds too."""
    filter_reset = Signal()
    new_requested = Signal()

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(margin=1, spacing=0)
        self._work, self._wall = work, wall
        self.model = OrdersModel(work, wall, self)
        self.table = OrderTable(self.model)
        self.search = SearchField(N_("Filter by number or words…"))
        self.customer = ChoiceField()
        self.selection = SelectionBar(work)
        self.no_order = EmptyState(
            "clipboard-list", N_("There is no work order yet. The first call begins here."), N_("New work order")
        )
        self.no_match = EmptyState("search", N_("No work order matches."), N_("Show all orders"))
        self._customers: list[Customer] = []
        self._counting: Reply | None = None
        self.counts: Mapping[OrderSegment, int] = {}
        self._wanted_row = -1
        self._chooses_first = True
        self._connect()
        self._lay_out()
        self.retranslate()

    def begin(self) -> None:
        """Fetch everything for the first time; the list before what stands around it."""
        self.model.load()

    def set_filter(self, wanted: OrderFilter) -> None:
        """Show what `wanted` says; count anew where that may change the counts."""
        shown = self.model.filter
        self._chooses_first = wanted != shown  # an order that leaves by itself, while it is looked at, stays beside
        self.model.set_filter(wanted)
        if (shown.text, shown.customer_id) != (wanted.text, wanted.customer_id):
            self._count()

    def mark(self, order_id: str) -> None:
        """Mark an order in the list; where the filter hides it, show all orders."""

        def read(reader: Reader) -> int | None:
            from app.workorders.queries.detail import row_of_order

            return row_of_order(reader, order_id)

        self._work.run_query(read, self._found)

    def time_passed(self) -> None:
        """Say what is due by the time that it is now; what is on its way for the first time says that already."""
        if not self.model.is_loaded:
            return
        self.model.retranslate()
        self._count()
        if self.model.filter.segment in _TIMED:
            self.model.reload()

    def focus_search(self) -> None:
        """Let the keyboard be in the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        self.customer.set_choices(
            (("", _("All customers")), *((customer.id, customer.name) for customer in self._customers))
        )
        self.customer.setAccessibleName(_("Customer"))

    def _loaded(self) -> None:
        rows = self.model.rowCount()
        unfiltered = OrderFilter(sort=self.model.filter.sort, descending=self.model.filter.descending)
        empty = self.no_order if self.model.filter == unfiltered else self.no_match
        self._layers.setCurrentWidget(self.table if rows else empty)
        if self._wanted_row >= 0:
            self._mark_wanted()
        elif rows and self._chooses_first and not self.table.currentIndex().isValid():
            self.table.choose(0)
        self._chooses_first = False
        if self._counting is None and self.model.is_loaded:
            self._count()
            self._work.run_query(_read_customers, self._customers_known)

    def _selection_changed(self) -> None:
        self.selection.show_chosen(self.table.selected_rows, self.table.selected_count)

    def _row_entered(self) -> None:
        if self.selection.isVisible():
            self.selection.focus_first()
        else:
            self.order_entered.emit()

    def _found(self, row: int | None) -> None:
        if row is None:
            return
        self._wanted_row = row
        if self.model.place_of(row) >= 0:
            self._mark_wanted()
        else:
            self._show_all()

    def _mark_wanted(self) -> None:
        place = self.model.place_of(self._wanted_row)
        if place >= 0 or self.model.is_loaded:
            self._wanted_row = -1
        if place >= 0:
            self.table.choose(place)

    def _show_all(self) -> None:
        self.search.clear()
        self.customer.set_value("")
        self.filter_reset.emit()
        self.set_filter(OrderFilter(sort=self.model.filter.sort, descending=self.model.filter.descending))
        self.model.reload()

    def _text_changed(self, text: str) -> None:
        self.set_filter(replace(self.model.filter, text=text))

    def _customer_chosen(self) -> None:
        self.set_filter(replace(self.model.filter, customer_id=self.customer.value() or None))

    def _customers_known(self, customers: list[Customer]) -> None:
        self._customers = customers
        self.retranslate()

    def _changes_applied(self, changes: Changes) -> None:
        if changes.touches("work_orders", "deadlines"):
            self._count()
        if changes.touches("customers"):
            self._work.run_query(_read_customers, self._customers_known)

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._work.run_query(self._counts_question(), self._counts_known)

    def _counts_known(self, counts: Mapping[OrderSegment, int]) -> None:
        self.counts = counts
        self.counted.emit(counts)

    def _counts_question(self) -> Callable[[Reader], Mapping[OrderSegment, int]]:
        wanted, at = self.model.filter, self._wall.now()

        def count(reader: Reader) -> Mapping[OrderSegment, int]:
            from app.workorders.queries.listing import order_counts

            return order_counts(reader, wanted, at)

        return count

    def _connect(self) -> None:
        self.model.loaded.connect(self._loaded)
        self.table.order_chosen.connect(self.order_chosen)
        self.table.order_entered.connect(self._row_entered)
        self.table.selection_changed.connect(self._selection_changed)
        self.selection.none_requested.connect(self.table.select_current_only)
        self.search.search_changed.connect(self._text_changed)
        self.customer.activated.connect(self._customer_chosen)
        self.no_order.action_requested.connect(self.new_requested)
        self.no_match.action_requested.connect(self._show_all)
        self._work.changes_applied.connect(self._changes_applied)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        head.setSpacing(SPACE.sm)
        self.customer.setFixedWidth(_CUSTOMER_WIDTH)
        head.addWidget(self.search, 1)
        head.addWidget(self.customer)
        layers = QWidget()
        self._layers = QStackedLayout(layers)
        for layer in (self.table, self.no_order, self.no_match):
            self._layers.addWidget(layer)
        self.body.addLayout(head)
        self.body.addWidget(layers, 1)
        self.body.addWidget(self.selection)


def _read_customers(reader: Reader) -> list[Customer]:
    from app.directory.queries import customers

    return customers(reader)
