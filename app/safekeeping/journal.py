"""The outbox journal: a second copy of what the server does not have yet, in a file that survives much.

An append-only file of records. Each begins with a mark, its length and a checksum, and is encrypted by itself, so
that a damaged one is skipped and reading goes on at the next mark.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from app.foundation.errors import Trouble
from app.foundation.files import write_atomically
from app.foundation.keys import derived_key
from app.foundation.sentences import declare
from app.foundation.translation import N_

MARK = b"\x8fPgJ\r\n\x1a\n"
"""Not text, and broken by whoever takes the file for text."""
_HEAD = struct.Struct("<II")
"""Length of what follows, and its checksum."""
_NONCE_BYTES = 12
LARGEST_RECORD = 64 * 2**20
_COUNTER = "count:"
_COUNT = re.compile(r"[0-9]{1,18}")

declare(
    {
        "journal_unreadable": N_(
            "{path} could not be read ({detail}). A second copy of what the server does not have yet lies in it. "
            "Nothing was changed. Make the file readable for you and try again."
        ),
    }
)

_write_through = getattr(os, "fdatasync", os.fsync)


class Record(msgspec.Struct, frozen=True):
    """What one transaction did: facts of the workspace by name, outbox entries by column as they are stored.

    `settled` are the ids of entries that nobody has to do anything about any more.
    """

    facts: dict[str, str] = {}
    entries: list[dict[str, Any]] = []
    settled: list[str] = []

    def __post_init__(self) -> None:
        """What is no record, though the key opens it, counts as damaged when it is read."""
        counted = (value for name, value in self.facts.items() if name.startswith(_COUNTER))
        if not all(map(_COUNT.fullmatch, counted)) or not all(isinstance(one.get("id"), str) for one in self.entries):
            raise ValueError

    def __bool__(self) -> bool:
        return bool(self.facts or self.entries or self.settled)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a journal gives back; what was noted later stands in place of what had the same name or id before."""

    facts: dict[str, str] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is not settled, as far as the journal knows."""
    noted: int = 0
    """How many entries and settlements lie in the file."""
    damaged: int = 0
    """Places where something stood that could not be read."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was found that this key opens."""
        return not self.facts and not self.entries


class Journal:
    """The journal of one workspace. Several processes may append to it at once."""

    def __init__(self, path: Path, workspace_key: bytes) -> None:
        self.path = path
        self._workspace_key = workspace_key
        self._opened_cipher: Any = None

    def append(self, record: Record) -> None:
        """Add a record; it is on the disk when this returns.

        :raises OSError: it is not; whatever was written in part is skipped when the journal is read
        """
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            content = self._sealed(record)
            if os.write(handle, content) != len(content):
                raise OSError(os.strerror(28))
            _write_through(handle)
        finally:
            os.close(handle)

    def rewrite(self, records: Iterable[Record]) -> None:
        """Put these records in place of all that is there.

        :raises Trouble: ``disk_full``, ``file_not_writable``; the old ones stay
        """
        write_atomically(self.path, b"".join(map(self._sealed, records)), mode=0o600)

    def read(self) -> Contents:
        """Everything that can be read; a journal that is not there is empty.

        :raises Trouble: ``journal_unreadable`` where the system does not let us read it
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return Contents()
        except OSError as error:
            raise Trouble("journal_unreadable", path=str(self.path), detail=error.strerror or str(error)) from error
        facts: dict[str, str] = {}
        entries: dict[str, dict[str, Any]] = {}
        noted = damaged = 0
        for record in self._records(content):
            if record is None:
                damaged += 1
                continue
            facts.update(_forward(facts, record.facts))
            entries.update({entry["id"]: entry for entry in record.entries})
            for entry_id in record.settled:
                entries.pop(entry_id, None)
            noted += len(record.entries) + len(record.settled)
        return Contents(facts, entries, noted, damaged)

    @property
    def size(self) -> int:
        """Bytes of the file; 0 where there is none."""
        return self.path.stat().st_size if self.path.exists() else 0

    def _records(self, content: bytes) -> Iterator[Record | None]:
        """The records one after the other; None for each stretch that is none."""
        at, in_step = 0, True
        while at < len(content):
            record, end = self._opened(content, at)
            if record is None:
                if in_step:
                    yield None
                found = content.find(MARK, at + 1)
                at, in_step = (found if found >= 0 else len(content)), False
            else:
                yield record
                at, in_step = end, True

    def _opened(self, content: bytes, at: int) -> tuple[Record | None, int]:
        """The record that begins here, and where it ends."""
        from cryptography.exceptions import InvalidTag

        begin = at + len(MARK) + _HEAD.size
        if not content.startswith(MARK, at) or begin > len(content):
            return None, at
        length, checksum = _HEAD.unpack_from(content, at + len(MARK))
        end = begin + length
        # no mark lies in what is sealed: nothing is looked through twice, whatever lengths a damaged file claims
        if length > LARGEST_RECORD or end > len(content) or content.find(MARK, begin, end) >= 0:
            return None, at
        sealed = content[begin:end]
        if zlib.crc32(sealed) != checksum:
            return None, at
        try:
            opened = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], MARK)
            return msgspec.msgpack.decode(opened, type=Record), end
        except (InvalidTag, ValueError, msgspec.MsgspecError):
            return None, at

    def _sealed(self, record: Record) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed: bytes = nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(record), MARK)
        return MARK + _HEAD.pack(len(sealed), zlib.crc32(sealed)) + sealed

    @property
    def _cipher(self) -> Any:
        """Made when it is first needed: the window paints first."""
        if self._opened_cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._opened_cipher = AESGCM(derived_key(self._workspace_key, "outbox journal"))
        return self._opened_cipher


def _forward(known: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Counters only go forward: two processes may have written in another order than they counted."""
    return {name: value for name, value in new.items() if not _counts_back(name, known.get(name), value)}


def _counts_back(name: str, known: str | None, value: str) -> bool:
    return name.startswith(_COUNTER) and known is not None and int(known) > int(value)
