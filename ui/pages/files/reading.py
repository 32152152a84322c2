"""What the strip of a record's files asks the database, and the vault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.files.queries import RecordFiles
    from app.files.vault import Vault
    from app.storage.units import Reader
    from ui.work.work import Work


@dataclass(frozen=True, slots=True)
class SeenFiles:
    """The files of a record, their thumbnails that are here (JPEG, by digest), and who attached them (by id)."""

    about_id: str
    found: RecordFiles
    thumbnails: dict[str, bytes]
    names: dict[str, str]


def read_files(work: Work, about: tuple[str, str, str], known: frozenset[str], reader: Reader) -> SeenFiles:
    """The files of a record; thumbnails in `known` are not read again."""
    from app.files.queries import record_files

    customer_id, table, about_id = about
    found = record_files(reader, work.vault, customer_id, table, about_id)
    digests = {file.attachment.thumbnail_digest for file in found.files if file.thumbnail_held} - {None} - known
    return SeenFiles(
        about_id,
        found,
        {digest: _content(work.vault, digest) for digest in digests if digest is not None},
        _names(reader, {file.attachment.added_by_id for file in found.files}),
    )


def _content(vault: Vault, digest: str) -> bytes:
    """A thumbnail; nothing where it is damaged: the picture itself may well be whole."""
    from app.foundation.errors import Trouble

    try:
        with vault.open(digest) as reader:
            return reader.readall()
    except Trouble:
        return b""


def _names(reader: Reader, ids: set[str]) -> dict[str, str]:
    from app.directory.tables import Person
    from app.storage.schema import columns_of

    people = reader.find(Person, columns_of(Person).id.in_(sorted(ids)))
    return {person.id: person.name for person in people}
