"""Users on the server: adding somebody, and signing in with a password."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from app.accounts.rules import Grant, Grants
from app.accounts.tables import RoleGrant, User
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id, new_id
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8


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


def grants_of(reader: Reader, user_id: str) -> Grants:
    """All that a user was granted."""
    return Grants.of(Grant(row.role, row.customer_id) for row in reader.having(RoleGrant, user_id=user_id))


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
