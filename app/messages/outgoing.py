"""The queue of mails and texts that the server sends: what waits, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.messages.commands import tell
from app.messages.rules import TOLD_WITHIN, MessageState, wait_after
from app.messages.tables import OutgoingMessage
from app.storage.commands import Context
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


def due_messages(reader: Reader, now: datetime, limit: int) -> list[OutgoingMessage]:
    """What is to be sent now, what waits longest first."""
    column = columns_of(OutgoingMessage)
    return reader.find(
        OutgoingMessage,
        column.state == MessageState.QUEUED,
        column.next_try_at <= now,
        order_by=(column.next_try_at, column.id),
        limit=limit,
    )


def keep_sent(unit: UnitOfWork, message_id: str, now: datetime) -> None:
    """It is out. A process that dies before this is kept sends it once more, with the same Message-ID."""
    message = _held(unit, message_id)
    if message:
        unit.put(replace(message, state=MessageState.SENT, tries=message.tries + 1, sent_at=now, failure=""))


def keep_failed(unit: UnitOfWork, message_id: str, failure: str, context: Context, *, for_good: bool) -> None:
    """It was not taken. What can never be sent, or not in time, is told to whoever it was sent for."""
    message = _held(unit, message_id)
    if message is None:
        return
    tries = message.tries + 1
    next_try_at = context.at + wait_after(tries)
    over = for_good or next_try_at - message.created_at > TOLD_WITHIN
    state = MessageState.FAILED if over else MessageState.QUEUED
    unit.put(replace(message, state=state, tries=tries, next_try_at=next_try_at, failure=failure))
    if over:
        facts = {"recipient": message.recipient, "subject": message.subject, "detail": failure}
        tell(unit, context, message.asked_by_id, "notice_message_failed", facts, ("work_orders", message.order_id))


def keep_undelivered(unit: UnitOfWork, message: OutgoingMessage, failure: str) -> bool:
    """It was taken, and did not reach its reader after all; tells whether that is news."""
    held = unit.hold(OutgoingMessage, message.id)
    if held is None or held.state is MessageState.FAILED:
        return False
    unit.put(replace(held, state=MessageState.FAILED, failure=failure))
    return True


def _held(unit: UnitOfWork, message_id: str) -> OutgoingMessage | None:
    """The message, if it still waits."""
    message = unit.hold(OutgoingMessage, message_id)
    return message if message and message.state is MessageState.QUEUED else None


declare(
    {
        "notice_message_failed": N_(
            "The message “{subject}” could not be sent to {recipient} ({detail}). Tell the caller another way."
        ),
    }
)
