"""Snapshots: ready-made files of whole scopes, for a laptop that has nothing yet.

A file is a line about itself and then sealed pieces (AES-256-GCM, numbered), each a `SnapshotPiece` compressed with
zstd. It goes over the line as it lies on the server's disk, several small ones one after the other; its key comes with
the offer, to whoever may have it.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.sync.pull.wire import TableRows
from app.sync.wire import Message, Place, Word

SNAPSHOTS = "snapshots"
"""Where they are fetched, below the version of the interface, by name and in ranges of bytes."""
BETWEEN = ","
"""Stands between the names of files that are fetched at once, as if they were one."""
MOST_FILES = 50
"""So many are fetched at once."""


class SnapshotRequest(Message, frozen=True):
    """A laptop that has nothing yet asks what there is for it."""

    protocol: Word


class SnapshotOffer(Message, frozen=True):
    """A file of one scope, true for the place `sequence`; its pieces begin at the byte `start`, and follow each other.

    `horizon` is the one that what it leaves out is outside of; 0 where it leaves nothing out.
    """

    name: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    sequence: Place
    horizon: Place
    key: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    start: Place
    pieces: list[Place]

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return self.start + sum(self.pieces)


class SnapshotReply(Message, frozen=True):
    """What there is; where `more` are being made the laptop asks again. Together they hold all of `scopes`."""

    epoch: str
    scopes: str
    more: bool
    offers: list[SnapshotOffer]


class SnapshotPiece(Message, frozen=True):
    """Some of the rows, as they are read."""

    tables: list[TableRows]


class PackedPiece(Message, frozen=True):
    """Some of the rows, as they are written: they are JSON already."""

    tables: msgspec.Raw


def nonce_of(number: int) -> bytes:
    """What the piece with this number, counted from 0, is sealed with; every file has a key of its own."""
    return number.to_bytes(12, "big")
