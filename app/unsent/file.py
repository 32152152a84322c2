"""The form of a file of unsent work: commands that wait, and the contents that they and earlier ones mention.

It is encrypted with a password alone (argon2id, then AES-256-GCM in pieces), since it is opened where the laptop's keys
are not. In what is sealed stands first a list of everything, after its length, then each content once, in the order
of the list: nothing of it needs to be in memory but the list and a piece.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TypeVar

import msgspec
from msgspec import Meta

from app.files.sealed import PIECE, SealedReader, seal
from app.files.transfers import ContentToSend
from app.foundation.errors import Trouble
from app.foundation.files import replacing
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.passwords import SALT_BYTES, Cost, key_of_password
from app.safekeeping.salvage import NoRow, row_of
from app.storage.commands import Envelope
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import spec_of

T = TypeVar("T")

_MARK = b"PGWORK2\n"
_LENGTH_BYTES = 8
LARGEST_LIST = 256 * 2**20
"""Bytes of what stands before the contents."""

declare(
    {
        "export_unreadable": N_(
            "{path} is not a file of unsent work, or it is damaged. Nothing was changed. Copy it once more from where "
            "it was made."
        ),
        "export_password_wrong": N_("This is not the password that the file was made with. Type it once more."),
    }
)


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cost: Cost
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person_id: str
    device_code: str
    made_at: datetime
    entries: list[dict[str, Any]]
    contents: list[ContentToSend]


@dataclass(frozen=True, slots=True)
class UnsentWork:
    """What such a file holds: whose it is, which device it comes from, the entries in their order, and contents."""

    person_id: str
    device_code: str
    made_at: datetime
    entries: list[OutboxEntry]
    contents: list[ContentToSend]
    read: Callable[[str], Iterator[bytes]]
    """Gives the content of a digest that is listed, piece by piece.

    :raises Trouble: ``export_unreadable``, at the latest at its end where it is not what its digest says
    """


def write_unsent(path: Path, work: UnsentWork, password: str, cost: Cost) -> None:
    """Write unsent work to a file for its owner only.

    :raises Trouble: ``disk_full``, ``file_not_writable``, and what reading the contents raises
    """
    spec = spec_of(OutboxEntry)
    entries = [dict(zip(spec.columns, spec.to_values(entry), strict=True)) for entry in work.entries]
    listed = msgspec.msgpack.encode(_List(work.person_id, work.device_code, work.made_at, entries, work.contents))
    salt = os.urandom(SALT_BYTES)
    key = key_of_password(password, salt, cost)

    def parts() -> Iterator[bytes]:
        yield len(listed).to_bytes(_LENGTH_BYTES, "big")
        yield listed
        for digest in _sizes(work.contents):
            yield from work.read(digest)

    with replacing(path, mode=0o600) as file:
        head = msgspec.msgpack.encode(_Head(cost, salt))
        file.write(_MARK + bytes([len(head)]) + head)
        seal(parts(), file, key)


@contextmanager
def opened_unsent(path: Path, password: str) -> Iterator[UnsentWork]:
    """What a file of unsent work holds; its contents are read within the block.

    :raises Trouble: ``export_unreadable``, ``export_password_wrong``
    """
    with ExitStack() as stack:
        with _as_our_trouble(path):
            file = stack.enter_context(path.open("rb"))
            work = _work(file, password, path)
        yield work


class _Unreadable(Exception):
    """Something in the file is not as we write it."""


@contextmanager
def _as_our_trouble(path: Path) -> Iterator[None]:
    """What is wrong with the file is told as one thing, whatever part of it is hit."""
    try:
        yield
    except (_Unreadable, OSError, Trouble) as error:
        if isinstance(error, Trouble) and error.code != "attachment_damaged":
            raise
        raise Trouble("export_unreadable", path=str(path), detail=type(error).__name__) from error


def _work(file: BinaryIO, password: str, path: Path) -> UnsentWork:
    reader = SealedReader(file, _key(file, password), str(path))
    listed, start = _list(reader)
    places = _places(listed.contents, start, reader.size)
    return UnsentWork(
        person_id=listed.person_id,
        device_code=listed.device_code,
        made_at=listed.made_at,
        entries=[_entry(fields) for fields in listed.entries],
        contents=listed.contents,
        read=lambda digest: _content(reader, path, digest, *places[digest]),
    )


def _key(file: BinaryIO, password: str) -> bytes:
    if file.read(len(_MARK)) != _MARK:
        raise _Unreadable
    head = _decoded(file.read(int.from_bytes(file.read(1), "big")), _Head)
    return key_of_password(password, head.salt, head.cost)


def _list(reader: SealedReader) -> tuple[_List, int]:
    """What stands first, and where it ends. A first piece that does not open was sealed with another password."""
    try:
        length = int.from_bytes(reader.read(_LENGTH_BYTES) or b"", "big")
    except Trouble as trouble:
        raise Trouble("export_password_wrong") from trouble
    if length > LARGEST_LIST:
        raise _Unreadable
    return _decoded(b"".join(_bytes(reader, length)), _List), _LENGTH_BYTES + length


def _places(contents: list[ContentToSend], start: int, end: int) -> dict[str, tuple[int, int]]:
    """Where each content begins, and how long it is; they fill the rest of the file."""
    sizes = _sizes(contents)
    starts = list(accumulate(sizes.values(), initial=start))
    if starts.pop() != end or any(sizes[one.digest] != one.size for one in contents):
        raise _Unreadable
    return {digest: (at, size) for at, (digest, size) in zip(starts, sizes.items(), strict=True)}


def _sizes(contents: Iterable[ContentToSend]) -> dict[str, int]:
    """Each content once, whoever it is for, in their order."""
    return {one.digest: one.size for one in contents}


def _content(reader: SealedReader, path: Path, digest: str, start: int, size: int) -> Iterator[bytes]:
    sha = hashlib.sha256()
    with _as_our_trouble(path):
        reader.seek(start)
        for piece in _bytes(reader, size):
            sha.update(piece)
            yield piece
        if sha.hexdigest() != digest:
            raise _Unreadable


def _bytes(reader: SealedReader, size: int) -> Iterator[bytes]:
    while size and (piece := reader.read(min(PIECE, size))):
        size -= len(piece)
        yield piece


def _entry(fields: dict[str, Any]) -> OutboxEntry:
    """An entry that waits, and that a server can be offered: else it would stand in the way of all behind it."""
    try:
        entry: OutboxEntry = row_of(spec_of(OutboxEntry), fields)
        msgspec.convert(msgspec.to_builtins(entry.envelope()), Envelope)
    except (NoRow, ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise _Unreadable from error
    if entry.state is not OutboxState.PENDING:
        raise _Unreadable
    return entry


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise _Unreadable from error
