"""What is attached to which record, what the server has received of it, and what is to be moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from app.storage.schema import INDEXED, NeededBy, PartOf, of_customer, table


@table(
    "attachments",
    scope=of_customer,
    window=PartOf("", "about_id", dated="added_at", kind="about_table"),
    indexes=(("about_table", "about_id"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that somebody attached to a record, of which nothing ever changes but that it is withdrawn.

    Digests are SHA-256 of the content in hexadecimal digits. Only pictures have a thumbnail, a JPEG of its own.
    """

    id: str
    customer_id: str
    about_table: str
    about_id: str
    name: str
    media_type: str
    size: int
    digest: Annotated[str, INDEXED]
    thumbnail_digest: Annotated[str | None, INDEXED]
    thumbnail_size: int
    added_by_id: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_id: str | None


@table(
    "file_receipts",
    scope=of_customer,
    window=NeededBy("attachments", "customer_id", "digest", ("digest", "thumbnail_digest")),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class FileReceipt:
    """The server has a content, whole and checked, sent for this customer. Written by the server alone.

    The id is made of both. The same content sent for another customer has a receipt of its own, so that nobody learns
    from one what is there for another.
    """

    id: str
    customer_id: str
    digest: Annotated[str, INDEXED]
    size: int
    received_at: datetime


class Direction(StrEnum):
    """Which way a content goes."""

    UP = "up"
    DOWN = "down"


@table("file_transfers")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileTransfer:
    """A content that this laptop is to send or to fetch for a customer. Never leaves this workspace.

    `urgency` sorts: thumbnails (0), what somebody waits for (1), the rest (2). `moved` are the bytes that went so far.
    `code` and `params` say why it was given up (parked), where it was.
    """

    id: str
    direction: Direction
    customer_id: str
    digest: Annotated[str, INDEXED]
    size: int
    urgency: int
    queued_at: datetime
    moved: int
    failures: int
    not_before: datetime | None
    code: str
    params: dict[str, str]
