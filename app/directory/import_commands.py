"""Writing down that a file was imported, and taking back what an import brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from app.accounts.rules import Permission
from app.directory.referring import (
    REFERRING_TO_CUSTOMERS,
    REFERRING_TO_DEPARTMENTS,
    REFERRING_TO_PEOPLE,
    REFERRING_TO_SITES,
    REFERRING_TO_SYSTEMS,
    referred_to,
)
from app.directory.tables import Customer, Department, Import, Person, Site, SupportedSystem
from app.foundation.texts import Count, ShortText, Word
from app.storage.commands import Context, handles, its_customer
from app.storage.units import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordImport:
    """Write down that a file is imported, with what is to become of its rows."""

    id: str
    customer_id: str | None
    kind: Word
    file_name: ShortText
    new_count: Count
    changed_count: Count
    same_count: Count
    refused_count: Count


@handles("directory.record_import", RecordImport, permission=Permission.LOG_ORDERS, customer_of=its_customer)
def record_import(unit: UnitOfWork, command: RecordImport, context: Context) -> None:
    """It is a line of a log: what the import brings takes the permissions of its own commands."""
    unit.require_new(Import, command.id)
    if command.customer_id is not None:
        unit.require(Customer, command.customer_id)
    unit.put(
        Import(
            id=command.id,
            customer_id=command.customer_id,
            kind=command.kind,
            file_name=command.file_name,
            new_count=command.new_count,
            changed_count=command.changed_count,
            same_count=command.same_count,
            refused_count=command.refused_count,
            at=context.at,
            actor_id=context.actor_id,
        )
    )


Batch = Annotated[tuple[str, ...], Meta(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackRecords:
    """Take people, departments, sites and systems of a customer out of the directory that an import brought."""

    customer_id: str
    import_id: str
    person_ids: Batch = ()
    department_ids: Batch = ()
    site_ids: Batch = ()
    system_ids: Batch = ()


@handles("directory.take_back", TakeBackRecords, permission=Permission.MANAGE_DIRECTORY, customer_of=its_customer)
def take_back_records(unit: UnitOfWork, command: TakeBackRecords, _context: Context) -> None:
    """What somebody's work names stays; so does what devices that stay belong to."""
    brought_by = {"customer_id": command.customer_id, "import_id": command.import_id}
    take_back(unit, Person, command.person_ids, REFERRING_TO_PEOPLE, **brought_by)
    take_back(unit, SupportedSystem, command.system_ids, REFERRING_TO_SYSTEMS, **brought_by)
    take_back(unit, Department, command.department_ids, REFERRING_TO_DEPARTMENTS, **brought_by)
    take_back(unit, Site, command.site_ids, REFERRING_TO_SITES, **brought_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackCustomers:
    """Take customers out of the directory that an import brought."""

    import_id: str
    customer_ids: Batch


@handles("directory.take_back_customers", TakeBackCustomers, permission=Permission.MANAGE_DIRECTORY)
def take_back_customers(unit: UnitOfWork, command: TakeBackCustomers, _context: Context) -> None:
    """Of whom anything else speaks by now stays."""
    take_back(unit, Customer, command.customer_ids, REFERRING_TO_CUSTOMERS, import_id=command.import_id)


def take_back(
    unit: UnitOfWork, row_type: type[Any], row_ids: Sequence[str], referring: Sequence[str], **brought_by: str
) -> None:
    """Remove those of these rows that have these values, and to which no column of these names refers."""
    known = unit.get_all(row_type, row_ids).values()
    brought = [row.id for row in known if all(getattr(row, name) == value for name, value in brought_by.items())]
    kept = referred_to(unit, referring, brought, import_id="")
    for row_id in brought:
        if row_id not in kept:
            unit.remove(row_type, row_id)
