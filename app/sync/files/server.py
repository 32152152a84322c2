"""The server's half of files: takes contents that files mention, piece by piece, and shows them to who may see them.

A content is here for a customer when a device that may attach files for him has sent all of it. Sent for another
customer it is asked for again, byte by byte, unless who wants to send it may read it here anyway: so nobody learns
what is there for others, and nobody gets to read a content by naming its digest.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from app.accounts.rules import Permission
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.files.contents import Contents, content_name, piece_name, pieces_of
from app.files.examination import HEAD, confirm
from app.files.receipts import (
    confirm_receipt,
    customers_with,
    mentioning,
    receipt_for,
    receipt_id,
    unneeded,
)
from app.files.rules import DECODED, LARGEST_FILE, THUMBNAIL_NAME, content_named
from app.files.tables import FileReceipt
from app.foundation.errors import Rejection, Trouble
from app.foundation.ids import derive_id
from app.storage.schema import INDEXED, columns_of, customer_scope, table
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.sync.files.wire import UploadWish, check_digest, is_id, is_intact
from app.sync.pull.server import DeviceScopes

MOST_UPLOADS = 100
"""Uploads of one device that are not finished; its own program has one or two."""
MOST_UPLOADED = 5 * LARGEST_FILE
"""Bytes that they may come to."""
KEPT_UNFINISHED = timedelta(days=7)
"""So long the server waits for the next piece of an upload."""


@table("file_uploads")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileUpload:
    """An upload that is not finished. `pieces` say where each that came begins and how long it is: ``0-262144``."""

    id: str
    device_id: Annotated[str, INDEXED]
    customer_id: str
    digest: str
    size: int
    pieces: tuple[str, ...]
    touched_at: datetime

    @property
    def received(self) -> int:
        """How many bytes are there."""
        return sum(length for _start, length in map(_extent, self.pieces))


@dataclass(frozen=True, slots=True)
class FileDesk:
    """Where a server takes contents in and hands them out."""

    store: Store
    contents: Contents


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is: all of it, where `received` is `size`."""

    upload_id: str
    received: int
    size: int


def begin(desk: FileDesk, device: Device, user: User, wish: UploadWish, at: datetime) -> Progress:
    """Begin an upload, or go on with the one of this device that is not finished; one that is not needed is finished.

    :raises Rejection: ``not_permitted``, ``upload_unmentioned``, ``too_many_uploads``
    """
    with desk.store.read() as reader:
        _require_mention(reader, user, wish)
        is_readable = bool(readable_for(reader, user, wish.digest))
    upload = FileUpload(
        id=derive_id("upload", device.id, wish.customer_id, wish.digest),
        device_id=device.id,
        customer_id=wish.customer_id,
        digest=wish.digest,
        size=wish.size,
        pieces=(),
        touched_at=at,
    )
    if is_readable and _received(desk, upload, at):
        return Progress(upload.id, wish.size, wish.size)
    upload = desk.store.write(lambda unit: _noted(unit, upload))
    return _progressed(desk, user, upload, at)


def progress_of(desk: FileDesk, device: Device, upload_id: str) -> Progress:
    """How far an upload of this device is.

    :raises Rejection: ``upload_unknown``
    """
    with desk.store.read() as reader:
        upload = _require_upload(reader, device, upload_id)
    return Progress(upload.id, upload.received, upload.size)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some bytes of an upload, from `offset` on; `checksum` is what was said of them, if anything."""

    offset: int
    content: bytes
    checksum: str


def take(desk: FileDesk, device: Device, user: User, upload_id: str, chunk: Chunk, at: datetime) -> Progress:
    """Take the next bytes of an upload; with the last ones it is checked, and counts as received.

    :raises Rejection: ``upload_unknown``, ``upload_out_of_step``, ``chunk_damaged``, ``upload_damaged`` …
    """
    with desk.store.read() as reader:
        upload = _require_upload(reader, device, upload_id)
    if not is_intact(chunk.content, chunk.checksum):
        raise Rejection("chunk_damaged")
    _require_step(upload, chunk)
    if chunk.content:
        piece = f"{chunk.offset}-{len(chunk.content)}"
        desk.contents.put(piece_name(upload.id, piece), [chunk.content])
        upload = desk.store.write(lambda unit: _with_piece(unit, device, upload_id, chunk, at))
    return _progressed(desk, user, upload, at)


def size_for(reader: Reader, user: User, digest: str) -> int:
    """How many bytes a content has that this user may read.

    :raises Rejection: ``content_unknown``: it is not here, or not for him; nobody learns which
    """
    check_digest(digest)
    customers = readable_for(reader, user, digest)
    receipt = reader.get(FileReceipt, receipt_id(customers[0], digest)) if customers else None
    if receipt is None:
        raise Rejection("content_unknown")
    return receipt.size


def readable_for(reader: Reader, user: User, digest: str) -> list[str]:
    """The customers through whose files this user may read a content."""
    scopes = DeviceScopes(grants_of(reader, user.id), user.person_id)
    return [one for one in customers_with(reader, digest) if scopes.include(customer_scope(one))]


def clear_away(desk: FileDesk, now: datetime, most: int = 1000) -> int:
    """Remove what nobody needs any more, at most so much at a time; returns how much.

    Contents whose files were all withdrawn 30 days ago, and uploads that were not gone on with for a week.
    """
    column = columns_of(FileUpload)
    with desk.store.read() as reader:
        receipts = unneeded(reader, now, limit=most)
        stale = reader.find(FileUpload, column.touched_at < now - KEPT_UNFINISHED, limit=most)
    for receipt in receipts:
        desk.store.write(partial(_give_up, desk, receipt, now))
    for upload in stale:
        _forget(desk, upload)
    return len(receipts) + len(stale)


def _require_mention(reader: Reader, user: User, wish: UploadWish) -> str:
    """The name of the file that is to be sent, by the attachment that mentions it."""
    if not grants_of(reader, user.id).may(Permission.ATTACH_FILES, wish.customer_id):
        raise Rejection("not_permitted", permission=Permission.ATTACH_FILES)
    attachment = mentioning(reader, wish.customer_id, wish.digest, wish.size)
    if attachment is None:
        raise Rejection("upload_unmentioned")
    return attachment.name if attachment.digest == wish.digest else THUMBNAIL_NAME


def _require_upload(reader: Reader, device: Device, upload_id: str) -> FileUpload:
    upload = reader.get(FileUpload, upload_id) if is_id(upload_id) else None
    if upload is None or upload.device_id != device.id:
        raise Rejection("upload_unknown")
    return upload


def _require_step(upload: FileUpload, chunk: Chunk) -> None:
    if chunk.offset != upload.received or chunk.offset + len(chunk.content) > upload.size:
        raise Rejection("upload_out_of_step")


def _noted(unit: UnitOfWork, upload: FileUpload) -> FileUpload:
    known = unit.hold(FileUpload, upload.id)
    if known is not None:
        return known
    others = unit.find(FileUpload, columns_of(FileUpload).device_id == upload.device_id)
    if len(others) >= MOST_UPLOADS or sum(one.size for one in others) + upload.size > MOST_UPLOADED:
        raise Rejection("too_many_uploads")
    return unit.ensure(upload)


def _with_piece(unit: UnitOfWork, device: Device, upload_id: str, chunk: Chunk, at: datetime) -> FileUpload:
    """The same bytes may have come twice at once: one of them is too late."""
    upload = unit.hold(FileUpload, upload_id)
    if upload is None or upload.device_id != device.id:
        raise Rejection("upload_unknown")
    _require_step(upload, chunk)
    piece = f"{chunk.offset}-{len(chunk.content)}"
    upload = replace(upload, pieces=(*upload.pieces, piece), touched_at=at)
    unit.put(upload)
    return upload


def _progressed(desk: FileDesk, user: User, upload: FileUpload, at: datetime) -> Progress:
    if upload.received == upload.size:
        _finish(desk, user, upload, at)
    return Progress(upload.id, upload.received, upload.size)


def _finish(desk: FileDesk, user: User, upload: FileUpload, at: datetime) -> None:
    """All bytes are there: they are looked into, kept as one content, and everybody is told."""
    with desk.store.read() as reader:
        name = _require_mention(reader, user, UploadWish(upload.customer_id, upload.digest, upload.size))
    try:
        _confirm(desk, upload, name)
        desk.contents.put(content_name(upload.digest), _checked(desk, upload))
    except Rejection:
        _forget(desk, upload)
        raise
    if not _received(desk, upload, at):
        raise Trouble("attachment_missing", path=upload.digest)
    _forget(desk, upload)


def _confirm(desk: FileDesk, upload: FileUpload, name: str) -> None:
    """See to it that the content is what its name says; of what is no picture the first bytes tell."""
    content = content_named(name)
    head, needed = bytearray(), upload.size if content in DECODED else min(HEAD, upload.size)
    for part in _parts(desk, upload):
        head += part
        if len(head) >= needed:
            break
    confirm(io.BytesIO(head), name, upload.size)


def _checked(desk: FileDesk, upload: FileUpload) -> Iterator[bytes]:
    sha = hashlib.sha256()
    for part in _parts(desk, upload):
        sha.update(part)
        yield part
    if sha.hexdigest() != upload.digest:
        raise Rejection("upload_damaged")


def _parts(desk: FileDesk, upload: FileUpload) -> Iterator[bytes]:
    for piece in upload.pieces:
        _start, length = _extent(piece)
        yield from desk.contents.read(piece_name(upload.id, piece), 0, length)


def _received(desk: FileDesk, upload: FileUpload, at: datetime) -> bool:
    """Say that the content is here, if it is: nobody clears it away meanwhile."""

    def say(unit: UnitOfWork) -> bool:
        unit.lock(place_of(upload.digest))
        is_here = desk.contents.holds(content_name(upload.digest))
        if is_here:
            confirm_receipt(unit, upload.customer_id, upload.digest, upload.size, at)
        return is_here

    return desk.store.write(say)


def _give_up(desk: FileDesk, receipt: FileReceipt, now: datetime, unit: UnitOfWork) -> None:
    """The content goes with its last receipt, unless it is needed again since we looked."""
    unit.lock(place_of(receipt.digest))
    if receipt not in unneeded(unit, now, digest=receipt.digest):
        return
    unit.remove(FileReceipt, receipt.id)
    if receipt_for(unit, receipt.digest) is None:
        desk.contents.remove(content_name(receipt.digest))


def _forget(desk: FileDesk, upload: FileUpload) -> None:
    desk.store.write(lambda unit: unit.remove(FileUpload, upload.id))
    desk.contents.remove_all(pieces_of(upload.id))


def place_of(digest: str) -> str:
    """What is locked while it is decided whether a content is here."""
    return f"content:{digest}"


def _extent(piece: str) -> tuple[int, int]:
    start, _dash, length = piece.partition("-")
    return int(start), int(length)
