"""The form for somebody at a customer's, which proposes his user name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.directory.rules import PersonKind, account_name, is_account_name, proposed_account_name
from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.directory.forms import NAME_NEEDED, Kind, RecordForm
from ui.pages.editing import Editing
from ui.widgets.fields import ChoiceField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Department
    from app.storage.edits import Edit
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class _Known:
    """The departments of a customer, and the user names that others have there, in small letters."""

    departments: tuple[Department, ...]
    taken: frozenset[str]


class ContactForm(RecordForm):
    """Somebody at a customer's."""

    def __init__(
        self, work: Work, clock: Clock, customer_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        kind = Kind("directory.add_person", N_("New contact"), N_("Edit the contact"))
        super().__init__(work, clock, kind, parent, editing, customer_id)
        self._known: _Known | None = None
        self._proposed = ""
        self.name = self.add("name", N_("Full name"), LineField(), needed_source=NAME_NEEDED)
        self.department = self.add("department_id", N_("Department"), ChoiceField())
        self.account_name = self.add(
            "account_name",
            N_("User name"),
            LineField(),
            hint_source=N_("Pinyin and the department's code: zhangsanKJC. Nobody else at the customer's has it."),
        )
        self.phone = self.add("phone", N_("Phone"), LineField())
        self.email = self.add("email", N_("E-mail"), LineField())
        self.show_edited()
        self.name.edited.connect(self._propose)
        self.department.edited.connect(self._propose)
        work.run_query(partial(_read_known, customer_id, editing.row.id if editing else ""), self._known_read)

    def adding(self) -> object:
        from app.directory.commands import AddPerson

        return AddPerson(id=new_id(), kind=PersonKind.CONTACT, customer_id=self._customer_id, **self.entered())

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditPerson

        return EditPerson

    def entered(self) -> dict[str, Any]:
        return {**self.values(), "department_id": self.department.value() or None}

    def problems(self) -> dict[str, str]:
        entered = account_name(self.account_name.value())
        if entered and not is_account_name(entered):
            return {"account_name": _("Use letters from a to z, digits, dots, hyphens and underscores.")}
        if self._known is not None and self._is_taken(entered):
            return {"account_name": _("Somebody else at this customer's has this user name. Choose another one.")}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        if self._known is not None:
            named = tuple((each.id, f"{each.code}  {each.name}") for each in self._known.departments)
            self.department.set_choices((("", "—"), *named))

    def _known_read(self, known: _Known) -> None:
        self._known = known
        with self.filling_in():
            self.retranslate()

    def _propose(self) -> None:
        """Propose a user name, unless there is one that somebody chose."""
        department_id = self.department.value()
        is_chosen = self.account_name.value() != self._proposed
        if self._known is None or self._is_filling or is_chosen or not department_id:
            return
        code = next((each.code for each in self._known.departments if each.id == department_id), "")
        self._proposed = proposed_account_name(self.name.value(), code, self._is_taken)
        self.account_name.set_value(self._proposed)

    def _is_taken(self, name: str) -> bool:
        return self._known is not None and name.lower() in self._known.taken


def _read_known(customer_id: str, person_id: str, reader: Reader) -> _Known:
    from app.directory.queries import contacts_of, departments_of

    others = (person for person in contacts_of(reader, customer_id) if person.id != person_id)
    taken = frozenset(person.account_name.lower() for person in others if person.account_name)
    return _Known(tuple(departments_of(reader, customer_id)), taken)
