"""What passes between the desk, the caller and suppliers, and what clocks hear of."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.calendars.working_time import stamp
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.texts import Instant, Name, RequiredLongText, RequiredShortText, ShortText
from app.foundation.translation import N_
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork
from app.workorders.clock_facts import FROM_AT, UNTIL_AT
from app.workorders.history import Fact, customer_of_order, events_of, open_order, record
from app.workorders.rules import AnswerWay, EventKind
from app.workorders.suppliers import ANSWER_BY, REFERENCE, SUPPLIER, ticket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCaller:
    """Tell the caller something; `advice` says that it holds advice or a way (`domain.md` §3)."""

    order_id: str
    way: AnswerWay
    text: RequiredLongText
    advice: bool = False


@handles("workorders.answer", AnswerCaller, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def answer_caller(unit: UnitOfWork, command: AnswerCaller, context: Context) -> None:
    """The first answer of a person stops the response clock."""
    order = open_order(unit, command.order_id)
    facts = {"way": str(command.way)} | ({"advice": "yes"} if command.advice else {})
    record(unit, context, order, Fact(EventKind.ANSWERED, note=command.text, facts=facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipUpdate:
    """Leave out at the end of the day what the caller would be told of his order (`app.workorders.day_end`)."""

    order_id: str
    reason: RequiredShortText


@handles("workorders.skip_update", SkipUpdate, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def skip_update(unit: UnitOfWork, command: SkipUpdate, context: Context) -> None:
    """Whoever asks tomorrow why nobody called finds the reason in the history."""
    order = open_order(unit, command.order_id)
    record(unit, context, order, Fact(EventKind.UPDATE_SKIPPED, note=command.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSupplier:
    """Open a ticket at a supplier, under his reference; `answer_by` he has promised an answer."""

    order_id: str
    supplier: Name
    reference: ShortText = ""
    note: ShortText = ""
    answer_by: Instant | None = None


@handles("workorders.call_supplier", CallSupplier, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def call_supplier(unit: UnitOfWork, command: CallSupplier, context: Context) -> None:
    """What that does to the clock, the contract says. Chasing him is calling again."""
    order = open_order(unit, command.order_id)
    facts = {SUPPLIER: command.supplier.strip(), REFERENCE: command.reference}
    if command.answer_by is not None:
        facts[ANSWER_BY] = str(stamp(command.answer_by))
    record(unit, context, order, Fact(EventKind.TO_SUPPLIER, note=command.note, facts=facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackFromSupplier:
    """The supplier has handed it back."""

    order_id: str
    note: RequiredShortText


@handles(
    "workorders.take_back_from_supplier",
    TakeBackFromSupplier,
    permission=Permission.TRIAGE_ORDERS,
    customer_of=customer_of_order,
)
def take_back_from_supplier(unit: UnitOfWork, command: TakeBackFromSupplier, context: Context) -> None:
    """Only what is with a supplier can come back."""
    order = open_order(unit, command.order_id)
    if ticket_of(events_of(unit, order.id)) is None:
        raise Rejection("not_with_a_supplier", number=order.number)
    record(unit, context, order, Fact(EventKind.FROM_SUPPLIER, note=command.note))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeMisrouting:
    """Say that the request belonged elsewhere for a time, which is excluded from its clocks (`domain.md` §3)."""

    order_id: str
    from_at: Instant
    until_at: Instant
    reason: RequiredShortText


@handles(
    "workorders.exclude_misrouting",
    ExcludeMisrouting,
    permission=Permission.TRIAGE_ORDERS,
    customer_of=customer_of_order,
)
def exclude_misrouting(unit: UnitOfWork, command: ExcludeMisrouting, context: Context) -> None:
    """A figure is never edited: the time is a fact, with a reason and who said so."""
    order = open_order(unit, command.order_id)
    if not order.logged_at <= command.from_at < command.until_at <= context.at:
        raise Rejection("misrouting_times_wrong")
    facts = {FROM_AT: str(stamp(command.from_at)), UNTIL_AT: str(stamp(command.until_at))}
    record(unit, context, order, Fact(EventKind.MISROUTED, note=command.reason, facts=facts))


declare(
    {
        "not_with_a_supplier": N_("{number} is not with a supplier. Look at its history."),
        "misrouting_times_wrong": N_(
            "The time on a wrong way lies between the call and now, and begins before it ends. Check both."
        ),
    }
)
