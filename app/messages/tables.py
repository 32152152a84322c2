"""Notices: a word to one person of the service about something that happened. Messages: to callers, and theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.messages.rules import MailKind, MailState, MessageState, MessageWay, Occasion
from app.storage.schema import INDEXED, ScopeRule, of_person, queue_scope, table


@table("notices", scope=of_person, indexes=(("person_id", "created_at"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`code` names the sentence (`app.foundation.sentences`), `facts` are its parameters."""

    id: str
    person_id: str
    code: str
    facts: dict[str, str]
    about_table: str
    about_id: str
    created_at: datetime
    read_at: datetime | None


@table("outgoing_messages", indexes=(("state", "next_try_at"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A mail or an SMS to a caller, written down with what it tells of, and kept on the server alone.

    The id follows from the event that it tells of, so it is written once, and the mail's Message-ID follows from the
    id. `asked_by_id` is whose command it was; `failure` is what went wrong last.
    """

    id: str
    way: MessageWay
    occasion: Occasion
    customer_id: str
    order_id: Annotated[str, INDEXED]
    asked_by_id: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    state: MessageState
    tries: int
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None = None
    failure: str = ""


@table("incoming_mails", scope=ScopeRule("customer_id", queue_scope), indexes=(("state", "received_at"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail that came, once: the id follows from what it says. Whoever triages for its customer gets it.

    `customer_id` is that of `person_id`, who is known by the address, else empty. `order_id` is the order that it
    belongs to. `text` are the words of a reply without what it quotes, else all of them; `files` are the names of what
    was attached. The whole mail is among the server's contents until it is `filed_at`: then its files are on the order,
    or nobody needs them.
    """

    id: str
    customer_id: str
    person_id: str | None
    order_id: Annotated[str | None, INDEXED]
    kind: MailKind
    state: MailState
    sender: str
    sender_name: str
    subject: str
    text: str
    files: tuple[str, ...]
    received_at: datetime
    size: int
    settled_at: datetime | None = None
    settled_by_id: str | None = None
    filed_at: datetime | None = None


@table("mailbox_places")
@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxPlace:
    """How far a mailbox was read: up to `uid`, as long as it has this `validity` (RFC 3501). On the server alone."""

    id: str
    validity: int
    uid: int
    looked_at: datetime
