"""Users, what they were granted, and their devices. These rows never leave the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.accounts.rules import Role
from app.storage.schema import INDEXED, UNIQUE, table


@table("users")
@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who signs in. `person_id` is the person of the directory."""

    id: str
    login: Annotated[str, UNIQUE]
    person_id: str
    password_hash: str
    active: bool


@table("grants")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """A role that a user holds, for one customer or (None) for all."""

    id: str
    user_id: Annotated[str, INDEXED]
    role: Role
    customer_id: str | None


@table("devices")
@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A laptop that was enrolled by signing in on it.

    `code` has three characters and stands in provisional numbers; `last_sequence` is the last entry of its outbox that
    was judged. Only a digest of its token is kept.
    """

    id: str
    code: Annotated[str, UNIQUE]
    name: str
    user_id: str
    token_digest: Annotated[str, UNIQUE]
    enrolled_at: datetime
    last_sequence: int
