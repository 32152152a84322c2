"""Reading the directory: who is here, and what there is to choose from in forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.accounts.queries import held_grants
from app.accounts.rules import Grants
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Department, Person, Site
from app.storage.facts import PERSON_ID, fact
from app.storage.schema import columns_of
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Myself:
    """The person at this workspace. `name` is empty until the directory knows the person."""

    person_id: str
    name: str
    grants: Grants


def myself(reader: Reader) -> Myself:
    """Who works here and what they hold."""
    person_id = fact(reader, PERSON_ID)
    person = reader.get(Person, person_id)
    return Myself(person_id, person.name if person else "", held_grants(reader))


def names_of(reader: Reader, person_ids: Iterable[str]) -> dict[str, str]:
    """The names of these people, as far as they are known here."""
    return {person.id: person.name for person in reader.find(Person, columns_of(Person).id.in_(set(person_ids)))}


def customers(reader: Reader) -> list[Customer]:
    """All customers, by name."""
    return reader.find(Customer, order_by=[columns_of(Customer).name])


def sites_of(reader: Reader, customer_id: str) -> list[Site]:
    """The places of a customer, by name."""
    column = columns_of(Site)
    return reader.find(Site, column.customer_id == customer_id, order_by=[column.name])


def departments_of(reader: Reader, customer_id: str) -> list[Department]:
    """The departments of a customer, by code."""
    column = columns_of(Department)
    return reader.find(Department, column.customer_id == customer_id, order_by=[column.code])


def engineers(reader: Reader) -> list[Person]:
    """Our own people who can be sent, by name."""
    column = columns_of(Person)
    ours = (column.customer_id.is_(None), column.kind != PersonKind.CONTACT)
    return reader.find(Person, *ours, order_by=[column.kind != PersonKind.ENGINEER, column.name])
