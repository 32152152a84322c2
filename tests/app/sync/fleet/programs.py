"""Programs of different age: the present one, and an older one, by which a machine may have worked until now.

The older one writes notes in an earlier form, which the present one lifts, and checks in in a form that nobody can lift
any more. It does not know that a repair is at the maker, nor the tables that were made after the revision of its
database, nor a column that the present server sends; and there is one that it does not send itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from msgspec import structs

import app.bootstrap  # loads every room, and with it every command
import app.storage.commands
import app.sync.rebase.laptop
import app.sync.rebase.rows
from app.assets.tables import Asset
from app.attendance.commands import CheckIn
from app.repairs.commands import ArriveAtMaker
from app.storage.commands import Body, Context, all_commands, command_spec
from app.storage.schema import TableSpec, spec_of
from app.storage.units import UnitOfWork
from app.sync.pull.wire import PullReply, TableRows
from app.sync.wire import MessageT
from app.workorders.commands import AddNote
from app.workorders.tables import WorkOrder
from tests.app.sync.fleet.ages import LAPTOP_REVISION, tables_at

NOTE, CHECK_IN = "workorders.add_note", "attendance.check_in"
"""Commands that the older program gives in version 1, and the present one in version 2."""
_UNKNOWN_MEMBERS = {"at_maker", "arrived"}
_COLUMN_TO_COME, _COLUMN_THAT_CAME = "colour", "continued_in_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderNote:
    """A note as the older program gives it."""

    order_id: str
    note: str


def _add_older_note(unit: UnitOfWork, command: OlderNote, context: Context) -> None:
    _note.handler(unit, AddNote(order_id=command.order_id, text=command.note), context)


def _lift_note(body: Body) -> Body:
    return {"order_id": body["order_id"], "text": body["note"]}


_note, _check_in = command_spec(AddNote(order_id="", text="")), command_spec(CheckIn(zone=""))
_known_schema = app.sync.rebase.rows.known_schema.__wrapped__
_choices = app.sync.rebase.rows._choices
_synchronised = app.sync.rebase.rows.synchronised_specs


class Program:
    """What a program knows."""

    def __init__(self, *, is_older: bool) -> None:
        self.is_older = is_older
        changed = [replace(spec, version=1 if is_older else 2) for spec in (_note, _check_in)]
        if is_older:
            changed[0] = replace(changed[0], command_type=OlderNote, handler=_add_older_note)
        kept = [spec for spec in all_commands() if spec.name not in {NOTE, CHECK_IN}]
        self._commands = [*changed, *(spec for spec in kept if not is_older or spec.command_type is not ArriveAtMaker)]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Whatever runs, this program runs it."""
        with pytest.MonkeyPatch.context() as patch:
            self.install(patch)
            yield

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Let this be the program until `patch` is undone."""
        patch.setattr(app.storage.commands, "_BY_NAME", {spec.name: spec for spec in self._commands})
        patch.setattr(app.storage.commands, "_BY_TYPE", {spec.command_type: spec for spec in self._commands})
        patch.setattr(app.storage.commands, "_UPCASTERS", {} if self.is_older else {(NOTE, 1): _lift_note})
        for module in (app.sync.rebase.rows, app.sync.rebase.laptop):
            patch.setattr(module, "synchronised_specs", self._tables)
        patch.setattr(app.sync.rebase.rows, "_choices", self._members)
        patch.setattr(app.sync.rebase.rows, "known_schema", _known_schema)

    def form(self, command: object) -> object | None:
        """A command in the form that this program gives it; None where it has none."""
        if self.is_older and isinstance(command, AddNote):
            return OlderNote(order_id=command.order_id, note=command.text)
        return command if any(isinstance(command, spec.command_type) for spec in self._commands) else None

    def _tables(self) -> list[TableSpec]:
        known = tables_at(LAPTOP_REVISION) if self.is_older else {}
        return [spec for spec in _synchronised() if not self.is_older or spec.name in known]

    def _members(self, spec: TableSpec) -> dict[str, frozenset[Any]]:
        unknown = _UNKNOWN_MEMBERS if self.is_older else set()
        return {name: members - unknown for name, members in _choices(spec).items()}


OLDER, PRESENT = Program(is_older=True), Program(is_older=False)


def as_sent(reply: MessageT, sender: Program, receiver: Program) -> MessageT:
    """A reply as it is between programs of different age, where it is a page."""
    if sender is receiver or not isinstance(reply, PullReply):
        return reply
    change = _without_a_column if sender.is_older else _with_a_column
    return structs.replace(reply, tables=[change(rows) for rows in reply.tables])


def _with_a_column(rows: TableRows) -> TableRows:
    if rows.name != spec_of(Asset).name or not rows.values:
        return rows
    values = [*rows.values, ["red"] * len(rows.values[0])]
    return structs.replace(rows, columns=[*rows.columns, _COLUMN_TO_COME], values=values)


def _without_a_column(rows: TableRows) -> TableRows:
    if rows.name != spec_of(WorkOrder).name or not rows.values:
        return rows
    sent = {name: column for name, column in zip(rows.columns, rows.values, strict=True) if name != _COLUMN_THAT_CAME}
    return structs.replace(rows, columns=list(sent), values=list(sent.values()))
