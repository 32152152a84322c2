"""The forms that put people, places and systems into the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.directory.rules import PERSON_KIND_NAMES, PersonKind, department_code, is_department_code
from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.widgets.fields import YES, CheckField, ChoiceField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Team
    from app.storage.units import Reader

_NAME_NEEDED = N_("Enter the name.")
_OWN_KINDS = (PersonKind.ENGINEER, PersonKind.DISPATCHER, PersonKind.MANAGER)


class _AddForm(FormDialog):
    """What all these forms share; `customer_id` is empty where it is about ourselves."""

    def __init__(
        self, work: Work, clock: Clock, command_name: str, title_source: str, parent: QWidget, *, customer_id: str = ""
    ) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"{command_name}:{customer_id}".rstrip(":"),
            title_source=title_source,
            submit_source=N_("Add"),
            parent=parent,
        )
        self._customer_id = customer_id


class CustomerForm(_AddForm):
    """A new customer."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_customer", N_("New customer"), parent)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=_NAME_NEEDED)
        self.staff_count = self.add(
            "staff_count", N_("Staff"), LineField(), hint_source=N_("How many people it has, where that is known.")
        )

    def command(self) -> object:
        from app.directory.commands import AddCustomer

        count = self.staff_count.value().replace(",", "")
        return AddCustomer(id=new_id(), name=self.name.value(), staff_count=int(count) if count else None)

    def problems(self) -> dict[str, str]:
        count = self.staff_count.value().replace(",", "")
        if count and not (count.isascii() and count.isdigit()):
            return {"staff_count": _("Enter a whole number, or leave it empty.")}
        return {}


class SiteForm(_AddForm):
    """A place of a customer."""

    def __init__(self, work: Work, clock: Clock, customer_id: str, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_site", N_("New site"), parent, customer_id=customer_id)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=_NAME_NEEDED)
        self.address = self.add("address", N_("Address"), LineField())
        self.clean = self.add(
            "clean", N_("Cleanliness"), CheckField(N_("A clean place: printers are cleaned every twelve months"))
        )

    def command(self) -> object:
        from app.directory.commands import AddSite

        return AddSite(
            id=new_id(),
            customer_id=self._customer_id,
            name=self.name.value(),
            address=self.address.value(),
            clean=self.clean.value() == YES,
        )


class DepartmentForm(_AddForm):
    """A department, with the code that begins the codes of its devices."""

    def __init__(self, work: Work, clock: Clock, customer_id: str, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_department", N_("New department"), parent, customer_id=customer_id)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=_NAME_NEEDED)
        self.code = self.add(
            "code",
            N_("Code"),
            LineField(),
            needed_source=N_("Enter a code, such as KJC."),
            hint_source=N_("1 to 6 letters or digits. It begins the codes of its devices: KJC-COM-1234."),
        )

    def command(self) -> object:
        from app.directory.commands import AddDepartment

        return AddDepartment(id=new_id(), customer_id=self._customer_id, code=self.code.value(), name=self.name.value())

    def problems(self) -> dict[str, str]:
        if not is_department_code(department_code(self.code.value())):
            return {"code": _("Use 1 to 6 letters or digits, such as KJC.")}
        return {}


class ContactForm(_AddForm):
    """Somebody at a customer's."""

    def __init__(self, work: Work, clock: Clock, customer_id: str, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_person", N_("New contact"), parent, customer_id=customer_id)
        self.name = self.add("name", N_("Full name"), LineField(), needed_source=_NAME_NEEDED)
        self.phone = self.add("phone", N_("Phone"), LineField())
        self.email = self.add("email", N_("E-mail"), LineField())

    def command(self) -> object:
        from app.directory.commands import AddPerson

        return AddPerson(
            id=new_id(),
            name=self.name.value(),
            kind=PersonKind.CONTACT,
            customer_id=self._customer_id,
            phone=self.phone.value(),
            email=self.email.value(),
        )


class SystemForm(_AddForm):
    """A product that is supported at a customer's."""

    def __init__(self, work: Work, clock: Clock, customer_id: str, parent: QWidget) -> None:
        super().__init__(
            work, clock, "directory.add_supported_system", N_("New supported system"), parent, customer_id=customer_id
        )
        self.product = self.add("product", N_("Product"), LineField(), needed_source=N_("Enter the product."))
        self.category = self.add("category", N_("Category"), LineField(), needed_source=N_("Enter the category."))
        self.site = self.add(
            "site", N_("Site"), LineField(), hint_source=N_("Where it is supported; empty: everywhere.")
        )

    def command(self) -> object:
        from app.directory.commands import AddSupportedSystem

        return AddSupportedSystem(
            id=new_id(),
            customer_id=self._customer_id,
            category=self.category.value(),
            product=self.product.value(),
            site=self.site.value(),
        )


class OwnPersonForm(_AddForm):
    """One of our own people."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_person", N_("New colleague"), parent)
        self._teams: tuple[Team, ...] = ()
        self.name = self.add("name", N_("Full name"), LineField(), needed_source=_NAME_NEEDED)
        self.kind = self.add("kind", N_("Role"), ChoiceField())
        self.team = self.add("team_id", N_("Team"), ChoiceField())
        self.phone = self.add("phone", N_("Phone"), LineField())
        self.email = self.add("email", N_("E-mail"), LineField())
        work.run_query(_read_teams, self._teams_read)

    def command(self) -> object:
        from app.directory.commands import AddPerson

        return AddPerson(
            id=new_id(),
            name=self.name.value(),
            kind=PersonKind(self.kind.value()),
            team_id=self.team.value() or None,
            phone=self.phone.value(),
            email=self.email.value(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((kind, _(PERSON_KIND_NAMES[kind])) for kind in _OWN_KINDS))
        self.team.set_choices((("", _("None")), *((team.id, team.name) for team in self._teams)))

    def _teams_read(self, teams: tuple[Team, ...]) -> None:
        self._teams = teams
        self.retranslate()


class TeamForm(_AddForm):
    """A team of our own people."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget) -> None:
        super().__init__(work, clock, "directory.add_team", N_("New team"), parent)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=_NAME_NEEDED)

    def command(self) -> object:
        from app.directory.commands import AddTeam

        return AddTeam(id=new_id(), name=self.name.value())


def _read_teams(reader: Reader) -> tuple[Team, ...]:
    from app.directory.queries import own_staff

    return own_staff(reader).teams
