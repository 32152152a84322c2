"""Rebase: undo what is pending, apply the truth, do again what is still pending; rows and cursor in one transaction.

Where nothing pending is touched (the usual case) the truth is simply applied.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from app.foundation.errors import Rejection, Trouble
from app.storage import facts
from app.storage.images import changed_here, rewind
from app.storage.outbox import OutboxEntry, OutboxState, given_sequence, pending_entries, reopen_after, settled_sequence
from app.storage.schema import columns_of, spec_of, table
from app.storage.store import Store
from app.storage.troubles import blames_data
from app.storage.units import Origin, Reader, UnitOfWork
from app.storage.windows import outside
from app.sync.history.laptop import remember
from app.sync.pull.wire import DUPLICATE, PullReply, PullRequest, Standpoint, TableRows
from app.sync.rebase.rows import Understood, synchronised_specs, understand

T = TypeVar("T")
Redo = Callable[[UnitOfWork, OutboxEntry], None]

_log = logging.getLogger(__name__)

_PULLING_ANEW = "pulling_anew"
_VERDICTS = {
    "applied": OutboxState.APPLIED,
    DUPLICATE: OutboxState.APPLIED,
    "merged": OutboxState.MERGED,
}
"""What is none of these was not applied as it was meant, and is for a person to look at."""


@table("pulled_rows")
@dataclass(frozen=True, slots=True, kw_only=True)
class PulledRow:
    """A row that a pull of everything has brought so far; the id is its table and its id."""

    id: str


def apply_page(store: Store, redo: Redo, request: PullRequest, reply: PullReply) -> None:
    """Make a page of a pull true here. A page that was asked for from another place than ours is stale and ignored.

    :raises Trouble: ``protocol_unknown``, ``message_malformed``, ``device_fenced``; nothing was changed
    """
    _write(store, lambda unit: _rebase(unit, redo, request, reply))


def apply_rows(
    store: Store, redo: Redo, tables: Sequence[TableRows], place: Mapping[str, str], asked: Standpoint | None = None
) -> bool:
    """Make rows true that came by another way than a pull, and keep these facts about it with them.

    What was `asked` from another place than ours is stale, and ignored: tells whether it was not.

    :raises Trouble: ``protocol_unknown``, ``message_malformed``; nothing was changed
    """
    understood = list(filter(None, map(understand, tables)))

    def work(unit: UnitOfWork) -> bool:
        if asked is not None and _is_stale(unit, asked):
            return False
        told = _told(unit, understood)
        if told:
            rewind(unit, told)
        for sent in understood:
            _apply_truth(unit, sent, remember=False)
        for name, value in place.items():
            facts.set_fact(unit, name, value)
        if told:
            _redo_all(unit, redo)
        return True

    return _write(store, work)


def holds_rows(reader: Reader) -> bool:
    """Whether anything is here that agrees with a server."""
    return any(reader.plain.rows(f"SELECT 1 FROM {spec.name} LIMIT 1") for spec in synchronised_specs())  # noqa: S608


def _write(store: Store, work: Callable[[UnitOfWork], T]) -> T:
    """Do it in one transaction; that the data cannot be written is the fault of who sent them."""
    try:
        return store.write(work)
    except sa.exc.DBAPIError as error:
        if blames_data(error):
            raise Trouble("message_malformed", detail=str(error.orig)) from error
        raise


def _rebase(unit: UnitOfWork, redo: Redo, request: PullRequest, reply: PullReply) -> None:
    if _is_stale(unit, request) or request.settled_sequence != settled_sequence(unit):
        return  # how far we were judged is old, too: it may be of a device that we were before
    if reply.judged_sequence > given_sequence(unit):  # by another copy of this workspace, or before it was restored
        raise Trouble("device_fenced")
    if reply.anew:
        _begin_anew(unit)
    anew = facts.fact(unit, _PULLING_ANEW) == "yes"
    tables = list(filter(None, map(understand, reply.tables)))
    told = _told(unit, tables)
    overlaps = anew or bool(reply.verdicts) or bool(told)
    if overlaps:
        rewind(unit, told)
    for sent in tables:
        _apply_truth(unit, sent, remember=anew)
    if anew and not reply.more:
        _sweep(unit, reply.horizon)
    _settle(unit, reply)
    remember(unit, reply.epoch, request.history, reply.history)
    _keep_place(unit, reply)
    if overlaps:
        _redo_all(unit, redo)


def _is_stale(unit: UnitOfWork, asked: Standpoint) -> bool:
    return _place(unit) != (str(asked.cursor), asked.epoch, asked.scopes)


def _place(unit: UnitOfWork) -> tuple[str, str, str]:
    """How far this workspace has pulled, and what of."""
    return facts.fact(unit, facts.CURSOR, "0"), facts.fact(unit, facts.EPOCH), facts.fact(unit, facts.SCOPES)


def _told(unit: UnitOfWork, tables: Sequence[Understood]) -> set[tuple[str, str]]:
    """The rows that pending commands have changed and that are told anew, by table and id."""
    changed = changed_here(unit)
    return changed and changed.intersection((sent.spec.name, row_id) for sent in tables for row_id in sent.ids)


def _apply_truth(unit: UnitOfWork, sent: Understood, *, remember: bool) -> None:
    unit.apply(sent.spec, sent.rows, removed=sent.gone, origin=Origin.TRUTH)
    if remember:
        unit.apply(spec_of(PulledRow), [(f"{sent.spec.name}:{row[0]}",) for row in sent.rows])


def _begin_anew(unit: UnitOfWork) -> None:
    """Begin to remember what comes, so that the rest can be removed; where there is nothing yet there is no rest."""
    facts.set_fact(unit, _PULLING_ANEW, "yes" if holds_rows(unit) else "")
    unit.connection.execute(spec_of(PulledRow).table.delete())


def _sweep(unit: UnitOfWork, horizon: int) -> None:
    """Remove what a pull of everything did not bring: the server has it no more, or we may not see it any more.

    What is outside of our window was not brought either way; pruning knows what of it we still need.
    """
    seen = sa.select(columns_of(PulledRow).id)
    for spec in synchronised_specs():
        known = spec.table.c.id
        missing = sa.select(known).where((sa.literal(f"{spec.name}:") + known).not_in(seen))
        if horizon and spec.window is not None:
            missing = missing.where(sa.text(f"NOT ({outside(spec, horizon)})"))
        gone = [str(row_id) for row_id in unit.connection.execute(missing).scalars()]
        unit.apply(spec, (), removed=gone, origin=Origin.TRUTH)
    facts.set_fact(unit, _PULLING_ANEW, "")
    unit.connection.execute(spec_of(PulledRow).table.delete())


def _settle(unit: UnitOfWork, reply: PullReply) -> None:
    """What has a verdict is settled; what the server has not judged (any more: it was restored) waits."""
    if not reply.more:
        reopen_after(unit, reply.judged_sequence)
    entries = unit.get_all(OutboxEntry, [verdict.command_id for verdict in reply.verdicts])
    settled = []
    for verdict in reply.verdicts:
        entry = entries.get(verdict.command_id)
        if entry is not None and entry.state is OutboxState.PENDING:
            state = _VERDICTS.get(verdict.verdict, OutboxState.REJECTED)
            settled.append(replace(entry, state=state, code=verdict.code, params=verdict.params))
    unit.put(*settled)


def _keep_place(unit: UnitOfWork, reply: PullReply) -> None:
    place = {
        facts.CURSOR: str(reply.cursor),
        facts.EPOCH: reply.epoch,
        facts.SCOPES: reply.scopes,
        facts.FILLING_TO: str(reply.filling_to),
        facts.HORIZON: str(reply.horizon),
        facts.GRANTS: msgspec.json.encode(reply.grants).decode(),
    }
    unit.put(*(facts.WorkspaceFact(id=name, value=value) for name, value in place.items()))


def _redo_all(unit: UnitOfWork, redo: Redo) -> None:
    for entry in pending_entries(unit):
        _redo(unit, redo, entry)


def _redo(unit: UnitOfWork, redo: Redo, entry: OutboxEntry) -> None:
    """A command that no longer works here stays pending all the same: the server decides."""
    try:
        unit.attempt(lambda: redo(unit, entry))
    except Rejection:
        return
    except sa.exc.DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - a mistake of ours in one handler must not keep everything else away
        _log.exception("command %s (%s) could not be carried out again", entry.id, entry.name)
