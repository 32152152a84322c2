"""The forms that put people, places and systems into the directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.directory.rules import PERSON_KIND_NAMES, PersonKind, department_code, is_department_code
from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import LANGUAGE_NAMES, N_, Language, _
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.widgets.fields import NO, YES, CheckField, ChoiceField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Team
    from app.storage.edits import Edit
    from app.storage.units import Reader

NAME_NEEDED = N_("Enter the name.")
_OWN_KINDS = tuple(kind for kind in PersonKind if kind is not PersonKind.CONTACT)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a form makes: the command that adds one, and what its window says to add one and to edit one."""

    command_name: str
    new_source: str
    edit_source: str


class RecordForm(FormDialog):
    """What all these forms share: they add a record, or edit the one that is given.

    `customer_id` is empty where it is about ourselves.
    """

    def __init__(
        self, work: Work, clock: Clock, kind: Kind, parent: QWidget, editing: Editing | None, customer_id: str = ""
    ) -> None:
        super().__init__(
            work,
            clock,
            draft_id=editing.draft_id if editing else f"{kind.command_name}:{customer_id}".rstrip(":"),
            title_source=kind.edit_source if editing else kind.new_source,
            submit_source=N_("Save") if editing else N_("Add"),
            parent=parent,
        )
        self._customer_id = customer_id
        self._editing = editing

    def adding(self) -> object:
        """The command that adds what was entered."""
        raise NotImplementedError

    def edit_type(self) -> type[Edit]:
        """The command that edits one."""
        raise NotImplementedError

    def entered(self) -> dict[str, Any]:
        """What was entered, by column."""
        return dict(self.values())

    def command(self) -> object | None:
        if self._editing is None:
            return self.adding()
        return self._editing.command(self.edit_type(), self.edited_keys(), self.entered())

    def show_edited(self) -> None:
        """Show the record that is edited; called when every field is there."""
        if self._editing is not None:
            for key, field in self._fields.items():
                field.set_value(self._editing.text(key))


class CustomerForm(RecordForm):
    """A customer."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget, editing: Editing | None = None) -> None:
        kind = Kind("directory.add_customer", N_("New customer"), N_("Edit the customer"))
        super().__init__(work, clock, kind, parent, editing)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=NAME_NEEDED)
        self.staff_count = self.add(
            "staff_count", N_("Staff"), LineField(), hint_source=N_("How many people it has, where that is known.")
        )
        self.language = self.add(
            "language", N_("Language"), ChoiceField(), hint_source=N_("In which its people get mails and texts.")
        )
        self.show_edited()

    def adding(self) -> object:
        from app.directory.commands import AddCustomer

        return AddCustomer(id=new_id(), **self.entered())

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditCustomer

        return EditCustomer

    def entered(self) -> dict[str, Any]:
        count = self.staff_count.value().replace(",", "")
        language = self.language.value()
        return {
            "name": self.name.value(),
            "staff_count": int(count) if count else None,
            "language": Language(language) if language else None,
        }

    def retranslate(self) -> None:
        super().retranslate()
        self.language.set_choices((("", _("As usual at this service")), *LANGUAGE_NAMES.items()))

    def problems(self) -> dict[str, str]:
        count = self.staff_count.value().replace(",", "")
        if count and not (count.isascii() and count.isdigit()):
            return {"staff_count": _("Enter a whole number, or leave it empty.")}
        return {}


class SiteForm(RecordForm):
    """A place of a customer."""

    def __init__(
        self, work: Work, clock: Clock, customer_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        kind = Kind("directory.add_site", N_("New site"), N_("Edit the site"))
        super().__init__(work, clock, kind, parent, editing, customer_id)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=NAME_NEEDED)
        self.address = self.add("address", N_("Address"), LineField())
        self.clean = self.add(
            "clean", N_("Cleanliness"), CheckField(N_("A clean place: printers are cleaned every twelve months"))
        )
        self.show_edited()
        if editing is not None:
            self.clean.set_value(YES if editing.value("clean") else NO)

    def adding(self) -> object:
        from app.directory.commands import AddSite

        return AddSite(id=new_id(), customer_id=self._customer_id, **self.entered())

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditSite

        return EditSite

    def entered(self) -> dict[str, Any]:
        return {**self.values(), "clean": self.clean.value() == YES}


class DepartmentForm(RecordForm):
    """A department, with the code that begins the codes of its devices and stays."""

    def __init__(
        self, work: Work, clock: Clock, customer_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        kind = Kind("directory.add_department", N_("New department"), N_("Edit the department"))
        super().__init__(work, clock, kind, parent, editing, customer_id)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=NAME_NEEDED)
        self.code = self.add(
            "code",
            N_("Code"),
            LineField(),
            needed_source=N_("Enter a code, such as KJC."),
            hint_source=N_("1 to 6 letters or digits. It begins the codes of its devices: KJC-COM-1234."),
        )
        self.code.setEnabled(editing is None)
        self.show_edited()

    def adding(self) -> object:
        from app.directory.commands import AddDepartment

        return AddDepartment(id=new_id(), customer_id=self._customer_id, **self.entered())

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditDepartment

        return EditDepartment

    def problems(self) -> dict[str, str]:
        if not is_department_code(department_code(self.code.value())):
            return {"code": _("Use 1 to 6 letters or digits, such as KJC.")}
        return {}


class SystemForm(RecordForm):
    """A product that is supported at a customer's."""

    def __init__(
        self, work: Work, clock: Clock, customer_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        kind = Kind("directory.add_supported_system", N_("New supported system"), N_("Edit the supported system"))
        super().__init__(work, clock, kind, parent, editing, customer_id)
        self.product = self.add("product", N_("Product"), LineField(), needed_source=N_("Enter the product."))
        self.category = self.add("category", N_("Category"), LineField(), needed_source=N_("Enter the category."))
        self.site = self.add(
            "site", N_("Site"), LineField(), hint_source=N_("Where it is supported; empty: everywhere.")
        )
        self.show_edited()

    def adding(self) -> object:
        from app.directory.commands import AddSupportedSystem

        return AddSupportedSystem(id=new_id(), customer_id=self._customer_id, **self.entered())

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditSupportedSystem

        return EditSupportedSystem


class OwnPersonForm(RecordForm):
    """One of our own people; what somebody is to the service stays."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget, editing: Editing | None = None) -> None:
        kind = Kind("directory.add_person", N_("New colleague"), N_("Edit the colleague"))
        super().__init__(work, clock, kind, parent, editing)
        self._teams: tuple[Team, ...] | None = None
        self.name = self.add("name", N_("Full name"), LineField(), needed_source=NAME_NEEDED)
        self.kind = self.add("kind", N_("Role"), ChoiceField())
        self.team = self.add("team_id", N_("Team"), ChoiceField())
        self.phone = self.add("phone", N_("Phone"), LineField())
        self.email = self.add("email", N_("E-mail"), LineField())
        self.kind.setEnabled(editing is None)
        self.show_edited()
        work.run_query(_read_teams, self._teams_read)

    def adding(self) -> object:
        from app.directory.commands import AddPerson

        return AddPerson(id=new_id(), **{**self.entered(), "kind": PersonKind(self.kind.value())})

    def edit_type(self) -> type[Edit]:
        from app.directory.edit_commands import EditPerson

        return EditPerson

    def entered(self) -> dict[str, Any]:
        return {**self.values(), "team_id": self.team.value() or None}

    def retranslate(self) -> None:
        super().retranslate()
        kinds = _OWN_KINDS if self._editing is None else (self._editing.row.kind,)
        self.kind.set_choices(tuple((kind, _(PERSON_KIND_NAMES[kind])) for kind in kinds))
        if self._teams is not None:
            self.team.set_choices((("", _("None")), *((team.id, team.name) for team in self._teams)))

    def _teams_read(self, teams: tuple[Team, ...]) -> None:
        self._teams = teams
        self.retranslate()


class TeamForm(RecordForm):
    """A team of our own people."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget) -> None:
        super().__init__(work, clock, Kind("directory.add_team", N_("New team"), ""), parent, None)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=NAME_NEEDED)

    def adding(self) -> object:
        from app.directory.commands import AddTeam

        return AddTeam(id=new_id(), name=self.name.value())


def _read_teams(reader: Reader) -> tuple[Team, ...]:
    from app.directory.queries import own_staff

    return own_staff(reader).teams
