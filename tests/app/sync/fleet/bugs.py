"""Bugs that engines of this kind have had. Each is put into the product for a while; the fleet must notice it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from msgspec import structs

import app.accounts.devices
import app.bootstrap
import app.files.queries
import app.foundation.ids
import app.safekeeping.shredding
import app.storage.commands
import app.storage.edits
import app.storage.migration
import app.storage.outbox
import app.storage.rules
import app.storage.runner
import app.sync.files.laptop
import app.sync.files.server
import app.sync.laptop
import app.sync.leases.laptop
import app.sync.leases.server
import app.sync.pull.laptop
import app.sync.pull.server
import app.sync.push.laptop
import app.sync.push.server
import app.sync.rebase.laptop
import app.sync.stamps
import app.sync.window.laptop
import app.workorders.edit_commands
import app.workspace
from app.storage.facts import CURSOR, set_fact
from app.storage.images import ServerImage
from app.storage.numbers import NumberSeries
from app.storage.outbox import OutboxEntry, OutboxState, settled_sequence
from app.storage.schema import columns_of
from app.storage.store import sqlite_engine
from app.storage.units import UnitOfWork
from app.sync.pull.wire import PackedReply, PullReply, PullRequest, TableRows
from app.sync.push.wire import PushReply
from app.sync.rebase.laptop import apply_page
from app.sync.stamps import SyncStamper
from tests.app.sync.fleet.seeded import bug


@bug("what was offered counts as applied when the push is answered, before its rows have come")
def _settle_on_answer(patch: pytest.MonkeyPatch) -> None:
    push = app.sync.push.laptop.push

    def push_and_settle(store: Any, *given: Any) -> Any:
        taken = push(store, *given)

        def settle(unit: UnitOfWork) -> None:
            waiting = unit.find(OutboxEntry, columns_of(OutboxEntry).state == OutboxState.PENDING)
            unit.put(*(replace(entry, state=OutboxState.APPLIED) for entry in waiting))

        store.write(settle)
        return taken

    patch.setattr(app.sync.laptop, "push", push_and_settle)


@bug("the cursor is stored before the rows, in a transaction of its own", noticed_by=53)
def _cursor_first(patch: pytest.MonkeyPatch) -> None:
    def apply(store: Any, redo: Any, request: PullRequest, reply: PullReply) -> None:
        def keep_place(unit: UnitOfWork) -> bool:
            due = app.sync.rebase.laptop._place(unit) == (str(request.cursor), request.epoch, request.scopes)
            if due:
                set_fact(unit, CURSOR, str(reply.cursor))
            return due

        if store.write(keep_place):
            moved = PullRequest(
                **{**{name: getattr(request, name) for name in request.__struct_fields__}, "cursor": reply.cursor}
            )
            apply_page(store, redo, moved, reply)

    patch.setattr(app.sync.laptop, "apply_page", apply)


@bug("a page that was asked for from another place is applied all the same", noticed_by=3)
def _stale_pages(patch: pytest.MonkeyPatch) -> None:
    apply_page = app.sync.rebase.laptop.apply_page

    def apply(store: Any, redo: Any, request: PullRequest, reply: PullReply) -> None:
        with store.read() as reader:
            cursor, epoch, scopes = app.sync.rebase.laptop._place(reader)
            settled = settled_sequence(reader)
        here = int(cursor)
        asked = structs.replace(request, cursor=here, epoch=epoch, scopes=scopes, settled_sequence=settled)
        apply_page(store, redo, asked, structs.replace(reply, cursor=max(here, reply.cursor)))

    patch.setattr(app.sync.laptop, "apply_page", apply)
    patch.setattr("tests.app.sync.fleet.laptop.apply_page", apply)


@bug("a rebase does not do again what still waits")
def _no_redo(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.rebase.laptop, "_redo", lambda _unit, _redo, _entry: None)


@bug("a rebase applies the truth without undoing first what waits")
def _no_rewind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.rebase.laptop, "rewind", lambda *_given: None)


@bug("a command that was judged already is carried out again when a laptop signs in anew", noticed_by=3)
def _id_forgotten(patch: pytest.MonkeyPatch) -> None:
    derive_id = app.foundation.ids.derive_id
    made = count()
    patch.setattr(app.sync.push.server, "derive_id", lambda *parts: derive_id(*parts, str(next(made))))


@bug("a message that comes twice is carried out twice")
def _twice(patch: pytest.MonkeyPatch) -> None:
    receive = app.sync.push.server.receive
    _id_forgotten(patch)

    def receive_all(store: Any, perform: Any, device: Any, user: Any, request: Any, at: Any) -> PushReply:
        def forget(unit: UnitOfWork) -> None:
            current = unit.hold(type(device), device.id)
            if current is not None and request.commands:
                unit.put(replace(current, last_sequence=min(one.sequence for one in request.commands) - 1))

        store.write(forget)
        return receive(store, perform, device, user, request, at)

    patch.setattr("app.server.steps.receive", receive_all)


@bug("verdicts come with the first page, before the rows that they speak of", noticed_by=1)
def _early_verdicts(patch: pytest.MonkeyPatch) -> None:
    answer = app.sync.pull.server.answer

    def answer_at_once(store: Any, device: Any, user: Any, request: PullRequest, at: Any) -> PackedReply:
        reply = answer(store, device, user, request, at)
        with store.read() as reader:
            verdicts = app.sync.pull.server._verdicts(reader, device, request.settled_sequence)
        return structs.replace(reply, verdicts=verdicts)

    patch.setattr("app.server.steps.answer", answer_at_once)


@bug("a command is put into the outbox in a transaction of its own, after what it did", noticed_by=8)
def _outbox_later(patch: pytest.MonkeyPatch) -> None:
    add_entry = app.storage.outbox.add_entry
    run = app.storage.runner.CommandRunner.run

    def run_and_note(runner: Any, *commands: object) -> None:
        later: list[tuple[Any, ...]] = []
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(app.storage.runner, "add_entry", lambda _unit, *entry: later.append(entry))
            run(runner, *commands)
        for entry in later:
            runner.store.write(partial(_add, add_entry, entry))

    patch.setattr(app.storage.runner.CommandRunner, "run", run_and_note)


def _add(add_entry: Callable[..., None], entry: tuple[Any, ...], unit: UnitOfWork) -> None:
    add_entry(unit, *entry)


@bug("a laptop counts on by itself where its block of numbers is empty", noticed_by=13)
def _own_numbers(patch: pytest.MonkeyPatch) -> None:
    take_serial = app.storage.numbers.take_serial

    def take(unit: UnitOfWork, series: str, context: Any, digits: int) -> str:
        serial = take_serial(unit, series, context, digits)
        if not serial.startswith("P"):
            set_fact(unit, f"last:{series}", serial)
            return serial
        last = app.storage.facts.fact(unit, f"last:{series}", "0")
        set_fact(unit, f"last:{series}", str(int(last) + 1))
        return f"{int(last) + 1:0{digits}d}"

    for user in ("app.workorders.commands", "app.assets.commands"):
        patch.setattr(f"{user}.take_serial", take)


@bug("the server leases a block without counting it", noticed_by=3)
def _uncounted_lease(patch: pytest.MonkeyPatch) -> None:
    lease_block = app.storage.numbers.lease_block

    def lease(unit: UnitOfWork, series: str, device_id: str, at: datetime) -> Any:
        block = lease_block(unit, series, device_id, at)
        unit.put(NumberSeries(id=series, next_serial=block.first_serial))
        return block

    patch.setattr(app.sync.leases.server, "lease_block", lease)


@bug("a row that leaves a device's scope stays on it", noticed_by=2)
def _nothing_leaves(patch: pytest.MonkeyPatch) -> None:
    answer = app.sync.pull.server.answer

    def answer_without(store: Any, device: Any, user: Any, request: PullRequest, at: Any) -> PackedReply:
        reply = answer(store, device, user, request, at)
        tables = msgspec.json.decode(reply.tables, type=list[TableRows])
        stays = [structs.replace(rows, left=[]) for rows in tables]
        return structs.replace(reply, tables=msgspec.Raw(msgspec.json.encode(stays)))

    patch.setattr("app.server.steps.answer", answer_without)


@bug("only the scope that a row is in now is stamped, not the one that it was in", noticed_by=2)
def _stamp_now_only(patch: pytest.MonkeyPatch) -> None:
    wrote = SyncStamper.wrote
    patch.setattr(
        SyncStamper,
        "wrote",
        lambda stamper, unit, spec, _before, after, origin: wrote(stamper, unit, spec, {}, after, origin),
    )


@bug("a change of what a device may see is not noticed", noticed_by=3)
def _scopes_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.pull.server.DeviceScopes, "digest", "always")


@bug("a pull of everything leaves what it did not bring")
def _no_sweep(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.rebase.laptop, "_sweep", lambda _unit, _horizon: None)


@bug("a restored server goes on in the life that it had", noticed_by=11)
def _epoch_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("app.server.care.begin_new_epoch", lambda _unit: None)


@bug("what the server forgot in a restore is not offered again", noticed_by=11)
def _no_reopening(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.rebase.laptop, "reopen_after", lambda _unit, _sequence: None)


@bug("a commit returns before the disk has it")
def _not_synced(patch: pytest.MonkeyPatch) -> None:
    def engine(path: Any, key: bytes) -> sa.Engine:
        made = sqlite_engine(path, key)

        @sa.event.listens_for(made, "connect")
        def _hurry(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA synchronous = NORMAL").close()

        return made

    patch.setattr(app.workspace, "sqlite_engine", engine)
    patch.setattr(app.bootstrap, "sqlite_engine", engine)


@bug("a transaction stays open while the server is asked")
def _open_on_the_line(patch: pytest.MonkeyPatch) -> None:
    pull = app.sync.pull.laptop.pull

    def pull_and_hold(store: Any, *given: Any) -> None:
        with store.read():
            pull(store, *given)

    patch.setattr(app.sync.laptop, "pull", pull_and_hold)


@bug("a row that changes is not stamped, only one that comes or goes")
def _changes_unstamped(patch: pytest.MonkeyPatch) -> None:
    wrote = SyncStamper.wrote

    def stamp_new(stamper: Any, unit: Any, spec: Any, before: Any, after: Any, origin: Any) -> None:
        new = {row_id: values for row_id, values in after.items() if row_id not in before}
        gone = {row_id: values for row_id, values in before.items() if row_id not in after}
        wrote(stamper, unit, spec, gone, new, origin)

    patch.setattr(SyncStamper, "wrote", stamp_new)


@bug("the server's image of a row is kept anew by every command: undoing goes back one step", noticed_by=1)
def _last_image(patch: pytest.MonkeyPatch) -> None:
    keep = app.storage.images.ServerImageKeeper.wrote

    def keep_anew(keeper: Any, unit: Any, spec: Any, before: Any, after: Any, origin: Any) -> None:
        if spec.scope is not None:
            unit.connection.execute(sa.delete(app.storage.schema.spec_of(ServerImage).table))
        keep(keeper, unit, spec, before, after, origin)

    patch.setattr(app.storage.images.ServerImageKeeper, "wrote", keep_anew)


@bug("a copy of a workspace is taken for the workspace itself", noticed_by=9)
def _copies_welcome(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.push.server, "_contradicts", lambda *_given: False)
    patch.setattr(app.sync.rebase.laptop, "given_sequence", lambda _unit: 2**53)
    patch.setattr("app.accounts.devices._refuse_replaced", lambda *_given: None)
