"""Signing in: by a password, or by a code that an administrator has made and that is good for once."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from app.accounts.rules import Grant, normal_sign_in_code, sign_in_code
from app.accounts.tables import SignInCode, User
from app.accounts.users import make_user
from app.foundation.errors import Rejection
from app.storage.facts import fact, set_fact
from app.storage.schema import columns_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8
MOST_WRONG_CODES = 5
"""After so many wrong ones in a row a code is worth nothing: there are 30⁸, and nobody may try them all."""

PASSWORDS_TAKEN = "password_sign_in"


def add_user(unit: UnitOfWork, *, login: str, password: str, person_id: str, grants: list[Grant]) -> User:
    """Let a person of the directory sign in by a password.

    :raises Rejection: ``login_taken``, ``password_too_short``, ``role_needs_customer``
    """
    return make_user(unit, login=login, person_id=person_id, grants=grants, password_hash=password_hash(password))


def set_password(unit: UnitOfWork, user: User, password: str) -> None:
    """Give a user another password. The devices that are enrolled stay so.

    :raises Rejection: ``password_too_short``
    """
    unit.put(replace(user, password_hash=password_hash(password)))


def password_hash(password: str) -> str:
    """What is kept of a password.

    :raises Rejection: ``password_too_short``
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Rejection("password_too_short", least=SHORTEST_PASSWORD)
    return _hasher().hash(password)


def check_password(reader: Reader, login: str, password: str) -> User:
    """The active user with this password; takes as long for a login that does not exist.

    :raises Rejection: ``sign_in_failed``, ``passwords_not_taken``
    """
    if not takes_passwords(reader):
        raise Rejection("passwords_not_taken")
    user = reader.first(User, columns_of(User).login == login)
    fits = _fits(user.password_hash if user else "", password)
    if user is None or not fits or not user.active:
        raise Rejection("sign_in_failed")
    return user


def takes_passwords(reader: Reader) -> bool:
    """Whether this server lets people sign in by a password at all."""
    return fact(reader, PASSWORDS_TAKEN, "on") == "on"


def take_passwords(unit: UnitOfWork, *, taken: bool) -> None:
    """Let people sign in by a password, or by codes only."""
    set_fact(unit, PASSWORDS_TAKEN, "on" if taken else "off")


def invite(unit: UnitOfWork, user: User, at: datetime, good_for: timedelta) -> str:
    """A code by which this user can sign in once; it takes the place of the one before.

    :raises Rejection: ``user_inactive``
    """
    if not user.active:
        raise Rejection("user_inactive")
    code = sign_in_code(secrets.choice)
    unit.put(
        SignInCode(
            id=user.id,
            code_hash=_hasher().hash(normal_sign_in_code(code)),
            made_at=at,
            expires_at=at + good_for,
            used_at=None,
            used_in="",
            wrong_tries=0,
        )
    )
    return code


def redeem_code(store: Store, login: str, code: str, attempt: str, at: datetime, chosen: str = "") -> User:
    """The user whom this code lets in, once. `attempt` names the sign-in, whose reply may be lost and asked for again.

    `chosen` is the hash of a password that he wants to have from now on, if any.

    :raises Rejection: ``code_wrong``, ``code_expired``, ``code_used``, ``user_inactive``
    """
    with store.read() as reader:
        user = reader.first(User, columns_of(User).login == login)
        kept = reader.get(SignInCode, user.id) if user else None
    usable = kept is not None and kept.wrong_tries < MOST_WRONG_CODES
    fits = _fits(kept.code_hash if kept else "", normal_sign_in_code(code))
    if user is None or kept is None or not usable or not fits:
        if kept is not None:
            store.write(lambda unit: _count_wrong(unit, kept.id))
        raise Rejection("code_wrong")
    return store.write(lambda unit: _use_code(unit, kept, attempt, at, chosen))


def _count_wrong(unit: UnitOfWork, code_id: str) -> None:
    kept = unit.hold(SignInCode, code_id)
    if kept is not None:
        unit.put(replace(kept, wrong_tries=kept.wrong_tries + 1))


def _use_code(unit: UnitOfWork, seen: SignInCode, attempt: str, at: datetime, chosen: str) -> User:
    """The account as it stands now: it may have been closed since we looked."""
    user, kept = unit.hold(User, seen.id), unit.hold(SignInCode, seen.id)
    if user is None or not user.active:
        raise Rejection("user_inactive")
    if kept is None or kept.code_hash != seen.code_hash:
        raise Rejection("code_wrong")
    if kept.used_at is not None and not (attempt and kept.used_in == attempt):
        raise Rejection("code_used")
    if at >= kept.expires_at:
        raise Rejection("code_expired")
    user = replace(user, password_hash=chosen or user.password_hash)
    unit.put(user, replace(kept, used_at=at, used_in=attempt, wrong_tries=0))
    return user


def _fits(kept: str, given: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(kept or _nobodys_hash(), given)
    except VerifyMismatchError:
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
