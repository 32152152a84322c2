"""Agreeing on closures, telling people about them, and what then happens to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Protocol

from msgspec import Meta

from app.accounts.rules import Permission
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Person
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Instant, Name, RequiredLongText, ShortText
from app.foundation.translation import N_, WRITTEN_LANGUAGES
from app.knowledge.affected import SystemIds, check_not_later, require_affected
from app.knowledge.queries import events_of_closure
from app.knowledge.rules.closures import (
    ClosureEventKind,
    ClosureKind,
    ClosureState,
    check_agreed,
    check_period,
    closure_after,
    replay,
    shortfall,
)
from app.knowledge.tables import Announcement, Closure, ClosureEvent
from app.messages.commands import tell
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

_Texts = Annotated[dict[str, RequiredLongText], Meta(min_length=1, max_length=len(WRITTEN_LANGUAGES))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeClosure:
    """Services will be closed, as `agreed_by` at the customer's agreed to at `agreed_at`.

    With `as_it_happened` it is recorded although the notice was too short, and what was missing is marked.
    """

    id: str
    customer_id: str
    kind: ClosureKind
    begins_at: Instant
    ends_at: Instant
    reason: Name
    agreed_by: Name
    agreed_at: Instant
    group_id: str | None = None
    system_ids: SystemIds = ()
    as_it_happened: bool = False


@handles("knowledge.agree_closure", AgreeClosure, permission=Permission.CLOSE_SERVICES, customer_of=its_customer)
def agree_closure(unit: UnitOfWork, command: AgreeClosure, context: Context) -> None:
    """Notice is counted from the agreement; nobody agrees to something in the future."""
    unit.require_new(Closure, command.id)
    unit.require(Customer, command.customer_id)
    require_affected(unit, command.customer_id, command.group_id, command.system_ids)
    check_not_later(context, command.agreed_at)
    check_period(command.begins_at, command.ends_at)
    if not command.as_it_happened:
        check_agreed(command.kind, command.begins_at, command.ends_at, command.agreed_at)
    missing = shortfall(command.kind, command.begins_at, command.agreed_at)
    closure = Closure(
        id=command.id,
        customer_id=command.customer_id,
        group_id=command.group_id,
        system_ids=tuple(dict.fromkeys(command.system_ids)),
        kind=command.kind,
        begins_at=command.begins_at,
        ends_at=command.ends_at,
        reason=command.reason,
        agreed_by=command.agreed_by,
        agreed_at=command.agreed_at,
        shortfall_minutes=-(-missing // timedelta(minutes=1)),
        state=ClosureState.AGREED,
        announced_at=None,
        begun_at=None,
        ended_at=None,
    )
    _record(unit, context, closure, ClosureEventKind.AGREED, at=command.agreed_at)


class _NamesClosure(Protocol):
    @property
    def closure_id(self) -> str: ...


def _customer_of_closure(reader: Reader, command: _NamesClosure) -> str:
    return reader.require(Closure, command.closure_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """Tell a customer's people something, for instance about a closure: texts by language, as they were sent."""

    id: str
    customer_id: str
    title: Name
    texts: _Texts
    closure_id: str | None = None


@handles("knowledge.announce", Announce, permission=Permission.PUBLISH_KNOWLEDGE, customer_of=its_customer)
def announce(unit: UnitOfWork, command: Announce, context: Context) -> None:
    """Our own people are left a notice, so that nobody of them hears of it from a caller."""
    unit.require_new(Announcement, command.id)
    customer = unit.require(Customer, command.customer_id)
    unknown = sorted(command.texts.keys() - WRITTEN_LANGUAGES.keys())
    if unknown:
        raise Rejection("announcement_language_unknown", languages=unknown)
    if command.closure_id is not None:
        closure = unit.require(Closure, command.closure_id, customer_id=command.customer_id)
        _record(unit, context, replace(closure, announced_at=context.at), ClosureEventKind.ANNOUNCED)
    unit.put(
        Announcement(
            id=command.id,
            customer_id=command.customer_id,
            closure_id=command.closure_id,
            title=command.title,
            texts=command.texts,
            announced_at=context.at,
            announced_by_id=context.actor_id,
        )
    )
    column = columns_of(Person)
    for person in unit.find(Person, column.customer_id.is_(None), column.kind != PersonKind.CONTACT):
        if person.id != context.actor_id:
            facts = {"customer": customer.name, "title": command.title}
            tell(unit, context, person.id, "notice_announced", facts, ("announcements", command.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendClosure:
    """It takes longer: it was agreed that the services stay closed until `ends_at`."""

    closure_id: str
    ends_at: Instant
    note: ShortText = ""


@handles(
    "knowledge.extend_closure", ExtendClosure, permission=Permission.CLOSE_SERVICES, customer_of=_customer_of_closure
)
def extend_closure(unit: UnitOfWork, command: ExtendClosure, context: Context) -> None:
    """What people were told does not hold any more."""
    closure = unit.require(Closure, command.closure_id)
    if command.ends_at <= closure.ends_at:
        raise Rejection("closure_not_longer")
    longer = replace(closure, ends_at=command.ends_at, announced_at=None)
    _record(unit, context, longer, ClosureEventKind.EXTENDED, note=command.note, until_at=command.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginClosure:
    """The services are closed, since now or since `at`."""

    closure_id: str
    at: Instant | None = None


@handles(
    "knowledge.begin_closure", BeginClosure, permission=Permission.CLOSE_SERVICES, customer_of=_customer_of_closure
)
def begin_closure(unit: UnitOfWork, command: BeginClosure, context: Context) -> None:
    """It may begin at another time than was agreed; what counts as downtime is what happened."""
    check_not_later(context, command.at)
    closure = unit.require(Closure, command.closure_id)
    at = command.at or context.at
    _record(unit, context, replace(closure, begun_at=at), ClosureEventKind.BEGUN, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndClosure:
    """The services are available again, since now or since `at`."""

    closure_id: str
    at: Instant | None = None
    note: ShortText = ""


@handles("knowledge.end_closure", EndClosure, permission=Permission.CLOSE_SERVICES, customer_of=_customer_of_closure)
def end_closure(unit: UnitOfWork, command: EndClosure, context: Context) -> None:
    """It ends after it began."""
    check_not_later(context, command.at)
    closure = unit.require(Closure, command.closure_id)
    at = command.at or context.at
    if closure.begun_at is not None:
        check_period(closure.begun_at, at)
    _record(unit, context, replace(closure, ended_at=at), ClosureEventKind.ENDED, at=at, note=command.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelClosure:
    """The services are not closed after all."""

    closure_id: str
    reason: Name


@handles(
    "knowledge.cancel_closure", CancelClosure, permission=Permission.CLOSE_SERVICES, customer_of=_customer_of_closure
)
def cancel_closure(unit: UnitOfWork, command: CancelClosure, context: Context) -> None:
    """What people were told does not hold any more."""
    closure = replace(unit.require(Closure, command.closure_id), announced_at=None)
    _record(unit, context, closure, ClosureEventKind.CANCELLED, note=command.reason)


def _record(
    unit: UnitOfWork,
    context: Context,
    closure: Closure,
    kind: ClosureEventKind,
    *,
    at: datetime | None = None,
    note: str = "",
    until_at: datetime | None = None,
) -> None:
    """Write a fact down; the closure goes into the state that follows from it.

    :raises Rejection: ``closure_state_wrong``
    """
    events = events_of_closure(unit, closure.id)
    state = closure_after(replay(event.kind for event in events), kind)
    unit.put(replace(closure, state=state))
    ordinal = len(events) + 1
    unit.put(
        ClosureEvent(
            id=derive_id("closure_event", closure.id, str(ordinal)),
            customer_id=closure.customer_id,
            closure_id=closure.id,
            ordinal=ordinal,
            kind=kind,
            at=at or context.at,
            actor_id=context.actor_id,
            note=note,
            until_at=until_at,
        )
    )


declare(
    {
        "closure_not_longer": N_("The new end is not later than the present one. To open earlier, end the closure."),
        "announcement_language_unknown": N_("Announcements are not written in {languages}. Leave these texts out."),
        "notice_announced": N_("Announcement for {customer}: {title}"),
    }
)
