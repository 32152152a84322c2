"""The parts of what is held about a customer: how each is called, listed and added to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from ui.pages.directory.contact_form import ContactForm
from ui.pages.directory.forms import DepartmentForm, SiteForm, SystemForm
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.widgets.cells import Cell, PersonCell, TextCell, TwoLineCell
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.queries import CustomerDetail
    from app.directory.tables import Person


@dataclass(frozen=True, slots=True)
class CustomerPart:
    """One part. `form` makes the form for one more, or for one that is edited; `held` are its records."""

    key: str
    icon: str
    title_source: str
    empty_source: str
    add_source: str
    column_sources: tuple[str, ...]
    columns: ColumnPlan
    rows: Callable[[CustomerDetail], tuple[ListRow, ...]]
    form: Callable[[Work, Clock, str, QWidget, Editing | None], FormDialog]
    held: Callable[[CustomerDetail], tuple[Any, ...]]


def _site_rows(detail: CustomerDetail) -> tuple[ListRow, ...]:
    return tuple(
        ListRow(site.id, (TwoLineCell(site.name), TextCell(site.address), TextCell(_("Clean") if site.clean else "")))
        for site in detail.sites
    )


def _department_rows(detail: CustomerDetail) -> tuple[ListRow, ...]:
    return tuple(
        ListRow(department.id, (TwoLineCell(department.name), TextCell(department.code)))
        for department in detail.departments
    )


def _contact_rows(detail: CustomerDetail) -> tuple[ListRow, ...]:
    departments = {department.id: department.name for department in detail.departments}

    def cells(contact: Person) -> tuple[Cell, ...]:
        department = departments.get(contact.department_id or "")
        called = TwoLineCell(department, contact.account_name) if department else TextCell(contact.account_name)
        return PersonCell(contact.name), called, TextCell(contact.phone), TextCell(contact.email)

    return tuple(ListRow(contact.id, cells(contact)) for contact in detail.contacts)


def _system_rows(detail: CustomerDetail) -> tuple[ListRow, ...]:
    return tuple(
        ListRow(system.id, (TwoLineCell(system.product), TextCell(system.category), TextCell(system.site)))
        for system in detail.systems
    )


PARTS = (
    CustomerPart(
        "sites",
        "map-pin",
        N_("Sites"),
        N_("No site is known yet. Sites tell an engineer where to go."),
        N_("Add site"),
        (N_("Name"), N_("Address"), N_("Cleanliness")),
        ColumnPlan(widths=(220, 260, 110), stretched=1, least=140, yielding=(2,)),
        _site_rows,
        SiteForm,
        lambda detail: detail.sites,
    ),
    CustomerPart(
        "departments",
        "building-2",
        N_("Departments"),
        N_("No department is known yet. Its code begins the codes of its devices."),
        N_("Add department"),
        (N_("Name"), N_("Code")),
        ColumnPlan(widths=(300, 140), stretched=0, least=160),
        _department_rows,
        DepartmentForm,
        lambda detail: detail.departments,
    ),
    CustomerPart(
        "contacts",
        "users",
        N_("Contacts"),
        N_("No contact is known yet. Contacts are the people who call."),
        N_("Add contact"),
        (N_("Full name"), N_("Department / user name"), N_("Phone"), N_("E-mail")),
        ColumnPlan(widths=(180, 180, 140, 200), stretched=3, least=140, yielding=(1, 2)),
        _contact_rows,
        ContactForm,
        lambda detail: detail.contacts,
    ),
    CustomerPart(
        "systems",
        "server",
        N_("Systems"),
        N_("No supported system is listed yet. They tell what an incident affects."),
        N_("Add system"),
        (N_("Product"), N_("Category"), N_("Site")),
        ColumnPlan(widths=(260, 220, 200), stretched=0, least=160, yielding=(2, 1)),
        _system_rows,
        SystemForm,
        lambda detail: detail.systems,
    ),
)
