"""The forms that name another order: linking two, and merging a duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asked import AsksOtherOrder
from ui.pages.workorders.step_forms import StepForm
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail


class MergeForm(AsksOtherOrder, StepForm):
    """Which order this one is a duplicate of."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Merge as a duplicate"), N_("Close and merge")
        super().__init__(work, wall, detail, parent, form="merge", title=title, submit=submit)
        self.ask_other_order(wall, detail.order.customer_id)

    def command(self) -> object:
        from app.workorders.link_commands import MergeOrder

        return MergeOrder(order_id=self.detail.order.id, other_id=self.other.order_id or "")


class LinkForm(AsksOtherOrder, StepForm):
    """Which order this one has to do with."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="link", title=N_("Link an order"), submit=N_("Link"))
        self.ask_other_order(wall, detail.order.customer_id)

    def command(self) -> object:
        return self.linking(self.detail.order.id)
