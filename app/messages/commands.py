"""Telling people, and their having read it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.messages.tables import Notice
from app.storage.columns import facts_to_stored
from app.storage.commands import Context, handles, oneself
from app.storage.units import UnitOfWork


def tell(
    unit: UnitOfWork, context: Context, person_id: str, code: str, facts: dict[str, str], about: tuple[str, str]
) -> None:
    """Leave a notice for a person; `about` is the table and the id of the record that it is about."""
    unit.put(
        Notice(
            id=derive_id("notice", context.command_id, person_id, code, about[1], facts_to_stored(facts)),
            person_id=person_id,
            code=code,
            facts=facts,
            about_table=about[0],
            about_id=about[1],
            created_at=context.at,
            read_at=None,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotice:
    """The person has read a notice."""

    notice_id: str


@handles("messages.read_notice", ReadNotice, permission=Permission.READ_NOTICES, customer_of=oneself)
def read_notice(unit: UnitOfWork, command: ReadNotice, context: Context) -> None:
    """Mark it as read; only the person it is for can."""
    notice = unit.require(Notice, command.notice_id)
    if notice.person_id != context.actor_id:
        raise Rejection("not_permitted", permission=Permission.READ_NOTICES, customer_of=oneself)
    unit.put(replace(notice, read_at=notice.read_at or context.at))
