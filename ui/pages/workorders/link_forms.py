"""The forms that name another order: linking two, and merging a duplicate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail


class _OtherOrderForm(StepForm):
    """A form that asks for the number of another order, and looks it up when it is sent."""

    def __init__(
        self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget, *, form: str, title: str, submit: str
    ) -> None:
        super().__init__(work, wall, detail, parent, form=form, title=title, submit=submit)
        self._looked_up, self.other_id = "", ""
        self.number = self.add(
            "number",
            N_("Number of the other order"),
            LineField(),
            needed_source=N_("Enter a number such as W26-004711."),
        )

    def problems(self) -> dict[str, str]:
        if self.number.value() and self._looked_up == self.number.value() and not self.other_id:
            return {"number": _("There is no work order with this number here. Correct it.")}
        return {}

    def submit(self) -> None:
        number = self.number.value()
        if number and number != self._looked_up:
            self._work.run_query(partial(_find, number), partial(self._found, number))
        else:
            super().submit()

    def _found(self, number: str, order_id: str | None) -> None:
        self._looked_up, self.other_id = number, order_id or ""
        super().submit()


class MergeForm(_OtherOrderForm):
    """Which order this one is a duplicate of."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Merge as a duplicate"), N_("Close and merge")
        super().__init__(work, wall, detail, parent, form="merge", title=title, submit=submit)

    def command(self) -> object:
        from app.workorders.link_commands import MergeOrder

        return MergeOrder(order_id=self.detail.order.id, other_id=self.other_id)


class LinkForm(_OtherOrderForm):
    """Which order this one has to do with."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="link", title=N_("Link an order"), submit=N_("Link"))

    def command(self) -> object:
        from app.workorders.link_commands import LinkOrders

        return LinkOrders(order_id=self.detail.order.id, other_id=self.other_id)


def _find(number: str, reader: Reader) -> str | None:
    from app.workorders.queries import find_order

    return find_order(reader, number)
