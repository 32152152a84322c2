"""Callers are told what happens to their orders: written down in the same transaction, and sent later.

Only a server does this that was told how (`app.messages.settings`). Planned and detected work has no caller, and what
goes on in another order is told of there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from app.directory.tables import Customer, Person
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_, Language
from app.messages.commands import tell
from app.messages.rules import MessageState, MessageWay, Occasion, mail_address, phone_number
from app.messages.settings import MessageSettings
from app.messages.tables import IncomingMail, OutgoingMessage
from app.messages.wording import Told, written
from app.storage.commands import Context
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.workorders.rules import BY_MESSAGE, AnswerWay, EventKind
from app.workorders.tables import OrderEvent, Rating, RatingLink, WorkOrder

_OCCASIONS = {
    EventKind.LOGGED: Occasion.LOGGED,
    EventKind.ANSWERED: Occasion.PROGRESS,
    EventKind.DONE: Occasion.SOLVED,
    EventKind.CLOSED: Occasion.CLOSED,
}
_RATED_AT = frozenset({EventKind.DONE, EventKind.CLOSED})


@dataclass(frozen=True, slots=True)
class _Caller:
    name: str
    address: str
    number: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class TellingCallers:
    """What a server does about each fact of an order."""

    settings: MessageSettings

    def react(self, unit: UnitOfWork, event: OrderEvent, context: Context) -> None:
        """Put what the caller is to be told of it into the queue, where there is a way to him."""
        occasion = _OCCASIONS.get(event.kind)
        asked = BY_MESSAGE.get(AnswerWay(event.facts["way"])) if occasion is Occasion.PROGRESS else None
        if occasion is None or (occasion is Occasion.PROGRESS and asked is None):
            return
        order = unit.require(WorkOrder, event.order_id)
        caller = self._caller(unit, order)
        way = _way_to(caller, asked)
        if way is not None:
            unit.ensure(self._message(unit, event, order, caller, occasion, way))
        elif asked is not None:
            facts = {"number": order.number}
            tell(unit, context, context.actor_id, "notice_caller_unreachable", facts, ("work_orders", order.id))

    def _caller(self, unit: UnitOfWork, order: WorkOrder) -> _Caller:
        """As the order names him, completed from the directory, and from the mail that it was logged by.

        He has an address only where there is a way that takes it.
        """
        person = unit.get(Person, order.caller_id) if order.caller_id else None
        mails = unit.having(IncomingMail, "received_at", order_id=order.id, limit=1)
        address = (person.email if person else "") or (mails[0].sender if mails else "")
        phone = order.caller_phone or (person.phone if person else "")
        return _Caller(
            name=order.caller_name or (person.name if person else ""),
            address=mail_address(address) if self.settings.smtp else "",
            number=phone_number(phone, self.settings.sms.numbers) if self.settings.sms else "",
            is_ours=person is not None and person.customer_id is None,
        )

    def _message(
        self,
        unit: UnitOfWork,
        event: OrderEvent,
        order: WorkOrder,
        caller: _Caller,
        occasion: Occasion,
        way: MessageWay,
    ) -> OutgoingMessage:
        told = Told(
            order.number,
            order.title,
            self.settings.service,
            caller.name,
            event.note if occasion is Occasion.PROGRESS else order.resolution,
        )
        language = unit.require(Customer, order.customer_id).language or self.settings.language
        link = self._rating_link(unit, event, order, caller, language)
        said = written(
            occasion,
            language,
            told,
            link=f"{self.settings.public_url.rstrip('/')}/rate/{link.id}" if link and self.settings.public_url else "",
            by_reply=link is not None and self.settings.imap is not None,
        )
        return OutgoingMessage(
            id=derive_id("outgoing_message", event.id, way),
            way=way,
            occasion=occasion,
            customer_id=order.customer_id,
            order_id=order.id,
            asked_by_id=event.actor_id,
            recipient=caller.address if way is MessageWay.MAIL else caller.number,
            recipient_name=caller.name,
            subject=said.subject,
            text=said.text if way is MessageWay.MAIL else said.short,
            state=MessageState.QUEUED,
            tries=0,
            created_at=event.at,
            next_try_at=event.at,
        )

    def _rating_link(
        self, unit: UnitOfWork, event: OrderEvent, order: WorkOrder, caller: _Caller, language: Language
    ) -> RatingLink | None:
        """By which the order can be rated once; None while it is open, once it is rated, and for our own people."""
        if event.kind not in _RATED_AT or not (self.settings.public_url or self.settings.imap):
            return None
        column = columns_of(Person)
        is_ours = caller.is_ours or (
            caller.address and unit.first(Person, column.customer_id.is_(None), column.email == caller.address)
        )
        if is_ours or unit.having(Rating, order_id=order.id):
            return None
        links = unit.having(RatingLink, order_id=order.id, used_at=None)
        if links:
            return links[0]
        return unit.ensure(
            RatingLink(
                id=secrets.token_urlsafe(32),
                order_id=order.id,
                customer_id=order.customer_id,
                language=language,
                made_at=event.at,
                used_at=None,
            )
        )


def _way_to(caller: _Caller, asked: MessageWay | None) -> MessageWay | None:
    """The way that somebody asked for, else a mail rather than an SMS; None where there is none."""
    there = {MessageWay.MAIL: caller.address, MessageWay.SMS: caller.number}
    return next((way for way, place in there.items() if place and way == (asked or way)), None)


declare(
    {
        "notice_caller_unreachable": N_(
            "{number} names no caller that this answer could be sent to. Complete the caller, or tell him another way."
        ),
    }
)
