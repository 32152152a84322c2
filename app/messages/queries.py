"""Reading notices."""

from __future__ import annotations

from app.messages.tables import Notice
from app.storage.schema import columns_of
from app.storage.units import Reader


def unread_notices(reader: Reader, person_id: str) -> list[Notice]:
    """What a person has not read yet, newest first."""
    column = columns_of(Notice)
    return reader.find(
        Notice, column.person_id == person_id, column.read_at.is_(None), order_by=[column.created_at.desc()]
    )


def latest_notices(reader: Reader, person_id: str, limit: int) -> list[Notice]:
    """A person's notices, read and unread, newest first, at most `limit` of them."""
    column = columns_of(Notice)
    return reader.find(Notice, column.person_id == person_id, order_by=[column.created_at.desc()], limit=limit)
