"""Users and devices on the server: adding somebody, signing in with a password, and knowing a device by its token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from app.accounts.rules import Grant, Grants
from app.accounts.tables import Device, RoleGrant, User
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id, new_id
from app.storage.numbers import new_device_code
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device that was enrolled just now; `token` is told to it once and kept by nobody else."""

    device: Device
    user: User
    token: str


def add_user(unit: UnitOfWork, *, login: str, password: str, person_id: str, grants: list[Grant]) -> User:
    """Let a person of the directory sign in.

    :raises Rejection: ``login_taken``, ``password_too_short``
    """
    if unit.first(User, columns_of(User).login == login) is not None:
        raise Rejection("login_taken", login=login)
    if len(password) < SHORTEST_PASSWORD:
        raise Rejection("password_too_short", least=SHORTEST_PASSWORD)
    user = User(id=new_id(), login=login, person_id=person_id, password_hash=_hasher().hash(password), active=True)
    unit.put(user)
    for grant in grants:
        unit.put(
            RoleGrant(
                id=derive_id("grant", user.id, grant.role, grant.customer_id or ""),
                user_id=user.id,
                role=grant.role,
                customer_id=grant.customer_id,
            )
        )
    return user


def check_password(reader: Reader, login: str, password: str) -> User:
    """The active user with this password; takes as long for a login that does not exist.

    :raises Rejection: ``sign_in_failed``
    """
    user = reader.first(User, columns_of(User).login == login)
    from argon2.exceptions import VerifyMismatchError

    try:
        _hasher().verify(user.password_hash if user else _nobodys_hash(), password)
    except VerifyMismatchError:
        user = None
    if user is None or not user.active:
        raise Rejection("sign_in_failed")
    return user


def enrol_device(unit: UnitOfWork, user: User, device_name: str, at: datetime) -> SignedIn:
    """Make a device known to the server for a user who has just signed in on it."""
    token = secrets.token_urlsafe(32)
    device = Device(
        id=new_id(),
        code=_free_code(unit),
        name=device_name,
        user_id=user.id,
        token_digest=digest(token),
        enrolled_at=at,
        last_sequence=0,
    )
    unit.put(device)
    return SignedIn(device, user, token)


def device_of_token(reader: Reader, token: str) -> tuple[Device, User]:
    """The device that holds this token, and its user.

    :raises Rejection: ``device_unknown``
    """
    device = next(iter(reader.having(Device, token_digest=digest(token))), None)
    user = reader.get(User, device.user_id) if device else None
    if device is None or user is None or not user.active:
        raise Rejection("device_unknown")
    return device, user


def grants_of(reader: Reader, user_id: str) -> Grants:
    """All that a user was granted."""
    return Grants.of(Grant(row.role, row.customer_id) for row in reader.having(RoleGrant, user_id=user_id))


def digest(token: str) -> str:
    """What is kept of a token. It is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _free_code(unit: UnitOfWork) -> str:
    while True:
        code = new_device_code()
        if unit.first(Device, columns_of(Device).code == code) is None:
            return code


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
