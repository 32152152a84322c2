"""Another work order, given by its number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.looked_up_field import LookedUpField
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.tables import WorkOrder


class OrderField(LookedUpField):
    """Takes a number that an order has or once had; the orders of what is known about a customer are offered."""

    def __init__(self, work: Work, wall: WallClock, customer_id: Callable[[], str]) -> None:
        super().__init__(work, customer_id, N_("W26-004711"))
        self._wall = wall
        self.known = ToolButton("triangle-alert", N_("Take the order of a known issue"))
        self.known.clicked.connect(self._known_clicked)
        self.row.addWidget(self.known)

    @property
    def order_id(self) -> str | None:
        """The order that was found."""
        return self._found.id if self._found is not None else None

    def question(self, text: str, customer_id: str) -> Callable[[Reader], WorkOrder | None]:
        return partial(_find, text, customer_id)

    def words(self, found: WorkOrder) -> str:
        return found.title

    @property
    def unknown_text(self) -> str:
        """What is said where there is no such order."""
        return _("There is no work order of this customer with this number here. Correct it.")

    def _known_clicked(self) -> None:
        self._work.run_query(partial(_orders_of_known, self._customer_id(), self._wall), self._offer)

    def _offer(self, orders: list[WorkOrder]) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for order in orders:
            text = f"{order.number}  {order.title}".replace("&", "&&")
            menu.addAction(text).triggered.connect(partial(self.set_value, order.number))
        if not orders:
            menu.addAction(_("No known issue of this customer has a work order")).setEnabled(False)
        menu.popup(self.known.mapToGlobal(self.known.rect().bottomLeft()))


def _find(number: str, customer_id: str, reader: Reader) -> WorkOrder | None:
    from app.workorders.queries.detail import find_order
    from app.workorders.tables import WorkOrder

    order = reader.get(WorkOrder, find_order(reader, number) or "")
    return order if order is not None and customer_id in {"", order.customer_id} else None


def _orders_of_known(customer_id: str, wall: WallClock, reader: Reader) -> list[WorkOrder]:
    """The orders that work on what is known about a customer's services now."""
    from app.knowledge.queries import known_now
    from app.workorders.tables import WorkOrder

    known = known_now(reader, customer_id, wall.clock.now()) if customer_id else []
    orders = (reader.get(WorkOrder, each.order_id) for each in known if each.order_id)
    return [order for order in orders if order is not None]
