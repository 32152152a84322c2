"""Attaching files to records, and withdrawing them. Rows are only added, or marked as withdrawn: both sides stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.files.rules import LARGEST_THUMBNAIL, MOST_ON_A_RECORD, check_description
from app.files.tables import Attachment
from app.foundation.errors import Rejection
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import columns_of, customer_scope, spec_named
from app.storage.units import Reader, UnitOfWork

Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256 in hexadecimal digits."""

ATTACH = "files.attach"
"""The name of the command that mentions a content first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile:
    """Attach a file to a record. Its content is in the vault of the laptop that gives this."""

    id: str
    customer_id: str
    about_table: Annotated[str, Meta(pattern=r"\A[a-z_]{1,64}\Z")]
    about_id: str
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    media_type: Annotated[str, Meta(max_length=100)]
    size: Annotated[int, Meta(ge=1, le=2**40)]
    digest: Digest
    thumbnail_digest: Digest | None = None
    thumbnail_size: Annotated[int, Meta(ge=0, le=LARGEST_THUMBNAIL)] = 0


@handles(ATTACH, AttachFile, permission=Permission.ATTACH_FILES, customer_of=its_customer)
def attach_file(unit: UnitOfWork, command: AttachFile, context: Context) -> None:
    """The record must be one of that customer's."""
    unit.require_new(Attachment, command.id)
    check_description(command.name, command.media_type, command.size)
    if (command.thumbnail_digest is None) != (command.thumbnail_size == 0):
        raise Rejection("attachment_described_wrong", name=command.name)
    _require_record(unit, command)
    unit.put(
        Attachment(
            id=command.id,
            customer_id=command.customer_id,
            about_table=command.about_table,
            about_id=command.about_id,
            name=command.name,
            media_type=command.media_type,
            size=command.size,
            digest=command.digest,
            thumbnail_digest=command.thumbnail_digest,
            thumbnail_size=command.thumbnail_size,
            added_by_id=context.actor_id,
            added_at=context.at,
            withdrawn_at=None,
            withdrawn_by_id=None,
        )
    )


def _require_record(unit: UnitOfWork, command: AttachFile) -> None:
    """The rooms above are not known here, but the scope of a table tells whose its rows are."""
    try:
        spec = spec_named(command.about_table)
    except KeyError:
        raise Rejection("record_unknown", table=command.about_table, id=command.about_id) from None
    values = unit.values_of(spec, [command.about_id]).get(command.about_id) if spec.scope else None
    if values is None or spec.scope_of(values) != customer_scope(command.customer_id):
        raise Rejection("record_unknown", table=command.about_table, id=command.about_id)
    column = columns_of(Attachment)
    on_it = unit.count(
        Attachment,
        column.about_table == command.about_table,
        column.about_id == command.about_id,
        column.withdrawn_at.is_(None),
    )
    if on_it >= MOST_ON_A_RECORD:
        raise Rejection("too_many_attachments", limit=MOST_ON_A_RECORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFile:
    """Take a file off its record: it was the wrong one. That it was there stays known."""

    attachment_id: str


def _customer_of_attachment(reader: Reader, command: WithdrawFile) -> str:
    return reader.require(Attachment, command.attachment_id).customer_id


@handles("files.withdraw", WithdrawFile, permission=Permission.ATTACH_FILES, customer_of=_customer_of_attachment)
def withdraw_file(unit: UnitOfWork, command: WithdrawFile, context: Context) -> None:
    """Twice is once: the first one stands."""
    attachment = unit.require(Attachment, command.attachment_id)
    if attachment.withdrawn_at is None:
        unit.put(replace(attachment, withdrawn_at=context.at, withdrawn_by_id=context.actor_id))
