"""The form by which labels are printed before anybody knows for which devices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from ui.pages.assets.reading import RegisterChoices
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField
from ui.work.work import Work

_MOST = 500
_USUAL = "65"
"""A sheet of the smallest labels."""


class BlankForm(FormDialog):
    """For which customer, department and type so many labels are printed; their numbers are nobody else's then."""

    reserved = Signal(str)
    """With the id of the customer: his labels are ready to be printed."""

    def __init__(
        self, work: Work, wall: WallClock, choices: RegisterChoices, parent: QWidget, stays: dict[str, str]
    ) -> None:
        """:param stays: what is chosen in the survey: ``customer_id``, ``department_id``, ``type_code``"""
        super().__init__(
            work,
            wall.clock,
            draft_id="assets.reserve_labels",
            title_source=N_("Blank labels"),
            submit_source=N_("Reserve and print…"),
            parent=parent,
        )
        self._choices = choices
        customer, kind = N_("Choose the customer."), N_("Choose the type of device.")
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=customer)
        self.department = self.add("department_id", N_("Department"), ChoiceField())
        self.type = self.add("type_code", N_("Device type"), ChoiceField(), needed_source=kind)
        self.count = self.add(
            "count",
            N_("Count"),
            LineField(),
            hint_source=N_("Each code waits for its device: stick the label on, scan it, then the serial number."),
        )
        choose = ("", _("Choose…"))
        self.customer.set_choices((choose, *choices.customers))
        self.type.set_choices((choose, *((each.id, f"{each.id}  {_(each.name)}") for each in choices.types)))
        self.customer.set_value(stays["customer_id"])
        self._offer_departments()
        self.department.set_value(stays["department_id"])
        self.type.set_value(stays["type_code"])
        self.count.set_value(_USUAL)
        self.customer.edited.connect(self._offer_departments)
        self.accepted.connect(self._tell_reserved)

    def problems(self) -> dict[str, str]:
        count = self.count.value()
        fits = count.isascii() and count.isdigit() and 1 <= int(count) <= _MOST
        return {} if fits else {"count": _("Enter a number from 1 to {most}.").format(most=_MOST)}

    def command(self) -> object:
        from app.assets.blank_labels import ReserveLabels

        return ReserveLabels(
            customer_id=self.customer.value(),
            type_code=self.type.value(),
            count=int(self.count.value()),
            department_id=self.department.value() or None,
        )

    def _offer_departments(self) -> None:
        departments = self._choices.departments.get(self.customer.value(), ())
        self.department.set_choices((("", "—"), *((each.id, f"{each.code}  {each.name}") for each in departments)))

    def _tell_reserved(self) -> None:
        self.reserved.emit(self.customer.value())
