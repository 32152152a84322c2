"""The forms by which an order goes to a supplier, is chased there, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_
from ui.pages.due_field import DueField
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail


class SupplierForm(StepForm):
    """Who has it, under which reference, and when he promised an answer; chasing him is the same once more."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        ticket = detail.supplier_ticket
        title = N_("Chase the supplier") if ticket else N_("Give to a supplier")
        super().__init__(work, wall, detail, parent, form="call_supplier", title=title, submit=N_("Save"))
        self.supplier = self.add(
            "supplier", N_("Supplier"), LineField(), needed_source=N_("Enter the name of the supplier.")
        )
        self.reference = self.add("reference", N_("Reference"), LineField())
        self.answer_by = self.add("answer_by", N_("Answer promised by"), DueField(wall, N_("As the policy says")))
        self.note = self.add("note", N_("Note"), LineField())
        if ticket:
            self.supplier.set_value(ticket.supplier)
            self.reference.set_value(ticket.reference)

    def command(self) -> object:
        from app.workorders.answer_commands import CallSupplier

        return CallSupplier(
            order_id=self.detail.order.id,
            supplier=self.supplier.value(),
            reference=self.reference.value(),
            answer_by=self.answer_by.at,
            note=self.note.value(),
        )


class TakeBackForm(StepForm):
    """With what the supplier has handed it back."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Back from the supplier"), N_("Take back")
        super().__init__(work, wall, detail, parent, form="take_back", title=title, submit=submit)
        self.note = self.add("note", N_("Note"), LineField(), needed_source=N_("Say what the supplier has done."))

    def command(self) -> object:
        from app.workorders.answer_commands import TakeBackFromSupplier

        return TakeBackFromSupplier(order_id=self.detail.order.id, note=self.note.value())
