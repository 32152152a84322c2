"""What somebody has half filled in. It never leaves this workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.storage.schema import table
from app.storage.units import Reader, UnitOfWork


@table("drafts")
@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The fields of a form as they were left; the id names the form and what it is about."""

    id: str
    fields: dict[str, str]
    saved_at: datetime


def save_draft(unit: UnitOfWork, draft: Draft) -> None:
    """Keep a draft in place of an earlier one."""
    unit.put(draft)


def read_draft(reader: Reader, draft_id: str) -> Draft | None:
    """The draft that was kept, if there is one."""
    return reader.get(Draft, draft_id)


def drop_draft(unit: UnitOfWork, draft_id: str) -> None:
    """The form was completed or thrown away."""
    unit.remove(Draft, draft_id)
