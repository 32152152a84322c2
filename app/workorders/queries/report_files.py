"""The files of an order that can be handed over as a report."""

from __future__ import annotations

from app.files.tables import Attachment
from app.storage.units import Reader

_MEDIA_TYPE = "application/pdf"


def report_files(reader: Reader, order_id: str) -> tuple[Attachment, ...]:
    """The documents of an order that were not withdrawn, the newest first."""
    attached = reader.having(
        Attachment, "added_at", "id", about_table="work_orders", about_id=order_id, media_type=_MEDIA_TYPE
    )
    return tuple(file for file in reversed(attached) if file.withdrawn_at is None)
