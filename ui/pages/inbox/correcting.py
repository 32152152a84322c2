"""Correcting what was refused before it is done after all: in the record's edit form, or in a form of its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_
from ui.pages.assets.consumable_forms import ConsumableForm
from ui.pages.assets.licence_forms import LicenceForm
from ui.pages.assets.reading import RegisterChoices, read_choices
from ui.pages.assets.register_form import RegisterForm
from ui.pages.contracts.contract_form import ContractForm
from ui.pages.directory.contact_form import ContactForm
from ui.pages.directory.forms import CustomerForm, DepartmentForm, OwnPersonForm, SiteForm, SystemForm
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.inbox.deeds import text_fields
from ui.pages.inbox.field_names import field_source
from ui.pages.inbox.reading import RefusedDeed
from ui.pages.knowledge.group_form import GroupForm
from ui.pages.knowledge.known_forms import IssueEditForm
from ui.pages.service_levels.rename_form import RenameForm
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_form import Belongings, OrderForm, read_belongings
from ui.pages.workorders.part_form import PartForm
from ui.pages.workorders.step_forms import PlanForm
from ui.widgets.fields import LineField, TextField
from ui.work.work import Work

_LONG = frozenset({"text", "resolution", "description"})


class WordsForm(FormDialog):
    """The words of a deed, as they were entered; it is done after all with what stands in the fields."""

    def __init__(self, work: Work, wall: WallClock, deed: RefusedDeed, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"inbox.correct:{deed.entry.id}",
            title_source=N_("Correct it and do it again"),
            submit_source=N_("Do it again"),
            parent=parent,
        )
        self._deed = deed
        for name in text_fields(deed):
            field = self.add(name, field_source(name, deed.entry.name), TextField() if name in _LONG else LineField())
            field.set_value(str(deed.entered[name]))

    def command(self) -> object | None:
        again = self._deed.again
        body = again.body if again is not None else None
        if again is None or body is None:
            return None
        edited = {name: self._fields[name].value() for name in self.edited_keys()}
        return replace(again, body={**body, **edited})


class Corrector(QObject):
    """Opens the form in which a deed is corrected, over `page`."""

    def __init__(self, work: Work, wall: WallClock, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._wall, self._page = work, wall, page
        self._waiting: Editing | None = None

    def correct(self, deed: RefusedDeed) -> None:
        """Open the form; what is entered there settles the deed."""
        if deed.editing is None:
            WordsForm(self._work, self._wall, deed, self._page).open()
            return
        opening = _OPENING[type(deed.editing.row).__name__]
        opening(self, deed.editing)

    def open_order(self, editing: Editing) -> None:
        """The form of an order tells the code of its device."""
        self._waiting = editing
        self._work.run_query(partial(read_belongings, editing.row.id), self._order_read)

    def open_asset(self, editing: Editing) -> None:
        """The form of a device offers departments and sites."""
        self._waiting = editing
        self._work.run_query(read_choices, self._choices_read)

    def open_visit(self, editing: Editing) -> None:
        """A visit is planned."""
        PlanForm(self._work, self._wall, self._page, editing).open()

    def open_person(self, editing: Editing) -> None:
        """One of our own people, or a contact."""
        clock, customer_id = self._wall.clock, editing.row.customer_id
        if customer_id is None:
            OwnPersonForm(self._work, clock, self._page, editing).open()
        else:
            ContactForm(self._work, clock, customer_id, self._page, editing).open()

    def open_customer(self, editing: Editing) -> None:
        """A customer itself."""
        CustomerForm(self._work, self._wall.clock, self._page, editing).open()

    def open_part(self, editing: Editing) -> None:
        """What belongs to a customer."""
        form = _PARTS[type(editing.row).__name__]
        form(self._work, self._wall.clock, editing.row.customer_id, self._page, editing).open()

    def open_used_part(self, editing: Editing) -> None:
        """A part that was used on a visit."""
        PartForm(self._work, self._wall, editing.row.visit_id, self._page, editing).open()

    def open_group(self, editing: Editing) -> None:
        """A group of services."""
        GroupForm(self._work, self._wall, self._page, editing).open()

    def open_issue(self, editing: Editing) -> None:
        """What callers are told."""
        IssueEditForm(self._work, self._wall, self._page, editing).open()

    def open_licence(self, editing: Editing) -> None:
        """A licence."""
        LicenceForm(self._work, self._wall.clock, (), self._page, editing).open()

    def open_consumable(self, editing: Editing) -> None:
        """A consumable."""
        ConsumableForm(self._work, self._wall.clock, (), self._page, editing).open()

    def open_calendar(self, editing: Editing) -> None:
        """A calendar is renamed."""
        RenameForm(self._work, self._wall.clock, self._page, editing).open()

    def open_contract(self, editing: Editing) -> None:
        """A contract with a customer."""
        ContractForm(self._work, self._wall, editing.row.customer_id, self._page, editing).open()

    def _order_read(self, named: Belongings) -> None:
        if self._waiting is not None:
            editing, self._waiting = self._waiting, None
            OrderForm(self._work, self._wall, self._page, editing=(editing, named)).open()

    def _choices_read(self, choices: RegisterChoices) -> None:
        if self._waiting is not None:
            editing, self._waiting = self._waiting, None
            RegisterForm(self._work, self._wall, choices, self._page, editing=editing).open()


_OPENING: Mapping[str, Callable[[Corrector, Editing], None]] = {
    "WorkOrder": Corrector.open_order,
    "Visit": Corrector.open_visit,
    "UsedPart": Corrector.open_used_part,
    "Asset": Corrector.open_asset,
    "Consumable": Corrector.open_consumable,
    "Licence": Corrector.open_licence,
    "Person": Corrector.open_person,
    "Customer": Corrector.open_customer,
    "Site": Corrector.open_part,
    "Department": Corrector.open_part,
    "SupportedSystem": Corrector.open_part,
    "ServiceGroup": Corrector.open_group,
    "KnownIssue": Corrector.open_issue,
    "Calendar": Corrector.open_calendar,
    "Contract": Corrector.open_contract,
}
_PARTS: Mapping[str, Any] = {"Site": SiteForm, "Department": DepartmentForm, "SupportedSystem": SystemForm}
"""By the row that is edited; the rows themselves are not loaded before somebody looks into his inbox."""
