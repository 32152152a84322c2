"""Mails that wait for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.directory.tables import Customer, Person
from app.messages.rules import MailState
from app.messages.tables import IncomingMail
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.calls import Found, FoundKind

MOST_SHOWN = 6
"""Of the queue; whoever has dealt with one sees the next one."""


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail, and what its sender's customer is called; empty where nobody knows whose he is."""

    mail: IncomingMail
    customer: str

    @property
    def sender(self) -> str:
        """Who wrote it, as he calls himself, with his address."""
        return f"{self.mail.sender_name} <{self.mail.sender}>" if self.mail.sender_name else self.mail.sender


@dataclass(frozen=True, slots=True)
class WaitingMails:
    """The mails that wait longest, and how many more there are."""

    first: tuple[WaitingMail, ...]
    more: int


def waiting_mails(reader: Reader) -> WaitingMails:
    """Those that this desk has."""
    column = columns_of(IncomingMail)
    mails = reader.find(
        IncomingMail,
        column.state == MailState.WAITING,
        order_by=(column.received_at, column.id),
        limit=MOST_SHOWN,
    )
    customers = reader.get_all(Customer, {mail.customer_id for mail in mails})
    first = tuple(WaitingMail(mail, _name(customers.get(mail.customer_id))) for mail in mails)
    return WaitingMails(first, reader.count(IncomingMail, state=MailState.WAITING) - len(first))


def waiting_mail(reader: Reader, mail_id: str) -> WaitingMail | None:
    """One of them; None where somebody has dealt with it."""
    mail = reader.get(IncomingMail, mail_id)
    if mail is None or mail.state is not MailState.WAITING:
        return None
    return WaitingMail(mail, _name(reader.get(Customer, mail.customer_id)))


def sender_found(reader: Reader, mail: IncomingMail) -> Found | None:
    """Who wrote it, as the desk finds callers; None where nobody knows him."""
    person = reader.get(Person, mail.person_id) if mail.person_id else None
    if person is not None:
        return Found(FoundKind.PERSON, person.id, mail.customer_id, person.name, "")
    if not mail.customer_id:
        return None
    return Found(FoundKind.CUSTOMER, mail.customer_id, mail.customer_id, "", "")


def _name(customer: Customer | None) -> str:
    return customer.name if customer else ""
