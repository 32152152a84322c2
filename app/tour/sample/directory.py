"""Who is served and who serves, as commands. Ids are derived from the names, so that they need not be looked up."""

from __future__ import annotations

from collections.abc import Iterable

from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddSupportedSystem, AddTeam
from app.foundation.ids import derive_id
from app.tour.sample.files import COUNCILS, REGISTER_CUSTOMER, colleagues, major_incidents, rows_of, sample_orders

OWN_STAFF = 3000
"""People at the customer whose register we ship (`domain.md`, [GZ])."""


def sample_id(kind: str, *names: str) -> str:
    """The id of something in the sample data."""
    return derive_id("sample", kind, *names)


def own_people() -> list[AddTeam | AddPerson]:
    """Our teams and our people."""
    teams = dict.fromkeys(one.team for one in colleagues())
    return [
        *(AddTeam(id=sample_id("team", team), name=team) for team in teams),
        *(
            AddPerson(
                id=sample_id("person", one.name),
                name=one.name,
                kind=one.kind,
                team_id=sample_id("team", one.team),
                phone=one.phone,
                email=one.email,
            )
            for one in colleagues()
        ),
    ]


def customers() -> list[AddCustomer]:
    """Everybody who is served."""
    counted = {row["customer"]: int(row["staff"]) for row in rows_of("customers.csv")}
    named = dict.fromkeys([REGISTER_CUSTOMER, COUNCILS, *(one.customer for one in major_incidents())])
    staff: dict[str, int | None] = {**named, **counted, REGISTER_CUSTOMER: OWN_STAFF}
    return [AddCustomer(id=sample_id("customer", name), name=name, staff_count=count) for name, count in staff.items()]


def places(customer_id: str) -> list[AddSite | AddDepartment]:
    """The sites and departments that the register speaks of, for this customer."""
    return [
        *(
            AddSite(
                id=derive_id(customer_id, "site", row["name"]),
                customer_id=customer_id,
                name=row["name"],
                address=row["address"],
                clean=row["clean"] == "yes",
            )
            for row in rows_of("sites.csv")
        ),
        *(
            AddDepartment(
                id=derive_id(customer_id, "department", row["code"]),
                customer_id=customer_id,
                code=row["code"],
                name=row["name"],
            )
            for row in rows_of("departments.csv")
        ),
    ]


def systems() -> list[AddSupportedSystem]:
    """The catalogue of the councils, and the systems that orders and incidents are about."""
    listed = [
        AddSupportedSystem(
            id=sample_id("system", COUNCILS, row["product"], row["category"], row["site"]),
            customer_id=sample_id("customer", COUNCILS),
            category=row["category"],
            product=row["product"],
            site=row["site"],
        )
        for row in rows_of("supported_systems.csv")
        if row["product"]
    ]
    return [*listed, *_systems_of_orders()]


def system_id(customer: str, product: str) -> str:
    """The id of a customer's system; of the councils' the first of this name."""
    if customer != COUNCILS:
        return sample_id("system", customer, product)
    return next(system.id for system in systems() if system.product == product)


def _systems_of_orders() -> Iterable[AddSupportedSystem]:
    affected = [(one.customer, one.affected_service) for one in major_incidents()]
    affected += [(one.customer, one.system) for one in sample_orders() if one.system and one.customer != COUNCILS]
    for customer, product in dict.fromkeys(affected):
        yield AddSupportedSystem(
            id=system_id(customer, product),
            customer_id=sample_id("customer", customer),
            category="业务系统" if customer == REGISTER_CUSTOMER else "Business systems",
            product=product,
        )
