"""Writing down that a file was imported, and taking people back that an import brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.directory.referring import REFERRING_TO_PEOPLE, referred_to
from app.directory.tables import Customer, Import, Person
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackPeople:
    """Take people of a customer out of the directory that an import brought by mistake."""

    customer_id: str
    import_id: str
    person_ids: Annotated[tuple[str, ...], Meta(max_length=100)]


@handles("directory.take_back_people", TakeBackPeople, permission=Permission.MANAGE_DIRECTORY, customer_of=its_customer)
def take_back_people(unit: UnitOfWork, command: TakeBackPeople, _context: Context) -> None:
    """Whom somebody's work names stays."""
    known = unit.get_all(Person, command.person_ids).values()
    brought = [row.id for row in known if (row.customer_id, row.import_id) == (command.customer_id, command.import_id)]
    kept = referred_to(unit, REFERRING_TO_PEOPLE, brought, command.import_id)
    for person_id in brought:
        if person_id not in kept:
            unit.remove(Person, person_id)
