"""The form in which an order is logged or corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_
from app.sla.rules.faults import Affected
from app.workorders.rules import Channel, Impact, OrderKind, Urgency
from ui.pages.editing import Editing
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_fields import BY_TABLE, OrderFields
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader
    from app.workorders.tables import WorkOrder

DRAFT_ID = "workorders.log"
_WIDTH = 680
_SHOWN = (
    *("title", "description", "caller_phone", "place", "site_id", "team_id"),
    *("kind", "category", "affected", "impact", "urgency", "channel"),
)
"""Columns that a field of the same name shows as text."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What an order that is edited names and shows by a code or a number."""

    order: WorkOrder
    asset: Asset | None
    parent: WorkOrder | None


class OrderForm(OrderFields):
    """Who calls about what; the order has its number as soon as the form is sent."""

    order_logged = Signal(str)
    """With the new order's id."""
    directory_requested = Signal()
    """There is no customer yet, and one is to be added."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        parent: QWidget,
        asset: Asset | None = None,
        editing: tuple[Editing, Belongings] | None = None,
    ) -> None:
        """`asset` is the device that the call is about, where that is known already; `editing` is the order to edit."""
        new_draft_id = DRAFT_ID if asset is None else f"{DRAFT_ID}.{asset.id}"
        super().__init__(
            work,
            wall.clock,
            draft_id=editing[0].draft_id if editing else new_draft_id,
            title_source=N_("Edit the work order") if editing else N_("New work order"),
            submit_source=N_("Save") if editing else N_("Log the order"),
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)
        self._editing = editing[0] if editing else None
        self._order_id = new_id()
        self.ask(wall, editing[0].row if editing else None)
        if editing is not None:
            self._set_order(*editing)
        elif asset is not None:
            self._set_asset(asset)
        self.accepted.connect(self._tell_logged)
        self.banner.action_requested.connect(self._leave_for_directory)

    def commands(self) -> tuple[object, ...]:
        """An order that is edited gets another priority by the command that says why."""
        from app.workorders.desk_commands import PrioritiseOrder
        from app.workorders.edit_commands import EditOrder

        if self._editing is None:
            return (self._logging(),)
        edit = self._editing.command(EditOrder, self.edited_keys(), self._entered())
        commands = () if edit is None else (edit,)
        if not self.changes_priority:
            return commands
        order_id, priority = self._order_id, self._priority()
        return (*commands, PrioritiseOrder(order_id=order_id, priority=priority, reason=self.reason.value()))

    def _logging(self) -> object:
        from app.workorders.commands import LogOrder

        return LogOrder(
            id=self._order_id,
            customer_id=self.customer.value(),
            priority=self._priority(),
            priority_reason=self.reason.value(),
            **self._entered(),
        )

    def _entered(self) -> dict[str, Any]:
        return {
            "title": self.title.value(),
            "description": self.description.value(),
            "kind": OrderKind(self.kind.value()),
            "category": self.category.value(),
            "affected": Affected(self.affected.value()) if self.affected.value() else None,
            "remote": self.remote.isChecked(),
            "impact": Impact(self.impact.value()) if self.impact.value() else None,
            "urgency": Urgency(self.urgency.value()) if self.urgency.value() else None,
            "channel": Channel(self.channel.value()),
            "site_id": self.site.value() or None,
            "asset_id": self.asset.asset_id,
            "place": self.place.value(),
            "caller_id": self.caller.person_id or None,
            "caller_name": self.caller.value(),
            "caller_phone": self.phone.value(),
            "parent_id": self.parent_order.order_id,
            "team_id": self.team.value() or None,
            "due_at": self.due.at,
        }

    def _priority(self) -> int | None:
        return None if self.priority.value() == BY_TABLE else int(self.priority.value())

    def _set_asset(self, asset: Asset) -> None:
        self.customer.set_value(asset.customer_id)
        self.site.set_value(asset.site_id or "")
        self.place.set_value(asset.place)
        self.asset.set_value(asset.code)

    def _set_order(self, editing: Editing, named: Belongings) -> None:
        """Show the order that is edited; whose it is stays."""
        order = editing.row
        self._order_id = order.id
        for column in _SHOWN:
            self._fields[column].set_value(editing.text(column))
        self.caller.set_person(editing.text("caller_id"), editing.text("caller_name"))
        self.priority.set_value(str(editing.wanted.get("priority", self.stood_priority)))
        self.remote.setChecked(bool(editing.value("remote")))
        self.customer.set_value(order.customer_id)
        self.customer.setEnabled(False)
        self.asset.set_value(named.asset.code if named.asset else "")
        self.parent_order.set_value(named.parent.number if named.parent else "")
        self.due.set_at(editing.value("due_at"))

    def _leave_for_directory(self) -> None:
        self.reject()
        self.directory_requested.emit()

    def _tell_logged(self) -> None:
        self.order_logged.emit(self._order_id)


def read_belongings(order_id: str, reader: Reader) -> Belongings:
    """An order to edit, and what its form shows by a code or a number."""
    from app.assets.tables import Asset
    from app.workorders.tables import WorkOrder

    order = reader.require(WorkOrder, order_id)
    return Belongings(
        order,
        reader.get(Asset, order.asset_id) if order.asset_id else None,
        reader.get(WorkOrder, order.parent_id) if order.parent_id else None,
    )
