"""Contents that the server has said it received and that its store does not have: it was put back from an older copy.

Once such a receipt is taken back everybody learns that the content is not there, and whoever still holds it sends it.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.files.contents import CONTENTS_FOLDER, content_name
from app.files.tables import Attachment, FileReceipt
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork
from app.sync.files.server import FileDesk, place_of


def missing_contents(desk: FileDesk) -> list[FileReceipt]:
    """The receipts of contents that the store does not have."""
    with desk.store.read() as reader:  # before the store: what comes in meanwhile is there before its receipt
        receipts = reader.find(FileReceipt, order_by=[columns_of(FileReceipt).received_at])
    there = set(desk.contents.names(CONTENTS_FOLDER))
    return [receipt for receipt in receipts if content_name(receipt.digest) not in there]


def files_with(reader: Reader, receipt: FileReceipt) -> list[Attachment]:
    """The files of this customer that have this content, or this thumbnail, and were not withdrawn."""
    column = columns_of(Attachment)
    return reader.find(
        Attachment,
        column.customer_id == receipt.customer_id,
        sa.or_(column.digest == receipt.digest, column.thumbnail_digest == receipt.digest),
        column.withdrawn_at.is_(None),
    )


def take_back(desk: FileDesk, receipts: Iterable[FileReceipt]) -> None:
    """Say of no content any more that it is here, unless it has come since."""
    for receipt in receipts:

        def unsay(unit: UnitOfWork, receipt: FileReceipt = receipt) -> None:
            unit.lock(place_of(receipt.digest))
            if not desk.contents.holds(content_name(receipt.digest)):
                unit.remove(FileReceipt, receipt.id)

        desk.store.write(unsay)
