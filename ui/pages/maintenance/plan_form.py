"""The form for a new cleaning plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.maintenance.rules import EveryMonths
from ui.pages.form_dialog import FormDialog
from ui.pages.maintenance.wording import rhythm_text
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChecksField, ChoiceField, DateField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.maintenance.queries import PlanChoices
    from app.storage.units import Reader

_EVERY: tuple[EveryMonths, ...] = (3, 6, 12)
_USUAL_EVERY = "6"
_LEAD = timedelta(days=14)


class PlanForm(FormDialog):
    """Whose devices, which, how often and from when on."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id="maintenance.add_cleaning_plan",
            title_source=N_("New cleaning plan"),
            submit_source=N_("Add plan"),
            parent=parent,
        )
        self._choices: PlanChoices | None = None
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose the customer."))
        self.department = self.add(
            "department_id", N_("Department"), ChoiceField(), needed_source=N_("Choose the department.")
        )
        self.title = self.add(
            "title",
            N_("Title"),
            LineField(),
            needed_source=N_("Give the plan a title; its work orders will have the same."),
        )
        self.types = self.add(
            "type_codes", N_("Devices"), ChecksField(), needed_source=N_("Choose at least one type of device.")
        )
        self.every = self.add("every_months", N_("How often"), ChoiceField())
        self.first_due = self.add(
            "first_due_on",
            N_("First due"),
            DateField(wall.today() + _LEAD),
            hint_source=N_("On this day the plan makes its first work order."),
        )
        self.customer.edited.connect(self._offer_departments)
        self.every.set_value(_USUAL_EVERY)
        work.run_query(_read_choices, self._choices_read)

    def command(self) -> object:
        from app.maintenance.commands import AddCleaningPlan

        return AddCleaningPlan(
            id=new_id(),
            customer_id=self.customer.value(),
            department_id=self.department.value(),
            title=self.title.value(),
            every_months=cast("EveryMonths", int(self.every.value())),
            first_due_on=date.fromisoformat(self.first_due.value()),
            type_codes=tuple(self.types.value().split()),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.every.set_choices(tuple((str(months), rhythm_text(months)) for months in _EVERY))
        if self._choices is not None:
            self._choices_read(self._choices)

    def _choices_read(self, choices: PlanChoices) -> None:
        self._choices = choices
        none_yet = ("", _("Choose…"))
        self.customer.set_choices((none_yet, *((customer.id, customer.name) for customer in choices.customers)))
        self.types.set_choices(tuple((kind.id, f"{kind.id}  {_(kind.name)}") for kind in choices.device_types))
        self._offer_departments()

    def _offer_departments(self) -> None:
        if self._choices is None:
            return
        of_customer = tuple(
            (department.id, f"{department.code}  {department.name}")
            for department in self._choices.departments
            if department.customer_id == self.customer.value()
        )
        self.department.set_choices((("", _("Choose…")), *of_customer))


def _read_choices(reader: Reader) -> PlanChoices:
    from app.maintenance.queries import plan_choices

    return plan_choices(reader)
