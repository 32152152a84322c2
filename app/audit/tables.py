"""The entries of the chain. They never leave the server; laptops remember only where the chain ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.storage.schema import INDEXED, UNIQUE, table


@table("audit_entries")
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Something that happened to one row. Entries count up from 1 without a gap, in the order of their commits.

    `act` is the table and what became of the row (``users.added``). `content` is JSON of what stood before and what
    stands now, of the operator who did it on the server by hand, and a random salt; None once it was erased. `digest`
    is of the content, `link` of this entry and of the link before it: so a content can be erased and the chain holds.
    """

    id: str
    sequence: Annotated[int, UNIQUE]
    at: Annotated[datetime, INDEXED]
    act: str
    subject_id: Annotated[str, INDEXED]
    content: str | None
    digest: str
    link: str
