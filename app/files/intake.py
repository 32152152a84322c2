"""Taking a file in: looked into, and kept in the vault with its thumbnail, before any command mentions it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.files.commands import AttachFile
from app.files.examination import examine
from app.files.rules import LARGEST_FILE, MEGABYTE
from app.files.vault import Vault
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

_CHUNK = MEGABYTE

declare(
    {
        "attachment_unreadable": N_(
            "{path} could not be read ({detail}). Nothing was attached. Check that it is there and not open elsewhere, "
            "and try again."
        ),
        "attachment_missing": N_(
            "The file is not on this computer (any more). Open it while you are on-line to fetch it."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that is in the vault, as `files.attach` speaks of it."""

    name: str
    media_type: str
    size: int
    digest: str
    thumbnail_digest: str | None
    thumbnail_size: int


def take_in_file(vault: Vault, path: Path) -> TakenIn:
    """Take in the file at `path`.

    :raises Rejection: it is nothing that may be attached
    :raises Trouble: ``attachment_unreadable``, ``disk_full``, ``file_not_writable``
    """
    try:
        with path.open("rb") as file:
            return take_in(vault, file, path.name)
    except OSError as error:
        raise Trouble("attachment_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def take_in(vault: Vault, file: IO[bytes], name: str) -> TakenIn:
    """Take in what `file` holds (a picture that was pasted), to be called `name`. What is refused leaves nothing.

    What was looked into is what is kept, even if the source changes meanwhile.

    :raises Rejection: it is nothing that may be attached
    :raises Trouble: ``attachment_unreadable``, ``disk_full``, ``file_not_writable``
    """
    with vault.coming_in(_chunks(file, name)) as incoming:
        with vault.look_into(incoming) as kept:
            examined = examine(io.BufferedReader(kept), name, incoming.size)
        thumbnail = _keep(vault, examined.thumbnail) if examined.thumbnail else None
        vault.keep(incoming)
    return TakenIn(
        name=examined.name,
        media_type=examined.media_type,
        size=incoming.size,
        digest=incoming.digest,
        thumbnail_digest=thumbnail,
        thumbnail_size=len(examined.thumbnail),
    )


def attaching(taken: TakenIn, attachment_id: str, customer_id: str, table: str, record_id: str) -> AttachFile:
    """The command that attaches a file that was taken in to a record."""
    return AttachFile(
        id=attachment_id,
        customer_id=customer_id,
        about_table=table,
        about_id=record_id,
        name=taken.name,
        media_type=taken.media_type,
        size=taken.size,
        digest=taken.digest,
        thumbnail_digest=taken.thumbnail_digest,
        thumbnail_size=taken.thumbnail_size,
    )


def _keep(vault: Vault, content: bytes) -> str:
    with vault.coming_in([content]) as incoming:
        vault.keep(incoming)
    return incoming.digest


def _chunks(file: IO[bytes], name: str) -> Iterator[bytes]:
    size = 0
    while True:
        try:
            chunk = file.read(_CHUNK)
        except OSError as error:
            raise Trouble("attachment_unreadable", path=name, detail=error.strerror or str(error)) from error
        if not chunk:
            return
        size += len(chunk)
        if size > LARGEST_FILE:
            raise Rejection("attachment_too_large", name=name, limit=LARGEST_FILE // MEGABYTE)
        yield chunk
