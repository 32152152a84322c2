"""Putting people, places and systems into the directory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.directory.account_names import free_account_name_of, refuse_taken_account_name
from app.directory.rules import PersonKind, account_name, department_code, is_department_code, normal_name
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem, Team
from app.foundation.errors import Rejection
from app.foundation.texts import Count, Name, ShortText
from app.foundation.translation import Language
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCustomer:
    """Serve a new customer."""

    id: str
    name: Name
    staff_count: Count | None = None
    language: Language | None = None
    import_id: str | None = None


@handles("directory.add_customer", AddCustomer, permission=Permission.MANAGE_DIRECTORY)
def add_customer(unit: UnitOfWork, command: AddCustomer, _context: Context) -> None:
    """Two customers of one name are refused: people could not tell them apart."""
    unit.require_new(Customer, command.id)
    name = normal_name(command.name)
    if unit.first(Customer, columns_of(Customer).name == name) is not None:
        raise Rejection("name_taken", name=name)
    unit.put(
        Customer(
            id=command.id,
            name=name,
            staff_count=command.staff_count,
            language=command.language,
            import_id=command.import_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite:
    """Add a place of a customer."""

    id: str
    customer_id: str
    name: Name
    address: ShortText = ""
    clean: bool = False
    import_id: str | None = None


@handles("directory.add_site", AddSite, permission=Permission.MANAGE_DIRECTORY, customer_of=its_customer)
def add_site(unit: UnitOfWork, command: AddSite, _context: Context) -> None:
    """Names of sites are unique within a customer."""
    unit.require_new(Site, command.id)
    unit.require(Customer, command.customer_id)
    name = normal_name(command.name)
    column = columns_of(Site)
    if unit.first(Site, column.customer_id == command.customer_id, column.name == name) is not None:
        raise Rejection("name_taken", name=name)
    unit.put(
        Site(
            id=command.id,
            customer_id=command.customer_id,
            name=name,
            address=command.address,
            clean=command.clean,
            import_id=command.import_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDepartment:
    """Add a department with the code that begins its asset codes."""

    id: str
    customer_id: str
    code: str
    name: Name
    import_id: str | None = None


@handles("directory.add_department", AddDepartment, permission=Permission.MANAGE_DIRECTORY, customer_of=its_customer)
def add_department(unit: UnitOfWork, command: AddDepartment, _context: Context) -> None:
    """Codes of departments are unique within a customer."""
    unit.require_new(Department, command.id)
    unit.require(Customer, command.customer_id)
    code = department_code(command.code)
    if not is_department_code(code):
        raise Rejection("department_code_invalid", code=command.code)
    column = columns_of(Department)
    taken = unit.first(Department, column.customer_id == command.customer_id, column.code == code)
    if taken is not None:
        raise Rejection("department_code_taken", code=code, name=taken.name)
    name = normal_name(command.name)
    unit.put(
        Department(id=command.id, customer_id=command.customer_id, code=code, name=name, import_id=command.import_id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTeam:
    """Add a team of our own people."""

    id: str
    name: Name


@handles("directory.add_team", AddTeam, permission=Permission.MANAGE_DIRECTORY)
def add_team(unit: UnitOfWork, command: AddTeam, _context: Context) -> None:
    """Names of teams are unique."""
    unit.require_new(Team, command.id)
    name = normal_name(command.name)
    if unit.first(Team, columns_of(Team).name == name) is not None:
        raise Rejection("name_taken", name=name)
    unit.put(Team(id=command.id, name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Add one of our own people (no customer) or a contact at a customer's."""

    id: str
    name: Name
    kind: PersonKind
    customer_id: str | None = None
    team_id: str | None = None
    phone: ShortText = ""
    email: ShortText = ""
    import_id: str | None = None
    department_id: str | None = None
    account_name: ShortText = ""


def _customer_of_person(_unit: Reader, command: AddPerson) -> str | None:
    return command.customer_id


def _person(command: AddPerson) -> Person:
    return Person(
        id=command.id,
        customer_id=command.customer_id,
        team_id=command.team_id,
        kind=command.kind,
        name=normal_name(command.name),
        phone=command.phone,
        email=command.email,
        import_id=command.import_id,
        department_id=command.department_id,
        account_name=account_name(command.account_name),
    )


def _look_at_account_name(unit: UnitOfWork, command: AddPerson, _context: Context) -> AddPerson:
    refuse_taken_account_name(unit, _person(command))
    return command


@handles(
    "directory.add_person",
    AddPerson,
    permission=Permission.MANAGE_DIRECTORY,
    customer_of=_customer_of_person,
    prepare=_look_at_account_name,
)
def add_person(unit: UnitOfWork, command: AddPerson, _context: Context) -> None:
    """People may share a name; whom they belong to must be known."""
    unit.require_new(Person, command.id)
    if command.customer_id is not None:
        unit.require(Customer, command.customer_id)
    if command.team_id is not None:
        unit.require(Team, command.team_id)
    if command.department_id is not None:
        unit.require(Department, command.department_id, customer_id=command.customer_id)
    person = _person(command)
    unit.put(replace(person, account_name=free_account_name_of(unit, person)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSupportedSystem:
    """Add a product to the catalogue of what is supported."""

    id: str
    customer_id: str
    category: Name
    product: Name
    site: ShortText = ""
    import_id: str | None = None


@handles(
    "directory.add_supported_system",
    AddSupportedSystem,
    permission=Permission.MANAGE_DIRECTORY,
    customer_of=its_customer,
)
def add_supported_system(unit: UnitOfWork, command: AddSupportedSystem, _context: Context) -> None:
    """The same product may be supported at several sites, but is listed once for each."""
    unit.require_new(SupportedSystem, command.id)
    unit.require(Customer, command.customer_id)
    system = SupportedSystem(
        id=command.id,
        customer_id=command.customer_id,
        category=normal_name(command.category),
        product=normal_name(command.product),
        site=normal_name(command.site),
        import_id=command.import_id,
    )
    column = columns_of(SupportedSystem)
    listed = unit.first(
        SupportedSystem,
        column.customer_id == system.customer_id,
        column.category == system.category,
        column.product == system.product,
        column.site == system.site,
    )
    if listed is not None:
        raise Rejection("name_taken", name=system.product)
    unit.put(system)
