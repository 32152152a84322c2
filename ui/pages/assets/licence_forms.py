"""The forms of the register of licences: a licence, and who uses a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.assets.wording import count_problem, day_problem, read_count, read_day
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.pages.workorders.person_field import PersonField
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Licence

_LINES = ("product", "publisher", "key", "supplier", "contract_number", "notes")


class LicenceForm(FormDialog):
    """Whose licence it is, of what, how often it may be used and until when. Only here its key is shown."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        customers: tuple[tuple[str, str], ...],
        parent: QWidget,
        editing: Editing | None = None,
    ) -> None:
        """`customers` are those to choose from, each an id and a name; whose an edited one is stays."""
        super().__init__(
            work,
            clock,
            draft_id=editing.draft_id if editing else "assets.add_licence",
            title_source=N_("Edit the licence") if editing else N_("New licence"),
            submit_source=N_("Save") if editing else N_("Add"),
            parent=parent,
        )
        self._editing, self._customers = editing, customers
        self.customer = self.add(
            "customer_id", N_("Customer"), ChoiceField(), needed_source="" if editing else N_("Choose the customer.")
        )
        self.product = self.add("product", N_("Product"), LineField(), needed_source=N_("Enter what it is for."))
        self.publisher = self.add("publisher", N_("Publisher"), LineField())
        self.seats = self.add(
            "seats", N_("Seats"), LineField(), hint_source=N_("How many were bought; empty where there is no limit.")
        )
        self.expires_on = self.add("expires_on", N_("Expires on"), LineField())
        self.key = self.add("key", N_("Licence key"), LineField())
        self.supplier = self.add("supplier", N_("Supplier"), LineField())
        self.contract_number = self.add("contract_number", N_("Contract number"), LineField())
        self.notes = self.add("notes", N_("Notes"), TextField())
        self.expires_on.setPlaceholderText("2026-11-22")
        self.retranslate()
        if editing is not None:
            self._rows["customer_id"].hide()
            for column in (*_LINES, "seats", "expires_on"):
                self._fields[column].set_value(editing.text(column))

    def command(self) -> object | None:
        from app.assets.licence_commands import AddLicence, EditLicence

        entered: dict[str, Any] = {
            **{column: self._fields[column].value() for column in _LINES},
            "seats": read_count(self.seats.value()),
            "expires_on": read_day(self.expires_on.value()),
        }
        if self._editing is not None:
            return self._editing.command(EditLicence, self.edited_keys(), entered)
        return AddLicence(id=new_id(), customer_id=self.customer.value(), **entered)

    def problems(self) -> dict[str, str]:
        wrong = {
            "seats": count_problem(self.seats.value()),
            "expires_on": day_problem(self.expires_on.value()),
        }
        return {key: problem for key, problem in wrong.items() if problem}

    def retranslate(self) -> None:
        super().retranslate()
        self.customer.set_choices((("", _("Choose…")), *self._customers))


class SeatForm(LooksUp, FormDialog):
    """Which device or which person of the customer uses a licence."""

    def __init__(self, work: Work, clock: Clock, licence: Licence, parent: QWidget) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"assets.use_seat:{licence.id}",
            title_source=N_("Who uses the licence"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._licence = licence
        self.device = self.add("device", N_("Device"), AssetField(work, lambda: licence.customer_id))
        self.person = self.add("person", N_("Or a person"), PersonField(work, lambda: licence.customer_id))

    def command(self) -> object:
        from app.assets.licence_commands import UseSeat

        return UseSeat(
            licence_id=self._licence.id, asset_id=self.device.asset_id, person_id=self.person.person_id or None
        )

    def problems(self) -> dict[str, str]:
        unknown = _("No device of this customer has this code. Correct it, or leave it empty.")
        if self.device.is_unknown:
            return {"device": unknown}
        if self.person.value() and not self.person.person_id:
            return {"person": _("Choose somebody of the directory.")}
        if bool(self.device.value()) is bool(self.person.value()):
            return {"device": _("Say which device or which person uses the licence: one of both.")}
        return {}
