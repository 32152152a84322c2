"""Where a server keeps contents: a folder, or a store that speaks S3, behind one small protocol."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from app.files.folder import SealedFolder
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.facts import WorkspaceFact
from app.storage.units import UnitOfWork

_FILES_KEY = "files_key"

declare(
    {
        "files_place_unknown": N_("Files cannot be kept at {place}. Give a folder, or s3://bucket/prefix."),
    }
)


class Contents(Protocol):
    """Keeps bytes by names with folders in them."""

    def check(self) -> None:
        """See to it, quickly, that contents can be kept just now.

        :raises Trouble: ``disk_full``, ``file_not_writable``, ``bucket_unreachable``
        """

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep what comes in `chunks` as `name`, in place of an earlier one; nothing where `chunks` raises."""

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, chunk by chunk.

        :raises Trouble: ``attachment_missing``, ``attachment_damaged``
        """

    def holds(self, name: str) -> bool:
        """Whether there is something of this name, whole."""

    def names(self, prefix: str) -> list[str]:
        """The names of everything below a folder that is there whole."""

    def remove(self, name: str) -> None:
        """Remove what has this name, if it is there."""

    def remove_all(self, prefix: str) -> None:
        """Remove everything below a folder."""


CONTENTS_FOLDER = "contents"


def content_name(digest: str) -> str:
    """Where the content with this digest is kept."""
    return f"{CONTENTS_FOLDER}/{digest[:2]}/{digest}"


def piece_name(upload_id: str, piece: str) -> str:
    """Where a piece of an upload is kept until all of them are there."""
    return f"{pieces_of(upload_id)}/{piece}"


def pieces_of(upload_id: str) -> str:
    """The folder of an upload's pieces."""
    return f"uploads/{upload_id}"


def open_contents(place: str, key: bytes) -> Contents:
    """The contents that are kept at `place`: a folder, whose files are sealed with `key`, or ``s3://bucket/prefix``.

    :raises Trouble: ``files_place_unknown``, ``bucket_unreachable``
    """
    scheme, colon, rest = place.partition("://")
    bucket, _slash, prefix = rest.partition("/")
    if not colon:
        return SealedFolder(Path(place), key)
    if scheme != "s3" or not bucket:
        raise Trouble("files_place_unknown", place=place)
    from app.files.s3 import open_bucket

    return open_bucket(bucket, prefix)


def files_key(unit: UnitOfWork) -> bytes:
    """What a server's files are sealed with; it is in the database, so that several processes share it."""
    return bytes.fromhex(unit.ensure(WorkspaceFact(id=_FILES_KEY, value=secrets.token_hex(32))).value)
