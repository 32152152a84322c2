"""What the server alone says of contents: that it has received one, and which nobody needs any more."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.files.rules import KEPT_WITHDRAWN, may_be_removed
from app.files.tables import Attachment, FileReceipt
from app.foundation.ids import derive_id
from app.storage.schema import columns_of, customer_scope
from app.storage.units import Reader, UnitOfWork


def mentioning(reader: Reader, customer_id: str, digest: str, size: int) -> Attachment | None:
    """A file of this customer, not withdrawn, that has this content (or thumbnail) of this size."""
    column = columns_of(Attachment)
    return reader.first(
        Attachment,
        column.customer_id == customer_id,
        sa.or_(
            sa.and_(column.digest == digest, column.size == size),
            sa.and_(column.thumbnail_digest == digest, column.thumbnail_size == size),
        ),
        column.withdrawn_at.is_(None),
    )


def confirm_receipt(unit: UnitOfWork, customer_id: str, digest: str, size: int, at: datetime) -> None:
    """Say to everybody who serves this customer that the content is here; once said it stands."""
    unit.lock(customer_scope(customer_id))
    unit.ensure(
        FileReceipt(
            id=receipt_id(customer_id, digest), customer_id=customer_id, digest=digest, size=size, received_at=at
        )
    )


def receipt_id(customer_id: str, digest: str) -> str:
    """The id of the receipt of a content for a customer."""
    return derive_id("file_receipt", customer_id, digest)


def customers_with(reader: Reader, digest: str) -> list[str]:
    """The customers for whom a content was received and is mentioned by a file that was not withdrawn."""
    receipt, column = columns_of(FileReceipt), columns_of(Attachment)
    mentioned = sa.exists().where(
        column.customer_id == receipt.customer_id,
        sa.or_(column.digest == receipt.digest, column.thumbnail_digest == receipt.digest),
        column.withdrawn_at.is_(None),
    )
    found = sa.select(receipt.customer_id).where(receipt.digest == digest, mentioned)
    return list(reader.connection.execute(found).scalars())


def receipt_for(reader: Reader, digest: str) -> FileReceipt | None:
    """A receipt of this content, for whichever customer."""
    return reader.first(FileReceipt, columns_of(FileReceipt).digest == digest)


def unneeded(reader: Reader, now: datetime, *, limit: int | None = None, digest: str = "") -> list[FileReceipt]:
    """Receipts of contents that no file needs any more: all of them, or of one content; looks at `limit` at most."""
    receipt, column = columns_of(FileReceipt), columns_of(Attachment)
    has_it = sa.or_(column.digest == receipt.digest, column.thumbnail_digest == receipt.digest)
    withdrawn_lately = column.withdrawn_at >= now - KEPT_WITHDRAWN
    needed = sa.exists().where(
        column.customer_id == receipt.customer_id, has_it, sa.or_(column.withdrawn_at.is_(None), withdrawn_lately)
    )
    found = reader.find(
        FileReceipt,
        ~needed,
        receipt.digest == digest if digest else sa.true(),
        order_by=[receipt.received_at],
        limit=limit,
    )
    return [one for one in found if may_be_removed(_withdrawals(reader, one), now)]


def _withdrawals(reader: Reader, receipt: FileReceipt) -> list[datetime | None]:
    column = columns_of(Attachment)
    files = reader.find(
        Attachment,
        column.customer_id == receipt.customer_id,
        sa.or_(column.digest == receipt.digest, column.thumbnail_digest == receipt.digest),
    )
    return [file.withdrawn_at for file in files]
