"""Reading the directory: who is here, and what there is to choose from in forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.accounts.queries import held_grants
from app.accounts.rules import Grants
from app.directory.rules import PersonKind, normal_name
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem, Team
from app.foundation.errors import Rejection
from app.storage.facts import PERSON_ID, fact
from app.storage.schema import columns_of, spec_of
from app.storage.search import search_condition
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Myself:
    """The person at this workspace. `name` is empty until the directory knows the person."""

    person_id: str
    name: str
    grants: Grants


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """All that the directory holds about one customer, each part by name."""

    customer: Customer
    sites: tuple[Site, ...]
    departments: tuple[Department, ...]
    contacts: tuple[Person, ...]
    systems: tuple[SupportedSystem, ...]


@dataclass(frozen=True, slots=True)
class OwnStaff:
    """Our own people, by name, and our teams, by name."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]

    def team_name(self, team_id: str | None) -> str:
        """The name of a team; empty where there is none."""
        return next((team.name for team in self.teams if team.id == team_id), "")


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


def customer_named(reader: Reader, name: str) -> Customer:
    """The customer that somebody means by a name, however he writes capitals and spaces.

    :raises Rejection: ``customer_unknown``
    """
    wanted = normal_name(name).casefold()
    for customer in customers(reader):
        if customer.name.casefold() == wanted:
            return customer
    raise Rejection("customer_unknown", name=name)


def customers_found(reader: Reader, text: str) -> list[Customer]:
    """The customers whose name has every word of `text` in it, by name."""
    if not text:
        return customers(reader)
    return reader.find(Customer, search_condition(spec_of(Customer), text), order_by=[columns_of(Customer).name])


def customer_detail(reader: Reader, customer_id: str) -> CustomerDetail | None:
    """All that the directory holds about a customer; None where it is not here (any more)."""
    customer = reader.get(Customer, customer_id)
    if customer is None:
        return None
    return CustomerDetail(
        customer=customer,
        sites=tuple(sites_of(reader, customer_id)),
        departments=tuple(departments_of(reader, customer_id)),
        contacts=tuple(contacts_of(reader, customer_id)),
        systems=tuple(systems_of(reader, customer_id)),
    )


def sites_of(reader: Reader, customer_id: str) -> list[Site]:
    """The places of a customer, by name."""
    column = columns_of(Site)
    return reader.find(Site, column.customer_id == customer_id, order_by=[column.name])


def all_sites(reader: Reader) -> list[Site]:
    """The places of all customers, by name."""
    return reader.find(Site, order_by=[columns_of(Site).name])


def departments_of(reader: Reader, customer_id: str) -> list[Department]:
    """The departments of a customer, by code."""
    column = columns_of(Department)
    return reader.find(Department, column.customer_id == customer_id, order_by=[column.code])


def contacts_of(reader: Reader, customer_id: str) -> list[Person]:
    """The people at a customer's, by name."""
    column = columns_of(Person)
    return reader.find(Person, column.customer_id == customer_id, order_by=[column.name, column.id])


def systems_of(reader: Reader, customer_id: str) -> list[SupportedSystem]:
    """What is supported at a customer's, by category and product."""
    column = columns_of(SupportedSystem)
    by_name = [column.category, column.product, column.site]
    return reader.find(SupportedSystem, column.customer_id == customer_id, order_by=by_name)


def own_staff(reader: Reader) -> OwnStaff:
    """Our own people and teams."""
    column = columns_of(Person)
    people = reader.find(Person, column.customer_id.is_(None), order_by=[column.name, column.id])
    return OwnStaff(tuple(people), tuple(reader.find(Team, order_by=[columns_of(Team).name])))


def engineers(reader: Reader) -> list[Person]:
    """Our own people who can be sent, by name."""
    column = columns_of(Person)
    ours = (column.customer_id.is_(None), column.kind != PersonKind.CONTACT)
    return reader.find(Person, *ours, order_by=[column.kind != PersonKind.ENGINEER, column.name])
