"""Settling what was refused: keep what stands, or do it after all, as it was meant or corrected.

It is settled once, whoever comes first: the person who did it, or the desk for him. What is done as it was meant is
done in the name of who meant it, and when he did; what was corrected, in the name of who corrected it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from app.accounts.rules import Grants, Permission
from app.accounts.tables import User
from app.accounts.users import grants_of
from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.inbox.tables import Refusal, Settlement, refusal_id_of
from app.messages.commands import tell
from app.storage.commands import Body, Context, Rights, Version, disclose, handles, oneself
from app.storage.edits import Edit
from app.storage.outbox import UNDONE_STATES, OutboxEntry, stood_rows
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRefusal:
    """Settle what was refused to oneself: keep what stands (no `body`), or do it after all.

    `body` is what the command is to say, in this `version` of it: as before, or corrected.
    """

    command_id: str
    body: Body | None = None
    version: Version = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleForOther:
    """Settle what was refused to somebody else; the desk does it for an engineer who has no network."""

    refusal_id: str
    body: Body | None = None
    version: Version = 1


class _Deed(Protocol):
    """A command that was refused, as its outbox or the desk holds it."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def actor_id(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class _Either:
    """What either of two may."""

    one: Rights
    other: Rights

    def may(self, permission: str, customer_id: str | None) -> bool:
        return self.one.may(permission, customer_id) or self.other.may(permission, customer_id)


class _Undecided:
    """What somebody else may is not known on a laptop: the authority decides."""

    def may(self, permission: str, customer_id: str | None) -> bool:  # noqa: ARG002 - the answer is the same for all
        return True


@handles(
    "inbox.settle",
    SettleRefusal,
    permission=Permission.SETTLE_OWN,
    customer_of=oneself,
    kept_when_refused=False,
)
def settle_refusal(unit: UnitOfWork, command: SettleRefusal, context: Context) -> None:
    """A laptop knows what was refused from its outbox, the authority from its own record."""
    refusal = unit.hold(Refusal, refusal_id_of(context.actor_id, command.command_id))
    if unit.get(Settlement, refusal_id_of(context.actor_id, command.command_id)) is not None:
        return
    if command.body is not None:
        deed = refusal if context.authority else _refused_here(unit, command.command_id)
        if deed is None:
            raise Rejection("record_unknown", table="refusals", id=command.command_id)
        _do(unit, deed, command.body, command.version, context)
    _settle(unit, context, context.actor_id, command.command_id, done=command.body is not None)


def _refused_here(reader: Reader, command_id: str) -> OutboxEntry | None:
    entry = reader.get(OutboxEntry, command_id)
    return entry if entry is not None and entry.state in UNDONE_STATES else None


def _customer_of_refusal(reader: Reader, command: SettleForOther) -> str | None:
    refusal = reader.get(Refusal, command.refusal_id)
    return (refusal.customer_id or None) if refusal else None


@handles(
    "inbox.settle_for_other",
    SettleForOther,
    permission=Permission.SETTLE_FOR_OTHERS,
    customer_of=_customer_of_refusal,
    kept_when_refused=False,
)
def settle_for_other(unit: UnitOfWork, command: SettleForOther, context: Context) -> None:
    """Whoever gave the command is told."""
    refusal = unit.hold(Refusal, command.refusal_id)
    if refusal is None:
        raise Rejection("refusal_settled")
    if command.body is not None:
        _do(unit, refusal, command.body, command.version, context)
    done = command.body is not None
    _settle(unit, context, refusal.actor_id, refusal.command_id, done=done)
    _tell_person(unit, context, refusal, done=done)


def _do(unit: UnitOfWork, deed: _Deed, body: Body, version: int, context: Context) -> None:
    """Carry out what was refused; it stays refused where somebody has changed the same once more."""
    spec, given = disclose(deed.name, body, version)
    if _is_as_meant(given, deed):
        rights = context.rights
        if deed.actor_id != context.actor_id:
            rights = _Either(rights, _grants_of_person(unit, deed.actor_id) if context.authority else _Undecided())
        context = replace(context, actor_id=deed.actor_id, at=deed.occurred_at, rights=rights)
    merged = spec.perform(unit, given, context)
    if merged is not None:
        raise Rejection("changed_meanwhile", fields=" ".join(merged.fields))


def _is_as_meant(given: Any, deed: _Deed) -> bool:
    """Whether a command says nothing else than what was refused; an edit has seen what stands by now."""
    try:
        _spec, meant = disclose(deed.name, json.loads(deed.body), deed.version)
    except Rejection:
        return False
    if isinstance(given, Edit):
        return bool(given.id == meant.id and given.wanted.items() <= meant.wanted.items())
    return bool(given == meant)


def _grants_of_person(reader: Reader, person_id: str) -> Grants:
    user = reader.first(User, columns_of(User).person_id == person_id, columns_of(User).active)
    return grants_of(reader, user.id) if user else Grants.of(())


def _settle(unit: UnitOfWork, context: Context, person_id: str, command_id: str, *, done: bool) -> None:
    settlement = Settlement(
        id=refusal_id_of(person_id, command_id),
        person_id=person_id,
        command_id=command_id,
        settled_by_id=context.actor_id,
        settled_at=context.at,
        done=done,
    )
    unit.put(settlement)
    unit.remove(Refusal, settlement.id)


def _tell_person(unit: UnitOfWork, context: Context, refusal: Refusal, *, done: bool) -> None:
    rows = [(spec.name, spec.from_values(row)) for spec, row in stood_rows(refusal.stood_before)]
    called = [(_called(row), table, row.id) for table, row in rows if _called(row)]
    record, *about = called[0] if called else (_named_in(refusal), "", "")
    actor = unit.get(Person, context.actor_id)
    facts = {"person": actor.name if actor else "", "record": record}
    tell(
        unit,
        context,
        refusal.actor_id,
        "notice_done_for_you" if done else "notice_kept_for_you",
        facts,
        (about[0], about[1]),
    )


def _named_in(refusal: Refusal) -> str:
    """What a command calls the record that it was to make."""
    said = json.loads(refusal.body)
    return str(said.get("title") or said.get("name") or refusal.name)


def _called(row: Any) -> str:
    """What people call a record: its number or code, and its name."""
    parts = (getattr(row, name, "") for name in ("number", "code", "title", "name"))
    return " ".join(part for part in parts if part)


declare(
    {
        "refusal_settled": N_("This has been settled in the meantime. There is nothing left to do."),
        "notice_kept_for_you": N_("{person} settled for you what had been refused ({record}): what stood was kept."),
        "notice_done_for_you": N_("{person} settled for you what had been refused ({record}): it was done after all."),
    }
)
