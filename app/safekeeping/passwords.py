"""Protecting the key of a workspace with a password.

The key itself is random and stays the same. It is wrapped (AES-GCM) by a key that is made of the person's password
(argon2id) and of a secret in the system's keyring (`secret_halves`). Setting, changing and removing the password
each replace one file, so that a crash leaves the old state or the new one.
"""

from __future__ import annotations

import os
import unicodedata
from datetime import timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.foundation.errors import Trouble
from app.foundation.files import destroy, write_atomically
from app.foundation.home import KEY_BYTES, Home
from app.foundation.ids import new_id
from app.foundation.keys import derived_key
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.secret_halves import FileHalf, KeyringHalf, SecretHalf, new_secret

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000
NONCE_BYTES, SALT_BYTES = 12, 16
_FREE_ATTEMPTS = 2
_LONGEST_PAUSE = timedelta(minutes=1)

declare(
    {
        "workspace_password_wrong": N_("This is not the password of this workspace. Type it once more."),
        "workspace_password_short": N_("The password needs at least {least} characters. Choose a longer one."),
        "workspace_password_long": N_("The password has more than {most} characters. Choose a shorter one."),
        "protection_unreadable": N_(
            "The file {path} is damaged: the workspace's key lies in it. Nothing was changed. Put it back from your "
            "backup, or ask your administrator."
        ),
    }
)


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one guess of a password costs: rounds, memory in KiB, lanes. The default takes about 0.2 s of a laptop.

    It stands in files that come from elsewhere: what is dearer than some seconds is none of ours.
    """

    rounds: Annotated[int, Meta(ge=1, le=10)] = 3
    memory_kib: Annotated[int, Meta(ge=64, le=2**19)] = 128 * 1024
    lanes: Annotated[int, Meta(ge=1, le=8)] = 4


class Protection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wrapped key and all that its unwrapping needs beside the password and the secret."""

    form: Literal[1]
    half: Literal["keyring", "file"]
    """Where the secret is."""
    name: str
    """The name of the secret there."""
    cost: Cost
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    wrapped: Annotated[bytes, Meta(max_length=1000)]


def protect(home: Home, password: str, *, keyring: SecretHalf | None = None, cost: Cost | None = None) -> None:
    """Let a password open this workspace from now on; the plain key file goes.

    :raises Trouble: ``workspace_password_short``, ``workspace_password_long``, ``disk_full``, ``file_not_writable`` …
    """
    check_length(password)
    key = home.read_key()
    name, secret = new_id(), new_secret()
    halves: tuple[SecretHalf, ...] = (keyring or KeyringHalf(), FileHalf(home))
    half = next(half for half in halves if half.keep(name, secret))
    _write(home, _wrapped(key, password, secret, Protection(1, half.kind, name, cost or Cost(), b"", b"", b"")))
    try:
        unlock(home, password, keyring=keyring)
    except Trouble:
        destroy(home.protection_file)  # what cannot be opened again must not be closed
        raise


def unlock(home: Home, password: str, *, keyring: SecretHalf | None = None) -> bytes:
    """The key of a protected workspace; takes a moment, and much memory.

    :raises Trouble: ``workspace_password_wrong``, ``protection_unreadable``, ``keyring_silent``, ``secret_missing``
    """
    protection = read_protection(home)
    secret = _half(home, protection, keyring).read(protection.name)
    key = _unwrapped(protection, password, secret)
    destroy(home.key_file)  # it is still there where setting the password, or removing it, was cut off
    return key


def change_password(home: Home, old: str, new: str, *, keyring: SecretHalf | None = None) -> None:
    """Let another password open this workspace.

    :raises Trouble: as `unlock` and `protect`
    """
    check_length(new)
    protection = read_protection(home)
    secret = _half(home, protection, keyring).read(protection.name)
    _write(home, _wrapped(_unwrapped(protection, old, secret), new, secret, protection))


def remove_password(home: Home, password: str, *, keyring: SecretHalf | None = None) -> None:
    """Put the key back into its plain file; no password is asked for any more.

    :raises Trouble: as `unlock`
    """
    protection = read_protection(home)
    home.write_key(unlock(home, password, keyring=keyring))
    destroy(home.protection_file)
    _half(home, protection, keyring).forget(protection.name)


def forget_protection(home: Home, keyring: SecretHalf | None = None) -> None:
    """Destroy the wrapped key and the secret, so that no password opens this workspace ever again.

    :raises Trouble: ``file_not_writable``
    """
    try:
        protection = read_protection(home)
    except Trouble:
        pass
    else:
        _half(home, protection, keyring).forget(protection.name)
    destroy(home.protection_file)
    destroy(home.secret_file)


def read_protection(home: Home) -> Protection:
    """How this workspace is protected.

    :raises Trouble: ``protection_unreadable``
    """
    try:
        return msgspec.json.decode(home.protection_file.read_bytes(), type=Protection)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise Trouble("protection_unreadable", path=str(home.protection_file)) from error


def pause_after(failures: int) -> timedelta:
    """How long to wait before the next attempt, after so many wrong passwords in a row."""
    if failures <= _FREE_ATTEMPTS:
        return timedelta()
    return min(timedelta(seconds=2.0 ** (failures - _FREE_ATTEMPTS)), _LONGEST_PAUSE)


def key_of_password(password: str, salt: bytes, cost: Cost) -> bytes:
    """A key made of a password alone, slowly on purpose (argon2id)."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        unicodedata.normalize("NFKC", password).encode(),
        salt,
        time_cost=cost.rounds,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def check_length(password: str) -> None:
    """See to it that a new password is neither too short nor endless.

    :raises Trouble: ``workspace_password_short``, ``workspace_password_long``
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Trouble("workspace_password_short", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Trouble("workspace_password_long", most=LONGEST_PASSWORD)


def _half(home: Home, protection: Protection, keyring: SecretHalf | None) -> SecretHalf:
    return FileHalf(home) if protection.half == FileHalf.kind else keyring or KeyringHalf()


def _wrapped(key: bytes, password: str, secret: bytes, protection: Protection) -> Protection:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    fresh = msgspec.structs.replace(protection, salt=os.urandom(SALT_BYTES), nonce=os.urandom(NONCE_BYTES))
    wrapping = _wrapping_key(fresh, password, secret)
    return msgspec.structs.replace(fresh, wrapped=AESGCM(wrapping).encrypt(fresh.nonce, key, _bound(fresh)))


def _unwrapped(protection: Protection, password: str, secret: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping = _wrapping_key(protection, password, secret)
    try:
        return AESGCM(wrapping).decrypt(protection.nonce, protection.wrapped, _bound(protection))
    except InvalidTag as error:
        raise Trouble("workspace_password_wrong") from error


def _wrapping_key(protection: Protection, password: str, secret: bytes) -> bytes:
    typed = key_of_password(password, protection.salt, protection.cost)
    return derived_key(typed + secret, "workspace key", protection.salt)


def _bound(protection: Protection) -> bytes:
    """What may not be exchanged without the key noticing."""
    return msgspec.json.encode(msgspec.structs.replace(protection, wrapped=b""))


def _write(home: Home, protection: Protection) -> None:
    write_atomically(home.protection_file, msgspec.json.encode(protection), mode=0o600)
