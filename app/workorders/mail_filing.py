"""Putting a mail to the order that it belongs to, and who hears of it."""

from __future__ import annotations

from dataclasses import replace

from app.accounts.queries import people_holding
from app.accounts.rules import DESK_ROLES, Permission
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.messages.rules import MailState
from app.messages.tables import IncomingMail
from app.storage.commands import Context
from app.storage.units import Reader, UnitOfWork
from app.workorders.rules import OPEN_ORDER_STATES
from app.workorders.tables import WorkOrder


def put_to_order(unit: UnitOfWork, context: Context, mail_id: str, order: WorkOrder) -> IncomingMail:
    """Let a mail that waits belong to an order; its files follow.

    :raises Rejection: ``mail_settled``, ``mail_of_another_customer``; ``not_permitted`` where nobody knows whose mail
        it is, and the actor does not triage for everybody
    """
    mail = waiting_mail(unit, mail_id)
    if not mail.customer_id and not context.rights.may(Permission.TRIAGE_ORDERS, None):
        raise Rejection("not_permitted", permission=Permission.TRIAGE_ORDERS)
    if mail.customer_id not in {"", order.customer_id}:
        raise Rejection("mail_of_another_customer", number=order.number)
    filed = replace(
        mail, state=MailState.FILED, order_id=order.id, settled_at=context.at, settled_by_id=context.actor_id
    )
    unit.put(filed)
    return filed


def whom_it_concerns(reader: Reader, order: WorkOrder) -> set[str]:
    """Who hears of what a caller says: whoever works on the order, else his desk; of what is over both."""
    desk = set(people_holding(reader, DESK_ROLES, order.customer_id))
    if order.engineer_id is None:
        return desk
    return {order.engineer_id} if order.state in OPEN_ORDER_STATES else {order.engineer_id} | desk


def waiting_mail(unit: UnitOfWork, mail_id: str) -> IncomingMail:
    """The mail, as long as nobody has settled it.

    :raises Rejection: ``mail_settled``
    """
    mail = unit.require(IncomingMail, mail_id)
    if mail.state is not MailState.WAITING:
        raise Rejection("mail_settled", subject=mail.subject or mail.sender)
    return mail


declare(
    {
        "mail_settled": N_("Somebody has dealt with the e-mail “{subject}” already. Look at the order's history."),
        "mail_of_another_customer": N_(
            "{number} belongs to another customer than this e-mail. Choose one of his orders."
        ),
    }
)
