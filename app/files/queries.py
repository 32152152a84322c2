"""Reading what is attached, and where each content is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from app.accounts.queries import held_grants
from app.accounts.rules import Permission
from app.files.rules import Held, Whereabouts, whereabouts
from app.files.tables import Attachment, Direction, FileReceipt, FileTransfer
from app.files.transfers import id_of_transfer, is_missing_there
from app.storage.facts import SERVER_URL, fact
from app.storage.schema import columns_of
from app.storage.units import Reader


class Holding(Protocol):
    """Knows what a laptop holds."""

    def holds(self, digest: str) -> bool:
        """Whether the content is here."""

    def used_at(self, digest: str) -> datetime:
        """When the content came or was last opened, aware."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file on a record as one laptop sees it.

    `moved` are the bytes that went so far, of a transfer that is under way; `transfer_id`, `code` and `params` tell of
    one that was parked. `thumbnail_held` is false where there is a thumbnail that is not here.
    """

    attachment: Attachment
    whereabouts: Whereabouts
    moved: int
    transfer_id: str
    code: str
    params: dict[str, str]
    thumbnail_held: bool

    @property
    def is_uploaded(self) -> bool:
        """Whether the server has it."""
        return self.whereabouts in {Whereabouts.HERE_AND_THERE, Whereabouts.ON_SERVER, Whereabouts.DOWNLOADING}


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The files of a record, in the order in which they were attached, and what may be done with them.

    `has_server` tells whether there is a server at all that they could be uploaded to.
    """

    customer_id: str
    files: tuple[AttachedFile, ...]
    may_attach: bool
    has_server: bool

    @property
    def uploaded(self) -> int:
        """How many of them the server has."""
        return sum(file.is_uploaded for file in self.files)


def record_files(reader: Reader, vault: Holding, customer_id: str, about_table: str, about_id: str) -> RecordFiles:
    """The files of a record that were not withdrawn."""
    column = columns_of(Attachment)
    attachments = reader.find(
        Attachment,
        column.about_table == about_table,
        column.about_id == about_id,
        column.withdrawn_at.is_(None),
        order_by=[column.added_at, column.id],
    )
    received, transfers = _received(reader, attachments), _transfers(reader, attachments)
    return RecordFiles(
        customer_id,
        tuple(_attached(vault, one, received, transfers) for one in attachments),
        held_grants(reader).may(Permission.ATTACH_FILES, customer_id),
        bool(fact(reader, SERVER_URL)),
    )


_Content = tuple[str, str]
"""A customer and a digest."""


def _attached(
    vault: Holding, one: Attachment, received: set[_Content], transfers: dict[str, FileTransfer]
) -> AttachedFile:
    held = vault.holds(one.digest)
    direction = Direction.UP if held else Direction.DOWN
    transfer = transfers.get(id_of_transfer(direction, one.customer_id, one.digest))
    return AttachedFile(
        attachment=one,
        whereabouts=whereabouts(
            held=held,
            received=(one.customer_id, one.digest) in received,
            moved=transfer.moved if transfer else None,
            parked=bool(transfer and transfer.code),
        ),
        moved=transfer.moved if transfer else 0,
        transfer_id=transfer.id if transfer else "",
        code=transfer.code if transfer else "",
        params=transfer.params if transfer else {},
        thumbnail_held=one.thumbnail_digest is None or vault.holds(one.thumbnail_digest),
    )


def _received(reader: Reader, attachments: Iterable[Attachment]) -> set[_Content]:
    digests = sorted({one.digest for one in attachments})
    found = reader.find(FileReceipt, columns_of(FileReceipt).digest.in_(digests))
    return {(receipt.customer_id, receipt.digest) for receipt in found}


def _transfers(reader: Reader, attachments: Iterable[Attachment]) -> dict[str, FileTransfer]:
    digests = sorted({one.digest for one in attachments})
    found = reader.find(FileTransfer, columns_of(FileTransfer).digest.in_(digests))
    return {transfer.id: transfer for transfer in found}


def files_waiting(reader: Reader) -> tuple[int, int]:
    """How many contents wait to be sent, and how many of these were parked; thumbnails are not counted."""
    column, attachment = columns_of(FileTransfer), columns_of(Attachment)
    whole = sa.exists().where(attachment.customer_id == column.customer_id, attachment.digest == column.digest)
    up = (column.direction == Direction.UP, whole, is_missing_there())
    return reader.count(FileTransfer, *up), reader.count(FileTransfer, *up, column.code != "")


def known_digests(reader: Reader) -> set[str]:
    """The digests of all contents that anything here mentions."""
    column, transfer = columns_of(Attachment), columns_of(FileTransfer)
    mentioned = sa.union(sa.select(column.digest), sa.select(column.thumbnail_digest), sa.select(transfer.digest))
    return {digest for digest in reader.connection.execute(mentioned).scalars() if digest is not None}


def held_contents(reader: Reader, vault: Holding) -> list[Held]:
    """The contents that files mention and that are in the vault; what is to be sent counts as not on the server."""
    column, receipt, transfer = columns_of(Attachment), columns_of(FileReceipt), columns_of(FileTransfer)
    received = {tuple(row) for row in reader.connection.execute(sa.select(receipt.customer_id, receipt.digest))}
    waiting = set(
        reader.connection.execute(sa.select(transfer.digest).where(transfer.direction == Direction.UP)).scalars()
    )
    rows = reader.connection.execute(sa.select(column.customer_id, column.digest, column.size))
    there: dict[str, tuple[int, bool]] = {}
    for customer_id, digest, size in rows:
        on_server = (customer_id, digest) in received and digest not in waiting
        there[digest] = size, on_server and there.get(digest, (0, True))[1]
    return [
        Held(digest, size, vault.used_at(digest), on_server)
        for digest, (size, on_server) in there.items()
        if vault.holds(digest)
    ]
