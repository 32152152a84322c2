"""The directory: who is served and who serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.directory.rules import PersonKind
from app.foundation.texts import Count, Name, ShortText
from app.foundation.translation import Language
from app.storage.schema import (
    ASK_A_PERSON,
    INDEXED,
    SEARCHED,
    SPELLED,
    ScopeRule,
    customer_scope,
    of_customer,
    reference,
    table,
)


@table("customers", scope=ScopeRule("id", customer_scope))
@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """An organisation that is served. `staff_count` is how many people it has, where that is known.

    `language` is the one that its people are written to in, where it is not the service's usual one.
    """

    id: str
    name: Annotated[Name, SPELLED, INDEXED, ASK_A_PERSON]
    staff_count: Annotated[Count | None, ASK_A_PERSON]
    language: Annotated[Language | None, ASK_A_PERSON] = None
    import_id: Annotated[str | None, INDEXED] = None


@table("sites", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of a customer. A clean one has its printers cleaned every twelve months (`domain.md` §5)."""

    id: str
    customer_id: Annotated[str, INDEXED]
    name: Annotated[Name, SPELLED, ASK_A_PERSON]
    address: Annotated[ShortText, ASK_A_PERSON]
    clean: Annotated[bool, ASK_A_PERSON]
    import_id: Annotated[str | None, INDEXED] = None


@table("departments", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department of a customer; its code is the first part of asset codes (`domain.md` §2)."""

    id: str
    customer_id: Annotated[str, INDEXED]
    code: Annotated[str, SEARCHED]
    name: Annotated[Name, SPELLED, ASK_A_PERSON]
    import_id: Annotated[str | None, INDEXED] = None


@table("teams", scope=reference)
@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of our own people."""

    id: str
    name: str


@table("people", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of our own people (no customer), or somebody at a customer's.

    `account_name` is what somebody at a customer's is called by his computers, unique there (`domain.md` §2).
    `import_id` is the import that brought him, until somebody corrects what is known about him.
    """

    id: str
    customer_id: Annotated[str | None, INDEXED]
    team_id: Annotated[str | None, ASK_A_PERSON]
    kind: PersonKind
    name: Annotated[Name, SPELLED, ASK_A_PERSON]
    phone: Annotated[ShortText, ASK_A_PERSON]
    email: Annotated[ShortText, ASK_A_PERSON]
    import_id: Annotated[str | None, INDEXED] = None
    department_id: Annotated[str | None, ASK_A_PERSON] = None
    account_name: Annotated[ShortText, SEARCHED, ASK_A_PERSON] = ""


@table("imports", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A fact, never changed: a file was imported, by whom and when, and what was to become of its rows.

    `kind` is the name of an `ImportKind`. What it brought names it in a column `import_id`; what is still there of it
    tells how far an import came that was stopped, and what an undoing left. `at` is the device's claim.
    """

    id: str
    customer_id: Annotated[str | None, INDEXED]
    kind: str
    file_name: ShortText
    new_count: Count
    changed_count: Count
    same_count: Count
    refused_count: Count
    at: datetime
    actor_id: str


@table("supported_systems", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class SupportedSystem:
    """A product in the catalogue of what is supported where: what an incident affects (`domain.md` §9)."""

    id: str
    customer_id: Annotated[str, INDEXED]
    category: Annotated[Name, SEARCHED, ASK_A_PERSON]
    product: Annotated[Name, SEARCHED, ASK_A_PERSON]
    site: Annotated[ShortText, ASK_A_PERSON]
    import_id: Annotated[str | None, INDEXED] = None
