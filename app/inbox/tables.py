"""Open refusals, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.foundation.ids import derive_id
from app.storage.schema import INDEXED, ScopeRule, desk_scope, of_person, table


def refusal_id_of(person_id: str, command_id: str) -> str:
    """The id of the refusal, and of its settlement, of a command that a person gave."""
    return derive_id("refusal", person_id, command_id)


@table("refusals", scope=ScopeRule("customer_id", desk_scope), indexes=(("customer_id", "refused_at"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A command of `actor_id` that was refused, or merged only in part, and that nobody has settled yet.

    It is the desk's copy of what lies in the inbox of whoever gave the command. `customer_id` is whom the command was
    about, where he serves that one; else it is empty. `body` and `stood_before` are JSON, as his laptop sent them.
    """

    id: str
    command_id: str
    actor_id: str
    customer_id: str
    name: str
    version: int
    body: str
    occurred_at: datetime
    refused_at: datetime
    code: str
    params: dict[str, str]
    stood_before: str


@table("settlements", scope=of_person)
@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A refusal of a person's command is settled: what stood was kept, or (`done`) it was done after all."""

    id: str
    person_id: Annotated[str, INDEXED]
    command_id: str
    settled_by_id: str
    settled_at: datetime
    done: bool
