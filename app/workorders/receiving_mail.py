"""What a mail becomes that came for the desk: the caller's word on an order, a rating, or a message in the queue.

An order's number can be guessed and a sender's address be invented. So a mail belongs to an order where it answers one
of ours, whose id nobody can guess, or names the number and comes from an address that the customer's people have. Only
an answer from the address that the invitation went to can rate.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.directory.tables import Person
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.messages.commands import tell
from app.messages.outgoing import keep_undelivered
from app.messages.reading.mail import ReadMail
from app.messages.rules import MailKind, Occasion
from app.messages.tables import IncomingMail, OutgoingMessage
from app.storage.commands import Context
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork
from app.workorders.mail_commands import MOST_FILES, FileMail, ReceiveMail
from app.workorders.mail_filing import whom_it_concerns
from app.workorders.rating_commands import RateOrder
from app.workorders.rules.rating_words import spoken_rating
from app.workorders.tables import OrderAlias, RatingLink, WorkOrder

LONGEST_TEXT = 20_000
"""Characters of a mail that stand where it is read; the whole of a longer one becomes a file of its order."""
_LONGEST_COMMENT = 2_000
_NUMBER = re.compile(r"\b[A-Z][0-9]{2}-[0-9A-Z]{4,12}\b")
_MOST_NUMBERS = 5
_INVITED_AT = frozenset({Occasion.SOLVED, Occasion.CLOSED})
_LONGEST_WAY = 20
"""Of orders that go on in others."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail of `size` bytes that came at `received_at` (aware) to `address`, ours.

    Where it is not `is_whole`, only its beginning could be read, or nothing.
    """

    mail: ReadMail
    received_at: datetime
    address: str
    size: int = 0
    is_whole: bool = True

    @property
    def domain(self) -> str:
        """That the ids of our mails stand in."""
        return self.address.rpartition("@")[2]


def id_of_mail(arrival: Arrival) -> str:
    """The id that follows from what a mail says and brings: delivered twice it is one, if it has an id of its own."""
    mail = arrival.mail
    once = mail.message_id or f"{arrival.received_at.isoformat()} {arrival.size}"
    files = (hashlib.sha256(file.content).hexdigest() for file in mail.files)
    return derive_id("incoming_mail", once, mail.sender, mail.subject, mail.text, *files)


def what_becomes(reader: Reader, mail_id: str, arrival: Arrival) -> list[ReceiveMail | FileMail | RateOrder]:
    """The commands that a mail causes; none where it was received before."""
    mail = arrival.mail
    if reader.get(IncomingMail, mail_id) is not None:
        return []
    person, customer_id = _sender(reader, mail.sender)
    if not arrival.is_whole:
        return [_received(mail_id, arrival, MailKind.UNREADABLE, mail.text, person, customer_id)]
    if mail.is_reply_of_machine or mail.sender == arrival.address.lower():
        kind = MailKind.UNDELIVERED if mail.failures else MailKind.OF_MACHINE
        return [_received(mail_id, arrival, kind, mail.text, person, customer_id)]
    answered = None if mail.is_bounce else _answered(reader, arrival)
    order = None if mail.is_bounce else _order(reader, mail, answered, customer_id)
    if order is None:
        return [_received(mail_id, arrival, MailKind.MESSAGE, mail.text, person, customer_id)]
    person = person if customer_id == order.customer_id else None
    rating = _rating(reader, mail, answered) if answered else None
    kind = MailKind.RATING if rating else MailKind.ANSWER
    rated_id = rating.order_id if rating else None
    received = _received(mail_id, arrival, kind, mail.own_words, person, order.customer_id, rated_id)
    return [received, rating or FileMail(mail_id=mail_id, order_id=order.id)]


def take_back(unit: UnitOfWork, context: Context, arrival: Arrival) -> None:
    """Mails of ours that did not reach their readers: they count as failed, and whoever has to know is told."""
    for message_id, detail in arrival.mail.failures:
        message = _ours(unit, message_id, arrival.domain)
        if message is None or not keep_undelivered(unit, message, detail):
            continue
        order = unit.require(WorkOrder, message.order_id)
        asked_by = unit.get(Person, message.asked_by_id)
        facts = {"recipient": message.recipient, "subject": message.subject, "detail": detail}
        for person_id in sorted({asked_by.id} if asked_by else whom_it_concerns(unit, order)):
            tell(unit, context, person_id, "notice_message_undelivered", facts, ("work_orders", order.id))


def _received(
    mail_id: str,
    arrival: Arrival,
    kind: MailKind,
    text: str,
    person: Person | None,
    customer_id: str,
    order_id: str | None = None,
) -> ReceiveMail:
    mail = arrival.mail
    return ReceiveMail(
        id=mail_id,
        kind=kind,
        customer_id=customer_id or None,
        person_id=person.id if person else None,
        order_id=order_id,
        sender=mail.sender,
        sender_name=mail.sender_name,
        subject=mail.subject,
        text=text[:LONGEST_TEXT],
        files=tuple(file.name[:200] for file in mail.files[:MOST_FILES]),
        received_at=arrival.received_at,
        size=arrival.size,
    )


def _sender(reader: Reader, address: str) -> tuple[Person | None, str]:
    """Who has this address, and whose customer's people do: nobody where it is that of two."""
    people = _people_at(reader, address)
    customer_ids = {person.customer_id for person in people}
    customer_id = (customer_ids.pop() or "") if len(customer_ids) == 1 else ""
    return people[0] if len(people) == 1 and customer_id else None, customer_id


def _people_at(reader: Reader, address: str) -> list[Person]:
    column = columns_of(Person)
    return reader.find(Person, sa.func.lower(sa.func.trim(column.email)) == address) if address else []


def _answered(reader: Reader, arrival: Arrival) -> OutgoingMessage | None:
    """The mail of ours that is answered, the latest first."""
    answered = (_ours(reader, one, arrival.domain) for one in reversed(arrival.mail.refers_to))
    return next(filter(None, answered), None)


def _ours(reader: Reader, message_id: str, domain: str) -> OutgoingMessage | None:
    name, _at, place = message_id.rpartition("@")
    return reader.get(OutgoingMessage, name) if place.lower() == domain.lower() else None


def _order(reader: Reader, mail: ReadMail, answered: OutgoingMessage | None, customer_id: str) -> WorkOrder | None:
    """The order that a mail is about, where its sender may speak of it; that which it goes on in."""
    if answered is not None:
        return _where_it_goes_on(reader, reader.get(WorkOrder, answered.order_id))
    for number in _NUMBER.findall(mail.subject.upper())[:_MOST_NUMBERS]:
        order = _numbered(reader, number)
        if order is not None and (order.customer_id == customer_id or _was_written_to(reader, order, mail.sender)):
            return _where_it_goes_on(reader, order)
    return None


def _numbered(reader: Reader, number: str) -> WorkOrder | None:
    orders = reader.having(WorkOrder, number=number, limit=1)
    if orders:
        return orders[0]
    aliases = reader.having(OrderAlias, alias=number, limit=1)
    return reader.get(WorkOrder, aliases[0].order_id) if aliases else None


def _was_written_to(reader: Reader, order: WorkOrder, address: str) -> bool:
    told = reader.having(OutgoingMessage, order_id=order.id)
    return any(message.recipient.lower() == address for message in told)


def _where_it_goes_on(reader: Reader, order: WorkOrder | None) -> WorkOrder | None:
    for _step in range(_LONGEST_WAY):
        if order is None or order.continued_in_id is None:
            break
        order = reader.get(WorkOrder, order.continued_in_id)
    return order


def _rating(reader: Reader, mail: ReadMail, answered: OutgoingMessage) -> RateOrder | None:
    """What the caller thinks of it, where he was asked, says it clearly, and nobody has used up the invitation."""
    if answered.occasion not in _INVITED_AT or answered.recipient.lower() != mail.sender:
        return None
    if any(person.customer_id is None for person in _people_at(reader, mail.sender)):
        return None
    links = reader.having(RatingLink, order_id=answered.order_id, used_at=None, limit=1)
    spoken = spoken_rating(mail.own_words)
    if not links or spoken is None:
        return None
    return RateOrder(
        order_id=answered.order_id,
        token=links[0].id,
        grade=spoken.grade,
        recommends=spoken.recommends,
        comment=spoken.comment[:_LONGEST_COMMENT],
        by_mail=True,
    )


declare(
    {
        "notice_message_undelivered": N_(
            "The message “{subject}” did not reach {recipient} ({detail}). Tell the caller another way."
        ),
    }
)
