"""Correcting what the directory says; what is called so already is refused as it is when it is added."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.rules import Permission
from app.directory.account_names import free_account_name_of, refuse_taken_account_name
from app.directory.rules import account_name, normal_name
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem, Team
from app.foundation.errors import Rejection
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, Merging, customer_of_edited, merge_edit
from app.storage.schema import REFERENCE_SCOPE, RowT, columns_of
from app.storage.units import Reader, UnitOfWork

_NAME = {"name": normal_name}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCustomer(Edit):
    """Correct what is known about a customer."""

    row_type = Customer


def _itself(_reader: Reader, edit: Edit) -> str | None:
    return edit.id


@handles("directory.edit_customer", EditCustomer, permission=Permission.MANAGE_DIRECTORY, customer_of=_itself)
def edit_customer(unit: UnitOfWork, command: EditCustomer, context: Context) -> Merged | None:
    """Two customers of one name are refused: people could not tell them apart."""
    customer = unit.require(Customer, command.id)
    merging = merge_edit(command, customer, context, customer.id, normal=_NAME)
    if "name" in merging.changed:
        unit.lock(REFERENCE_SCOPE)  # where customers are added
        _refuse_doubles(unit, merging, columns_of(Customer).name == merging.row.name)
    merging = _of_its_own(merging)
    unit.put(merging.row)
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSite(Edit):
    """Correct what is known about a place of a customer."""

    row_type = Site


@handles("directory.edit_site", EditSite, permission=Permission.MANAGE_DIRECTORY, customer_of=customer_of_edited)
def edit_site(unit: UnitOfWork, command: EditSite, context: Context) -> Merged | None:
    """Names of sites are unique within a customer."""
    site, column = unit.require(Site, command.id), columns_of(Site)
    merging = merge_edit(command, site, context, site.customer_id, normal=_NAME)
    _refuse_doubles(unit, merging, column.customer_id == site.customer_id, column.name == merging.row.name)
    merging = _of_its_own(merging)
    unit.put(merging.row)
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDepartment(Edit):
    """Give a department another name; its code begins the codes of its devices and stays."""

    row_type = Department


@handles(
    "directory.edit_department",
    EditDepartment,
    permission=Permission.MANAGE_DIRECTORY,
    customer_of=customer_of_edited,
)
def edit_department(unit: UnitOfWork, command: EditDepartment, context: Context) -> Merged | None:
    """Departments are told apart by their codes."""
    department = unit.require(Department, command.id)
    merging = merge_edit(command, department, context, department.customer_id, normal=_NAME)
    merging = _of_its_own(merging)
    unit.put(merging.row)
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson(Edit):
    """Correct what is known about one of our own people or a contact."""

    row_type = Person


def _look_at_account_name(unit: UnitOfWork, command: EditPerson, context: Context) -> EditPerson:
    merging = _merge_person(unit, command, context)
    if "account_name" in merging.changed:
        refuse_taken_account_name(unit, merging.row)
    return command


def _merge_person(unit: UnitOfWork, command: EditPerson, context: Context) -> Merging[Person]:
    person = unit.require(Person, command.id)
    normal = {**_NAME, "account_name": account_name}
    return merge_edit(command, person, context, person.customer_id, normal=normal)


@handles(
    "directory.edit_person",
    EditPerson,
    permission=Permission.MANAGE_DIRECTORY,
    customer_of=customer_of_edited,
    prepare=_look_at_account_name,
)
def edit_person(unit: UnitOfWork, command: EditPerson, context: Context) -> Merged | None:
    """People may share a name, but no user name."""
    merging = _merge_person(unit, command, context)
    merging.require(unit, {"team_id": Team})
    merging.require(unit, {"department_id": Department}, customer_id=merging.row.customer_id)
    if "account_name" in merging.changed:
        merging = merging.followed_by(account_name=free_account_name_of(unit, merging.row))
    merging = _of_its_own(merging)
    unit.put(merging.row)
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSupportedSystem(Edit):
    """Correct an entry of the catalogue of what is supported."""

    row_type = SupportedSystem


@handles(
    "directory.edit_supported_system",
    EditSupportedSystem,
    permission=Permission.MANAGE_DIRECTORY,
    customer_of=customer_of_edited,
)
def edit_supported_system(unit: UnitOfWork, command: EditSupportedSystem, context: Context) -> Merged | None:
    """The same product is listed once for each site."""
    system, column = unit.require(SupportedSystem, command.id), columns_of(SupportedSystem)
    normal = dict.fromkeys(("category", "product", "site"), normal_name)
    merging = merge_edit(command, system, context, system.customer_id, normal=normal)
    same = [column[name] == getattr(merging.row, name) for name in ("customer_id", *normal)]
    _refuse_doubles(unit, merging, *same)
    merging = _of_its_own(merging)
    unit.put(merging.row)
    return merging.outcome


def _refuse_doubles(unit: Reader, merging: Merging[RowT], *same: sa.ColumnElement[bool]) -> None:
    """See to it that no other row is called so; where nothing changed there is nothing to see to."""
    row_type = type(merging.row)
    other = unit.first(row_type, *same, columns_of(row_type).id != merging.row.id) if merging.changed else None
    if other is not None:
        raise Rejection("name_taken", name=getattr(other, "name", "") or getattr(other, "product", ""))


def _of_its_own(merging: Merging[RowT]) -> Merging[RowT]:
    """What was corrected is no more as an import brought it, and is not taken back with it."""
    return merging.followed_by(import_id=None) if merging.changed else merging
