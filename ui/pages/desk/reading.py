"""What the page of the desk asks the database, beside what its parts ask themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from datetime import datetime

    from app.directory.tables import Person, Team
    from app.messages.tables import IncomingMail
    from app.storage.units import Reader
    from app.workorders.calls import Caller, Found
    from app.workorders.day_end import CallerUpdate


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What can become of a call at once: whether the person here may solve it, and whom he may pass it on to."""

    may_solve: bool
    teams: tuple[Team, ...]
    engineers: tuple[Person, ...]


def read_outcomes(customer_id: str, reader: Reader) -> Outcomes:
    """As far as the person at this workspace may do it for this customer."""
    from app.directory.queries import engineers, myself, own_staff

    rights = myself(reader).grants
    may_assign = rights.may(Permission.ASSIGN_ORDERS, customer_id)
    return Outcomes(
        rights.may(Permission.TRIAGE_ORDERS, customer_id),
        own_staff(reader).teams,
        tuple(engineers(reader)) if may_assign else (),
    )


def read_caller(found: Found, reader: Reader) -> Caller:
    """What is known of whoever was chosen."""
    from app.workorders.queries.callers import caller_found

    return caller_found(reader, found)


def read_sender(mail: IncomingMail, reader: Reader) -> Caller | None:
    """What is known of whoever wrote a mail; None where nobody knows him."""
    from app.workorders.queries.callers import caller_found
    from app.workorders.queries.mails import sender_found

    found = sender_found(reader, mail)
    return caller_found(reader, found) if found else None


def read_order_id(number: str, reader: Reader) -> str:
    """The order of a number.

    :raises Rejection: ``record_unknown`` where it is not here
    """
    from app.foundation.errors import Rejection
    from app.workorders.queries.detail import find_order

    order_id = find_order(reader, number)
    if order_id is None:
        raise Rejection("record_unknown", table="work_orders", id=number)
    return order_id


@dataclass(frozen=True, slots=True)
class DayEnd:
    """The callers who are to be told how it stands, and whether there is a server that could send them something."""

    updates: tuple[CallerUpdate, ...]
    has_server: bool


def read_day_end(now: datetime, reader: Reader) -> DayEnd:
    """As it is at `now` (aware)."""
    from app.storage.facts import SERVER_URL, fact
    from app.workorders.day_end import callers_to_update

    return DayEnd(tuple(callers_to_update(reader, now)), bool(fact(reader, SERVER_URL)))
