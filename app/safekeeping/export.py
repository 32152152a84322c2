"""Unsent work in a file: taken out of a laptop that is dead or leaves, and read on another one of the same person.

The file is encrypted with a password alone (argon2id, AES-GCM), since it is opened where the laptop's keys are not.
Each command keeps its id, so that the server carries it out once, wherever it comes from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from app.foundation.errors import Rejection, Trouble
from app.foundation.files import write_atomically
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.passwords import NONCE_BYTES, SALT_BYTES, Cost, check_length, key_of_password
from app.safekeeping.salvage import salvage
from app.storage import facts
from app.storage.outbox import OutboxEntry, next_sequence
from app.storage.schema import spec_of
from app.storage.units import UnitOfWork

_MARK = b"PGWORK1\n"
LARGEST_FILE = 256 * 2**20

declare(
    {
        "export_unreadable": N_(
            "{path} is not a file of unsent work, or it is damaged. Nothing was changed. Copy it once more from where "
            "it was made."
        ),
        "export_password_wrong": N_("This is not the password that the file was made with. Type it once more."),
        "export_of_other": N_(
            "The unsent work in this file is of somebody else than the person who has signed in here. Nothing was "
            "changed. Sign in as that person first."
        ),
        "export_empty": N_("Everything that was done here has reached the server. There is nothing to take along."),
    }
)


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: Literal[1]
    cost: Cost
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    sealed: bytes


class _Content(msgspec.Struct, frozen=True):
    person_id: str
    device_code: str
    made_at: datetime
    entries: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class UnsentWork:
    """What such a file holds: whose it is, which device it comes from, and the entries in their order."""

    person_id: str
    device_code: str
    made_at: datetime
    entries: list[OutboxEntry]


def export_unsent(home: Home, path: Path, password: str, at: datetime, cost: Cost | None = None) -> int:
    """Write what waits for the server into an encrypted file; returns how many entries that are. `at` is aware.

    It is read from the database and from the journal, whichever of the two can still be read. The workspace stays
    as it is.

    :raises Rejection: ``export_empty``
    :raises Trouble: ``workspace_password_short``, ``disk_full``, ``file_not_writable`` …
    """
    check_length(password)
    found = salvage(home)
    if not found.pending:
        raise Rejection("export_empty")
    spec = spec_of(OutboxEntry)
    content = _Content(
        person_id=found.facts.get(facts.PERSON_ID, ""),
        device_code=found.facts.get(facts.DEVICE_CODE, ""),
        made_at=at,
        entries=[dict(zip(spec.columns, spec.to_values(entry), strict=True)) for entry in found.pending],
    )
    write_atomically(path, _sealed(content, password, cost or Cost()), mode=0o600)
    return len(found.pending)


def read_unsent(path: Path, password: str) -> UnsentWork:
    """What a file of unsent work holds.

    :raises Trouble: ``export_unreadable``, ``export_password_wrong``
    """
    content = _opened(path, password)
    spec = spec_of(OutboxEntry)
    try:
        entries = [spec.from_values(tuple(entry[name] for name in spec.columns)) for entry in content.entries]
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble("export_unreadable", path=str(path), detail=type(error).__name__) from error
    return UnsentWork(content.person_id, content.device_code, content.made_at, entries)


def take_over(unit: UnitOfWork, work: UnsentWork) -> list[OutboxEntry]:
    """Put the entries into this outbox, behind what waits here already; returns those that are new here.

    :raises Rejection: ``export_of_other``
    """
    if work.person_id != facts.fact(unit, facts.PERSON_ID):
        raise Rejection("export_of_other")
    known = unit.values_of(spec_of(OutboxEntry), [entry.id for entry in work.entries])
    return list(_put(unit, (entry for entry in work.entries if entry.id not in known)))


def _put(unit: UnitOfWork, entries: Iterable[OutboxEntry]) -> Iterable[OutboxEntry]:
    for entry in entries:
        placed = replace(entry, sequence=next_sequence(unit))
        unit.put(placed)
        yield placed


def _sealed(content: _Content, password: str, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    cipher = AESGCM(key_of_password(password, salt, cost))
    sealed = cipher.encrypt(nonce, msgspec.msgpack.encode(content), _MARK)
    return _MARK + msgspec.msgpack.encode(_Head(1, cost, salt, nonce, sealed))


def _opened(path: Path, password: str) -> _Content:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = _head_of(path)
    try:
        opened = AESGCM(key_of_password(password, head.salt, head.cost)).decrypt(head.nonce, head.sealed, _MARK)
    except InvalidTag as error:
        raise Trouble("export_password_wrong") from error
    try:
        return msgspec.msgpack.decode(opened, type=_Content)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Trouble("export_unreadable", path=str(path), detail=type(error).__name__) from error


def _head_of(path: Path) -> _Head:
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        if content.startswith(_MARK):
            return msgspec.msgpack.decode(content[len(_MARK) :], type=_Head)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise Trouble("export_unreadable", path=str(path), detail=type(error).__name__) from error
    raise Trouble("export_unreadable", path=str(path), detail="mark")
