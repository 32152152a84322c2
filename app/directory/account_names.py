"""User names of a customer's people: no two of them have the same, whoever gave it and wherever."""

from __future__ import annotations

import sqlalchemy as sa

from app.directory.rules import free_account_name, is_account_name
from app.directory.tables import Department, Person
from app.foundation.errors import Rejection
from app.storage.schema import columns_of
from app.storage.units import Reader


def refuse_taken_account_name(reader: Reader, person: Person) -> None:
    """See to it that a person's user name is free where it is first given; whoever gave it chooses another one.

    :raises Rejection: ``account_name_invalid``, ``account_name_taken``
    """
    _check(person)
    other = _who_has(reader, person, person.account_name)
    if other is not None:
        raise Rejection("account_name_taken", account_name=person.account_name, name=other.name)


def free_account_name_of(reader: Reader, person: Person) -> str:
    """A person's user name; one that somebody else was given meanwhile, on another laptop, is counted on.

    :raises Rejection: ``account_name_invalid``
    """
    _check(person)
    department = reader.get(Department, person.department_id) if person.department_id else None
    code = department.code if department else ""
    return free_account_name(person.account_name, code, lambda wanted: _who_has(reader, person, wanted) is not None)


def _check(person: Person) -> None:
    if person.account_name and not is_account_name(person.account_name):
        raise Rejection("account_name_invalid", account_name=person.account_name)


def _who_has(reader: Reader, person: Person, account_name: str) -> Person | None:
    """Who else at the customer's has a user name, in whatever capitals."""
    column = columns_of(Person)
    alike = (column.customer_id == person.customer_id, sa.func.lower(column.account_name) == account_name.lower())
    return reader.first(Person, *alike, column.id != person.id) if account_name else None
