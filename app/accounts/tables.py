"""Users, what they were granted, and their devices. These rows never leave the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.accounts.rules import DeviceState, Role
from app.storage.schema import INDEXED, UNIQUE, table


@table("users")
@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who signs in. `person_id` is the person of the directory; no `password_hash`: only by a code."""

    id: str
    login: Annotated[str, UNIQUE]
    person_id: str
    password_hash: str
    active: bool


@table("sign_in_codes")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignInCode:
    """The newest code that was made for a user, whose id it has. Only a slow hash of it is kept, for it is short.

    `used_in` names the sign-in that used it, `wrong_tries` counts codes in a row that were not it.
    """

    id: str
    code_hash: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_in: str
    wrong_tries: int


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
    was judged. `ended_at` is when it was shut out.
    """

    id: str
    code: Annotated[str, UNIQUE]
    name: str
    user_id: Annotated[str, INDEXED]
    enrolled_at: datetime
    last_sequence: int
    state: DeviceState
    ended_at: datetime | None


@table("device_tokens")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceToken:
    """What a device is known by. The id is a digest: the token itself is kept by the laptop alone.

    `follows` is the token that this one replaces as soon as it was used, `used_at` its last use to within some minutes.
    `successor_nonce` makes the next token out of this one, so that asking twice gives the same.
    """

    id: str
    device_id: Annotated[str, INDEXED]
    made_at: datetime
    follows: str | None
    used_at: datetime | None
    replaced_at: datetime | None
    successor_nonce: str
