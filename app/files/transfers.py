"""What this laptop is to send and to fetch, and how each of these went so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from app.files.commands import ATTACH, AttachFile, Digest
from app.files.rules import KEPT_UNUSED, LARGEST_FILE, LONGEST_PAUSE, MOST_TRIES, SURE_AFTER, pause_after
from app.files.tables import Attachment, Direction, FileReceipt, FileTransfer
from app.foundation.errors import PaigongError, Rejection
from app.foundation.ids import derive_id
from app.storage.facts import PERSON_ID, fact
from app.storage.images import ServerImage
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader, UnitOfWork

_THUMBNAIL, _AWAITED, _LATER = range(3)
OFFERED_AGAIN_AFTER = timedelta(minutes=1)
"""A content that was sent whole, and of which the server says nothing for so long, is offered once more."""


class ContentToSend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A content that a laptop has and the server is to get for a customer: a file, or the thumbnail of one."""

    customer_id: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z_.-]{1,64}\Z")]
    digest: Digest
    size: Annotated[int, Meta(ge=1, le=LARGEST_FILE)]
    is_thumbnail: bool


def contents_of(attached: AttachFile | Attachment) -> list[ContentToSend]:
    """What is to be sent of a file that is attached, in this order."""
    whole = ContentToSend(attached.customer_id, attached.digest, attached.size, is_thumbnail=False)
    if attached.thumbnail_digest is None:
        return [whole]
    thumbnail = attached.thumbnail_digest, attached.thumbnail_size
    return [ContentToSend(attached.customer_id, *thumbnail, is_thumbnail=True), whole]


def content_of(transfer: FileTransfer) -> ContentToSend:
    """What a transfer is about."""
    is_thumbnail = transfer.urgency == _THUMBNAIL
    return ContentToSend(transfer.customer_id, transfer.digest, transfer.size, is_thumbnail)


def queue_upload(unit: UnitOfWork, attached: AttachFile | Attachment, at: datetime) -> None:
    """Remember to send what is attached here; in the transaction that attaches it."""
    for content in contents_of(attached):
        queue_content(unit, content, at)


def queue_content(unit: UnitOfWork, content: ContentToSend, at: datetime) -> None:
    """Remember to send a content that is here."""
    urgency = _THUMBNAIL if content.is_thumbnail else _LATER
    _queue(unit, Direction.UP, (content.customer_id, content.digest, content.size), urgency, at)


def is_queued(reader: Reader, content: ContentToSend) -> bool:
    """Whether it is remembered already."""
    return reader.get(FileTransfer, id_of_transfer(Direction.UP, content.customer_id, content.digest)) is not None


def queue_forgotten(unit: UnitOfWork, holds: Callable[[str], bool], at: datetime) -> None:
    """Remember to send what the server lacks and lies here: the workspace was put together again without its queue.

    What somebody else attached is sent only where the content is here for that customer alone: a digest that was
    planted elsewhere draws nothing out of this laptop.
    """
    column, receipt, transfer = columns_of(Attachment), columns_of(FileReceipt), columns_of(FileTransfer)
    received = sa.exists().where(receipt.customer_id == column.customer_id, receipt.digest == column.digest)
    is_its_own = sa.and_(transfer.customer_id == column.customer_id, transfer.digest == column.digest)
    queued = sa.exists().where(is_its_own, transfer.direction == Direction.UP)
    other = spec_of(Attachment).table.alias().c
    contents = (column.digest, column.thumbnail_digest)
    shared = sa.or_(other.digest.in_(contents), other.thumbnail_digest.in_(contents))
    elsewhere = sa.exists().where(other.customer_id != column.customer_id, shared)
    own = column.added_by_id == fact(unit, PERSON_ID)
    for attached in unit.find(Attachment, sa.or_(own, ~elsewhere), ~received, ~queued, column.withdrawn_at.is_(None)):
        if holds(attached.digest):
            queue_upload(unit, attached, at)


def queue_download(unit: UnitOfWork, attachment: Attachment, at: datetime) -> None:
    """Remember to fetch a content that somebody wants to see here."""
    _queue(unit, Direction.DOWN, (attachment.customer_id, attachment.digest, attachment.size), _AWAITED, at)


def queue_thumbnail(unit: UnitOfWork, attachment: Attachment, at: datetime) -> None:
    """Remember to fetch the thumbnail of a picture that is shown here."""
    if attachment.thumbnail_digest is not None:
        thumbnail = (attachment.customer_id, attachment.thumbnail_digest, attachment.thumbnail_size)
        _queue(unit, Direction.DOWN, thumbnail, _THUMBNAIL, at)


def _queue(unit: UnitOfWork, direction: Direction, content: tuple[str, str, int], urgency: int, at: datetime) -> None:
    customer_id, digest, size = content
    known = unit.get(FileTransfer, id_of_transfer(direction, customer_id, digest))
    if known is not None and not known.code:
        return
    unit.put(
        FileTransfer(
            id=id_of_transfer(direction, customer_id, digest),
            direction=direction,
            customer_id=customer_id,
            digest=digest,
            size=size,
            urgency=urgency,
            queued_at=at,
            moved=0,
            failures=0,
            not_before=None,
            code="",
            params={},
        )
    )


def id_of_transfer(direction: Direction, customer_id: str, digest: str) -> str:
    """The id of the transfer of a content for a customer."""
    return derive_id("transfer", direction, customer_id, digest)


def due_transfers(reader: Reader, now: datetime) -> list[FileTransfer]:
    """What is to be moved now, the most urgent first.

    What the server has not heard of waits: its command was not judged yet, or was refused.
    """
    column = columns_of(FileTransfer)
    return reader.find(
        FileTransfer,
        column.code == "",
        sa.or_(column.not_before.is_(None), ~column.not_before.between(now, now + LONGEST_PAUSE)),
        _mentioned(withdrawn=False, judged=True),
        sa.or_(column.direction == Direction.DOWN, is_missing_there()),
        order_by=[column.urgency, column.queued_at, column.id],
    )


def settle_transfers(unit: UnitOfWork, now: datetime) -> None:
    """Forget what the server has had for a month, what was withdrawn, and what was refused and given up long ago.

    Until then a server that was restored from a backup, and has lost it, gets it again.
    """
    column = columns_of(FileTransfer)
    is_up = column.direction == Direction.UP
    live, withdrawn = _mentioned(withdrawn=False), _mentioned(withdrawn=True)
    settled = sa.or_(
        sa.and_(is_up, ~is_missing_there(received_before=now - SURE_AFTER)),
        sa.and_(withdrawn, ~live),
    )
    refused = sa.and_(is_up, ~withdrawn, ~live, column.queued_at < now - KEPT_UNUSED)
    gone = [*unit.find(FileTransfer, settled), *_given_up(unit, unit.find(FileTransfer, refused))]
    for transfer in gone:
        unit.remove(FileTransfer, transfer.id)


def _given_up(reader: Reader, refused: list[FileTransfer]) -> list[FileTransfer]:
    """Those of which no command speaks any more that waits or lies in the inbox, whatever our clock says."""
    if not refused:
        return []
    column = columns_of(OutboxEntry)
    open_ones = reader.find(OutboxEntry, column.name == ATTACH, column.state != OutboxState.APPLIED)
    spoken_of = {value for entry in open_ones for value in entry.body_fields().values() if isinstance(value, str)}
    return [transfer for transfer in refused if transfer.digest not in spoken_of]


def is_missing_there(received_before: datetime | None = None) -> sa.ColumnElement[bool]:
    """Whether the server has not said (before some time) that it has what a transfer is about."""
    column, receipt = columns_of(FileTransfer), columns_of(FileReceipt)
    said = sa.exists().where(receipt.customer_id == column.customer_id, receipt.digest == column.digest)
    return ~(said if received_before is None else said.where(receipt.received_at < received_before))


def keep_progress(unit: UnitOfWork, transfer_id: str, moved: int) -> None:
    """So many bytes of it are there by now."""
    _change(unit, transfer_id, moved=moved, failures=0, not_before=None)


def keep_sent(unit: UnitOfWork, transfer: FileTransfer, now: datetime) -> None:
    """All of it was sent: the next pull brings the receipt."""
    _change(unit, transfer.id, moved=transfer.size, not_before=now + OFFERED_AGAIN_AFTER)


def keep_fetched(unit: UnitOfWork, transfer: FileTransfer) -> None:
    """It is here."""
    unit.remove(FileTransfer, transfer.id)


def keep_failure(unit: UnitOfWork, transfer_id: str, error: PaigongError, now: datetime) -> None:
    """It failed for a reason of its own: it waits, and is parked with the reason where that is of no use."""
    transfer = unit.get(FileTransfer, transfer_id)
    if transfer is None:
        return
    failures = transfer.failures + 1
    if isinstance(error, Rejection) or failures >= MOST_TRIES:
        params = {name: str(value) for name, value in error.params.items()}
        _change(unit, transfer_id, failures=failures, code=error.code, params=params, not_before=None)
    else:
        _change(unit, transfer_id, failures=failures, not_before=now + pause_after(failures))


def try_again(unit: UnitOfWork, transfer_id: str) -> None:
    """Let what was parked begin anew."""
    _change(unit, transfer_id, moved=0, failures=0, not_before=None, code="", params={})


def _change(unit: UnitOfWork, transfer_id: str, **values: object) -> None:
    transfer = unit.get(FileTransfer, transfer_id)
    if transfer is not None:
        unit.put(replace(transfer, **values))  # type: ignore[arg-type]  # fields of the row by their names


def _mentioned(*, withdrawn: bool, judged: bool = False) -> sa.ColumnElement[bool]:
    """Whether a file here, withdrawn or not, has this content or thumbnail; `judged`: and the server knows of it."""
    column, attachment, image = columns_of(FileTransfer), columns_of(Attachment), columns_of(ServerImage)
    waits = sa.exists().where(image.table_name == spec_of(Attachment).name, image.row_id == attachment.id)
    return sa.exists().where(
        ~waits if judged else sa.true(),
        attachment.customer_id == column.customer_id,
        sa.or_(attachment.digest == column.digest, attachment.thumbnail_digest == column.digest),
        attachment.withdrawn_at.is_not(None) if withdrawn else attachment.withdrawn_at.is_(None),
    )
