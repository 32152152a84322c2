"""The form for a contract: entering one, and correcting what is known about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.sla.rules.coverage import COVERAGE_NAMES, Coverage
from ui.pages.contracts.reading import ContractChoices, choices_question
from ui.pages.contracts.wording import kind_choices
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.fields import NO, YES, CheckField, ChecksField, ChoiceField, DateField, LineField, TextField
from ui.work.work import Work

_WIDTH = 900
_LEFT = (
    "number",
    "name",
    "policy_id",
    "begins_on",
    "ends_on",
    "review_on",
    "calendar_id",
    "outside_hours",
    "all_devices",
)
_DATES = ("begins_on", "ends_on", "review_on")
_TEXTS = ("number", "name", "scope", "exclusions", "optional_services")
_KINDS = ("excluded_kinds", "chargeable_kinds")


class ContractForm(FormDialog):
    """A new contract of a customer with the policy that it begins with, or (`editing`) one that is corrected."""

    def __init__(
        self, work: Work, wall: WallClock, customer_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id if editing else f"sla.add_contract:{customer_id}",
            title_source=N_("Correct the contract") if editing else N_("New contract"),
            submit_source=N_("Save") if editing else N_("Add"),
            parent=parent,
        )
        self._customer_id, self._editing = customer_id, editing
        self._choices = ContractChoices((), ())
        self._add_fields(wall.today())
        self._arrange()
        if editing is not None:
            self._show_edited(editing)
        work.run_query(choices_question(customer_id), self._choices_read)

    def command(self) -> object | None:
        from app.sla.contract_commands import AddContract, EditContract

        entered = self._entered()
        if self._editing is not None:
            return self._editing.command(EditContract, self.edited_keys(), entered)
        return AddContract(
            id=new_id(),
            customer_id=self._customer_id,
            **entered,
            policy_id=self.policy.value(),
        )

    def problems(self) -> dict[str, str]:
        return dict(self._wrong_dates())

    def retranslate(self) -> None:
        super().retranslate()
        for field in (self.excluded_kinds, self.chargeable_kinds):
            field.set_choices(kind_choices())
        self.outside.set_choices(tuple((coverage, _(name)) for coverage, name in COVERAGE_NAMES.items()))
        policies = tuple((policy.id, f"{_(policy.name)} ({policy.code})") for policy in self._choices.policies)
        self.policy.set_choices((("", _("Choose…")), *policies))
        calendars = tuple((calendar.id, calendar.name) for calendar in self._choices.calendars)
        self.calendar.set_choices((("", _("All hours")), *calendars))

    def _entered(self) -> dict[str, Any]:
        """What was entered, by column, as far as it can be corrected later."""
        dates = {name: self._fields[name].value() for name in _DATES}
        return {
            **{name: self._fields[name].value() for name in _TEXTS},
            **{name: date.fromisoformat(text) if text else None for name, text in dates.items()},
            **{name: tuple(self._fields[name].value().split()) for name in _KINDS},
            "calendar_id": self.calendar.value() or None,
            "outside_hours": Coverage(self.outside.value()),
            "all_devices": self.all_devices.value() == YES,
        }

    def _wrong_dates(self) -> Iterator[tuple[str, str]]:
        for name in ("ends_on", "review_on"):
            text = self._fields[name].value()
            try:
                date.fromisoformat(text or "2000-01-01")
            except ValueError:
                yield name, _("Write year, month and day, such as 2026-12-31, or leave it empty.")

    def _choices_read(self, choices: ContractChoices) -> None:
        self._choices = choices
        with self.filling_in():
            self.retranslate()

    def _show_edited(self, editing: Editing) -> None:
        for key in self._rows.keys() - {"policy_id", "all_devices", *_KINDS}:
            self._fields[key].set_value(editing.text(key))
        for key in _KINDS:
            self._fields[key].set_value(" ".join(editing.value(key)))
        self.all_devices.set_value(YES if editing.value("all_devices") else NO)
        self._rows["policy_id"].hide()  # another policy is an amendment
        self._needed.pop("policy_id")

    def _add_fields(self, today: date) -> None:
        self.number = self.add("number", N_("Contract number"), LineField(), needed_source=N_("Enter the number."))
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.policy = self.add("policy_id", N_("Policy"), ChoiceField(), needed_source=N_("Choose the policy."))
        self.begins_on = self.add("begins_on", N_("Begins on"), DateField(today))
        until = N_("A date, or nothing where it has no end.")
        self.ends_on = self.add("ends_on", N_("Ends on"), LineField(), hint_source=until)
        self.review_on = self.add("review_on", N_("Review on"), LineField())
        self.calendar = self.add("calendar_id", N_("Hours of the contract"), ChoiceField())
        self.outside = self.add("outside_hours", N_("Outside of its hours"), ChoiceField())
        self.all_devices = self.add("all_devices", N_("Devices"), CheckField(N_("All devices of the customer")))
        self.scope = self.add("scope", N_("Scope"), TextField())
        self.exclusions = self.add("exclusions", N_("Exclusions"), TextField())
        self.optional_services = self.add("optional_services", N_("Optional services"), TextField())
        self.excluded_kinds = self.add("excluded_kinds", N_("Excluded kinds"), ChecksField())
        self.chargeable_kinds = self.add("chargeable_kinds", N_("Chargeable kinds"), ChecksField())
        self.outside.set_value(Coverage.CHARGEABLE)
        self.all_devices.set_value(YES)

    def _arrange(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(SPACE.xl)
        for keys in (_LEFT, tuple(key for key in self._rows if key not in _LEFT)):
            column = QVBoxLayout()
            column.setSpacing(SPACE.sm)
            for key in keys:
                column.addWidget(self._rows[key])
            column.addStretch()
            columns.addLayout(column, 1)
        self.setMinimumWidth(_WIDTH)
        self._form.addLayout(columns)
