"""Work orders: the list, one order beside it, and everything that can be done with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.translation import N_
from app.workorders.filters import OrderSegment
from app.workorders.steps import Step
from ui.pages.editing import Editing
from ui.pages.permitted import Permitted
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.bulk.actions import BulkAction
from ui.pages.workorders.bulk.forms import FORMS
from ui.pages.workorders.detail import OrderDetailPanel
from ui.pages.workorders.draft_offer import DraftOffer
from ui.pages.workorders.order_form import Belongings, OrderForm, read_belongings
from ui.pages.workorders.order_list import OrderList
from ui.pages.workorders.step_forms import PlanForm
from ui.pages.workorders.steps import StepTaker
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader
    from app.workorders.queries.chosen import ChosenOrder
    from app.workorders.queries.detail import OrderDetail
    from app.workorders.tables import Visit

_SEGMENTS = (
    FilterChoice(OrderSegment.ALL, N_("All")),
    FilterChoice(OrderSegment.UNASSIGNED, N_("Unassigned")),
    FilterChoice(OrderSegment.IN_PROGRESS, N_("Active")),
    FilterChoice(OrderSegment.DUE_SOON, N_("At risk")),
    FilterChoice(OrderSegment.OVERDUE, N_("Overdue")),
    FilterChoice(OrderSegment.LATE_BY_PLAN, N_("Late as planned")),
    FilterChoice(OrderSegment.MINE, N_("Mine")),
)
_TICK_MILLISECONDS = 30_000


class WorkOrdersPage(Translated, QWidget):
    """Segments over the list, the detail beside it. Ctrl+F searches, Enter goes to the detail."""

    print_requested = Signal(str)
    """With the id of the order whose dispatch ticket is wanted."""
    report_requested = Signal(str)
    """With the id of the order whose service report is wanted on paper."""
    directory_requested = Signal()
    """A customer is to be added, so that an order can be logged for him."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self.segments = FilterBar(_SEGMENTS)
        self.new = Button(N_("New work order"), icon="plus", kind="primary")
        self.offer = DraftOffer(work, wall)
        self.orders = OrderList(work, wall)
        self.detail = OrderDetailPanel(work, wall)
        self._steps = StepTaker(work, wall, self)
        self._tick = QTimer(self, interval=_TICK_MILLISECONDS)
        self._connect()
        self._lay_out()
        self.setFocusProxy(self.orders.table)
        self.orders.begin()

    @property
    def order_at_hand(self) -> str:
        """The id of the order whose detail is shown; empty where there is none."""
        return self.detail.order_id

    def show_record(self, order_id: str) -> None:
        """Show one order, and mark it in the list."""
        self.detail.show_order(order_id)
        self.orders.mark(order_id)

    def show_segment(self, segment: str) -> None:
        """Show one part of the list, an `OrderSegment`."""
        self.segments.choose(segment)

    def log_order(self) -> None:
        """Open the form for a new order, as it was left the last time."""
        self._open_form(OrderForm(self._work, self._wall, self))

    def log_order_for(self, asset_id: str) -> None:
        """Open the form for a new order about a device."""
        self._work.run_query(partial(_read_asset, asset_id), self._asset_known)

    def edit_order(self, order_id: str) -> None:
        """Open the form that corrects an order."""
        self._work.run_query(partial(read_belongings, order_id), self._order_to_edit_known)

    def _order_to_edit_known(self, named: Belongings) -> None:
        self._open_form(OrderForm(self._work, self._wall, self, editing=(Editing(named.order), named)))

    def _plan_requested(self, visit: Visit) -> None:
        PlanForm(self._work, self._wall, self, Editing(visit)).open()

    def _asset_known(self, asset: Asset) -> None:
        self._open_form(OrderForm(self._work, self._wall, self, asset))

    def _open_form(self, form: OrderForm) -> None:
        form.order_logged.connect(self.show_record)
        form.directory_requested.connect(self.directory_requested)
        form.finished.connect(self._form_finished)
        self.offer.hide()
        form.open()

    def retranslate(self) -> None:
        self.orders.model.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        self._tick.start()
        self.time_passed()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def _segment_chosen(self, key: str) -> None:
        self.orders.set_filter(replace(self.orders.model.filter, segment=OrderSegment(key)))

    def _filter_reset(self) -> None:
        """The list shows everything again, because that is where something is to be seen."""
        self.segments.choose(OrderSegment.ALL)

    def _step_requested(self, step: Step, detail: OrderDetail) -> None:
        self._steps.take(step, detail)

    def _bulk_requested(self, action: BulkAction, chosen: tuple[ChosenOrder, ...]) -> None:
        form = FORMS[action](self._work, self._wall, chosen, self)
        form.choose_again_requested.connect(self.orders.table.keep_selected)
        form.open()

    def _form_finished(self) -> None:
        self.offer.show()

    def time_passed(self) -> None:
        """Say what is due by the time that it is now: what is left of it shrinks without anybody's doing."""
        self.orders.time_passed()
        self.detail.retranslate()

    def _connect(self) -> None:
        self.segments.chosen.connect(self._segment_chosen)
        self.orders.counted.connect(self.segments.set_counts)
        self.orders.filter_reset.connect(self._filter_reset)
        self.orders.order_chosen.connect(self.detail.show_order)
        self.orders.order_entered.connect(self.detail.steps.focus_first)
        self.orders.new_requested.connect(self.log_order)
        self.orders.selection.action_requested.connect(self._bulk_requested)
        self.detail.print_requested.connect(self.print_requested)
        self.detail.report_requested.connect(self.report_requested)
        self.detail.edit_requested.connect(self.edit_order)
        self.detail.plan_requested.connect(self._plan_requested)
        self.detail.order_requested.connect(self.show_record)
        self.detail.step_requested.connect(self._step_requested)
        self.offer.continue_requested.connect(self.log_order)
        self.new.clicked.connect(self.log_order)
        Permitted(self._work, Permission.LOG_ORDERS, self).told.connect(self.new.setVisible)
        self._tick.timeout.connect(self.time_passed)
        self._wall.zone_changed.connect(self.retranslate)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.orders.focus_search)

    def _lay_out(self) -> None:
        head, above = QHBoxLayout(), QVBoxLayout()
        head.addWidget(self.segments)
        head.addStretch()
        head.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        above.setSpacing(0)
        above.addLayout(head)
        above.addWidget(self.offer)
        column.addLayout(above)
        column.addWidget(side_by_side(self.orders, self.detail), 1)


def _read_asset(asset_id: str, reader: Reader) -> Asset:
    from app.assets.tables import Asset

    return reader.require(Asset, asset_id)
