"""Looking after users on the server: who may sign in, as what, for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import AT_CUSTOMER, Grant, Grants
from app.accounts.tables import RoleGrant, User
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id, new_id
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class ListedUser:
    """A user and all that he was granted."""

    user: User
    grants: Grants


def make_user(unit: UnitOfWork, *, login: str, person_id: str, grants: list[Grant], password_hash: str = "") -> User:
    """A new user; without a password he needs a code to sign in.

    :raises Rejection: ``login_taken``, ``role_needs_customer``
    """
    if unit.first(User, columns_of(User).login == login) is not None:
        raise Rejection("login_taken", login=login)
    user = User(id=new_id(), login=login, person_id=person_id, password_hash=password_hash, active=True)
    unit.put(user)
    for one in grants:
        grant(unit, user, one)
    return user


def user_named(reader: Reader, login: str) -> User:
    """The user who signs in by this name.

    :raises Rejection: ``user_unknown``
    """
    user = reader.first(User, columns_of(User).login == login)
    if user is None:
        raise Rejection("user_unknown", login=login)
    return user


def grant(unit: UnitOfWork, user: User, given: Grant) -> None:
    """Give a user a role; giving it twice changes nothing.

    :raises Rejection: ``role_needs_customer``
    """
    if given.customer_id is None and given.role in AT_CUSTOMER:
        raise Rejection("role_needs_customer", role=given.role)
    unit.put(RoleGrant(id=_grant_id(user, given), user_id=user.id, role=given.role, customer_id=given.customer_id))


def withdraw(unit: UnitOfWork, user: User, taken: Grant) -> None:
    """Take a role away.

    :raises Rejection: ``role_not_held``
    """
    if unit.get(RoleGrant, _grant_id(user, taken)) is None:
        raise Rejection("role_not_held", login=user.login, role=taken.role)
    unit.remove(RoleGrant, _grant_id(user, taken))


def set_active(unit: UnitOfWork, user: User, *, active: bool) -> None:
    """Close or open an account. What somebody did stays, and waits on his laptops where it has not come yet."""
    unit.put(replace(user, active=active))


def grants_of(reader: Reader, user_id: str) -> Grants:
    """All that a user was granted."""
    return Grants.of(Grant(row.role, row.customer_id) for row in reader.having(RoleGrant, user_id=user_id))


def listed_users(reader: Reader) -> list[ListedUser]:
    """Everybody, by login."""
    return [
        ListedUser(user, grants_of(reader, user.id)) for user in reader.find(User, order_by=[columns_of(User).login])
    ]


def _grant_id(user: User, given: Grant) -> str:
    return derive_id("grant", user.id, given.role, given.customer_id or "")
