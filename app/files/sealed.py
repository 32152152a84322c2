"""Sealed files: AES-256-GCM in pieces, so that a large one is never in memory and any part of it can be read.

A file begins with a mark and a random salt; from the salt and the key comes a key of the file's own (HKDF). Each piece
is sealed with its number and with whether it is the last one, so pieces cannot be swapped, left out or cut off.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Protocol

from app.foundation.errors import Trouble
from app.foundation.keys import derived_key
from app.foundation.sentences import declare
from app.foundation.translation import N_

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 256 * 1024
"""Bytes of a piece before it is sealed."""
_MARK = b"PGSEAL1\n"
_SALT = 16
_TAG = 16
_HEAD = len(_MARK) + _SALT

declare(
    {
        "attachment_damaged": N_(
            "A file kept in {path} is damaged and cannot be read. Nothing else is touched. Attach it again from where "
            "you have it; if it was uploaded, open it while you are on-line."
        ),
    }
)


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, content: bytes, /) -> object:
        """Take all of these bytes."""


def seal(chunks: Iterable[bytes], sink: Sink, key: bytes) -> int:
    """Write what comes in `chunks` to `sink`, sealed with a key of 32 bytes; returns how many bytes came."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    sink.write(_MARK + salt)
    waiting, number, size = bytearray(), 0, 0
    for chunk in chunks:
        waiting += chunk
        size += len(chunk)
        while len(waiting) > PIECE:
            sink.write(cipher.encrypt(_nonce(number, last=False), bytes(waiting[:PIECE]), None))
            del waiting[:PIECE]
            number += 1
    sink.write(cipher.encrypt(_nonce(number, last=True), bytes(waiting), None))
    return size


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any place. What is not as it was written is a `Trouble`, ``attachment_damaged``."""

    def __init__(self, file: IO[bytes], key: bytes, path: str) -> None:
        """`file` stands where the sealed part begins, and ends with it; `path` is for people to read."""
        super().__init__()
        self._file, self._path = file, path
        head = file.read(_HEAD)
        if len(head) < _HEAD or not head.startswith(_MARK):
            self.close()
            raise Trouble("attachment_damaged", path=path)
        self._cipher = _cipher(key, head[len(_MARK) :])
        self._start = file.tell()
        sealed = file.seek(0, os.SEEK_END) - self._start
        self._pieces = max(1, -(-sealed // (PIECE + _TAG)))
        self.size = max(0, sealed - self._pieces * _TAG)
        self._position = 0
        self._opened = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        if self._position >= max(1, self.size):  # of an empty file the empty piece is looked at too
            return 0
        number, start = divmod(self._position, PIECE)
        piece = self._piece(number)[start : start + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._opened[0] != number:
            from cryptography.exceptions import InvalidTag

            self._file.seek(self._start + number * (PIECE + _TAG))
            sealed = self._file.read(PIECE + _TAG)
            try:
                plain = self._cipher.decrypt(_nonce(number, last=number == self._pieces - 1), sealed, None)
            except (InvalidTag, ValueError) as error:
                raise Trouble("attachment_damaged", path=self._path) from error
            self._opened = (number, plain)
        return self._opened[1]


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(derived_key(key, "sealed file", salt))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
