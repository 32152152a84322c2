"""Notices: a word to one person of the service about something that happened. Messages: a word to a caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.messages.rules import MessageState, MessageWay, Occasion
from app.storage.schema import INDEXED, of_person, table


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
