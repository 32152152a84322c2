"""Mails of callers: kept once, and put to the order that they belong to, or aside.

The server gives these for what comes into its mailbox; the desk gives the last two for what waits in its queue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.directory.tables import Customer, Person
from app.foundation.sentences import declare
from app.foundation.texts import Count, Instant, LongText, ShortText
from app.foundation.translation import N_
from app.messages.commands import tell
from app.messages.rules import MailKind, MailState
from app.messages.tables import IncomingMail
from app.storage.commands import Context, handles, its_customer
from app.storage.units import Reader, UnitOfWork
from app.workorders.history import Fact, customer_of_order, record
from app.workorders.mail_filing import put_to_order, waiting_mail, whom_it_concerns
from app.workorders.rules import EventKind
from app.workorders.tables import WorkOrder

Subject = Annotated[str, Meta(max_length=200)]
MOST_FILES = 50
"""Of one mail; what it has beyond them is told in a number."""

_AT_FIRST = {
    MailKind.RATING: MailState.FILED,
    MailKind.OF_MACHINE: MailState.ASIDE,
    MailKind.UNDELIVERED: MailState.ASIDE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMail:
    """A mail has come. `order_id` is the order that it belongs to for sure; `files` are the names of what is attached.

    Nobody need know who sent it (`person_id`), or for whom he works.
    """

    id: str
    kind: MailKind
    customer_id: str | None = None
    person_id: str | None = None
    order_id: str | None = None
    sender: ShortText
    sender_name: Subject = ""
    subject: Subject = ""
    text: LongText = ""
    files: Annotated[tuple[Subject, ...], Meta(max_length=MOST_FILES)] = ()
    received_at: Instant
    size: Count = 0


@handles(
    "workorders.receive_mail",
    ReceiveMail,
    permission=Permission.HEAR_CALLERS,
    customer_of=its_customer,
    kept_when_refused=False,
)
def receive_mail(unit: UnitOfWork, command: ReceiveMail, context: Context) -> None:
    """It waits for the desk, unless it is known to belong somewhere or nobody has to read it."""
    unit.require_new(IncomingMail, command.id)
    if command.customer_id is not None:
        unit.require(Customer, command.customer_id)
    if command.person_id is not None:
        unit.require(Person, command.person_id, customer_id=command.customer_id)
    if command.order_id is not None or command.kind is MailKind.RATING:
        unit.require(WorkOrder, command.order_id or "", customer_id=command.customer_id)
    state = _AT_FIRST.get(command.kind, MailState.WAITING)
    is_settled = state is not MailState.WAITING
    unit.put(
        IncomingMail(
            id=command.id,
            customer_id=command.customer_id or "",
            person_id=command.person_id,
            order_id=command.order_id,
            kind=command.kind,
            state=state,
            sender=command.sender,
            sender_name=command.sender_name,
            subject=command.subject,
            text=command.text,
            files=command.files,
            received_at=command.received_at,
            size=command.size,
            settled_at=context.at if is_settled else None,
            settled_by_id=context.actor_id if is_settled else None,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMail:
    """Put a mail to an order about which its caller has more to say."""

    mail_id: str
    order_id: str


@handles("workorders.file_mail", FileMail, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def file_mail(unit: UnitOfWork, command: FileMail, context: Context) -> None:
    """What the caller says is a fact, a sign of life where it is solved; who works on it or the desk hears of it."""
    order = unit.require(WorkOrder, command.order_id)
    mail = put_to_order(unit, context, command.mail_id, order)
    facts = {"sender": mail.sender_name or mail.sender, "address": mail.sender}
    record(unit, context, order, Fact(EventKind.HEARD, note=mail.text or mail.subject, facts=facts))
    told = {"number": order.number, "title": order.title, "sender": facts["sender"]}
    for person_id in sorted(whom_it_concerns(unit, order) - {context.actor_id}):
        tell(unit, context, person_id, "notice_caller_wrote", told, ("work_orders", order.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMailAside:
    """Nothing is to be done about a mail: thanks, advertising."""

    mail_id: str


def _customer_of_mail(reader: Reader, command: SetMailAside) -> str | None:
    return reader.require(IncomingMail, command.mail_id).customer_id or None


@handles("workorders.set_mail_aside", SetMailAside, permission=Permission.TRIAGE_ORDERS, customer_of=_customer_of_mail)
def set_mail_aside(unit: UnitOfWork, command: SetMailAside, context: Context) -> None:
    """It stays in the mailbox, where nothing is ever removed."""
    mail = waiting_mail(unit, command.mail_id)
    unit.put(replace(mail, state=MailState.ASIDE, settled_at=context.at, settled_by_id=context.actor_id))


declare(
    {
        "notice_caller_wrote": N_("{number} {title}: {sender} has written. Read it in the order's history."),
    }
)
