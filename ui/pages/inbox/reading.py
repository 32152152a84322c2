"""What the server refused: each deed with what stood before and what stands now, and the names of all it speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from app.foundation.errors import Rejection
from ui.pages.editing import Editing
from ui.pages.inbox.naming import ID_FIELDS, Namer

if TYPE_CHECKING:
    from app.inbox.commands import SettleForOther, SettleRefusal
    from app.inbox.tables import Refusal
    from app.messages.tables import Notice
    from app.storage.edits import Edit
    from app.storage.outbox import OutboxEntry
    from app.storage.schema import TableSpec, Values
    from app.storage.units import Reader

    Settling = SettleForOther | SettleRefusal

_MOST_DEEDS = 20
_MOST_NOTICES = 200
_ORDERS = "work_orders"
_ALWAYS_TOLD = frozenset({"state", "active"})
"""Where a record stands is told even where that is still the same."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, as it was when the deed was done and as it is now; of an edit also as it was `wanted`."""

    name: str
    before: object
    now: object
    wanted: object = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that the deed changed, and what is another thing now than it was then.

    `is_gone` is one that is not here any more.
    """

    table: str
    id: str
    title: str
    fields: tuple[FieldChange, ...]
    is_gone: bool
    is_edited: bool = False
    """Whether it was edited, so that each field tells what was wanted."""


@dataclass(frozen=True, slots=True)
class RefusedDeed:
    """What somebody did and the server refused. `entered` is what the command says; `names` are those of all ids.

    `keep` and `again` are the commands that settle it; there is no `again` where nobody can say what it meant. `actor`
    is the name of who did it, empty for the person at this workspace. An edit is corrected by `editing` it.
    """

    entry: OutboxEntry | Refusal
    entered: Mapping[str, object]
    names: Mapping[str, str]
    records: tuple[RecordChange, ...]
    keep: Settling
    again: Settling | None
    actor: str
    editing: Editing | None

    @property
    def order_id(self) -> str:
        """The work order that it was about; empty where there is none here."""
        return next((record.id for record in self.records if record.table == _ORDERS and not record.is_gone), "")


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the person at this workspace, and what was told before; the newest first.

    `others` are the deeds of others that this person may settle for them. `further_count` is how many deeds wait beside
    those that are told.
    """

    deeds: tuple[RefusedDeed, ...]
    others: tuple[RefusedDeed, ...]
    further_count: int
    notices: tuple[Notice, ...]


def read_inbox(reader: Reader) -> Inbox:
    """As much of it as somebody settles in one go."""
    from app.directory.queries import myself
    from app.inbox.queries import refusals_of_others, refused_entries
    from app.messages.queries import latest_notices

    refused, of_others = refused_entries(reader), refusals_of_others(reader)
    return Inbox(
        deeds=tuple(_deed(reader, entry) for entry in refused[:_MOST_DEEDS]),
        others=tuple(_deed(reader, refusal, of_other=True) for refusal in of_others[:_MOST_DEEDS]),
        further_count=len(refused[_MOST_DEEDS:]) + len(of_others[_MOST_DEEDS:]),
        notices=tuple(latest_notices(reader, myself(reader).person_id, _MOST_NOTICES)),
    )


def _deed(reader: Reader, entry: OutboxEntry | Refusal, *, of_other: bool = False) -> RefusedDeed:
    from app.inbox.queries import done_again
    from app.storage.edits import Edit
    from app.storage.outbox import stood_rows

    before = stood_rows(entry.stood_before)
    namer = Namer(reader, before)
    command, entered = _said(entry)
    if isinstance(command, Edit):
        records = _edited(reader, command, entry, namer)
    else:
        records = tuple(_record(reader, spec, values, namer) for spec, values in before)
    values = (
        (field.name, value)
        for record in records
        for field in record.fields
        for value in (field.before, field.now, field.wanted)
    )
    keep, meant = _keep(entry, of_other=of_other), done_again(reader, entry)
    return RefusedDeed(
        entry,
        entered,
        namer.names((*entered.items(), *values)),
        records,
        keep,
        again=replace(keep, body=meant.body, version=meant.version) if meant else None,
        actor=namer.called("person_id", entry.actor_id) if of_other else "",
        editing=_editing(reader, command, entry, keep) if isinstance(command, Edit) and meant else None,
    )


def _keep(entry: OutboxEntry | Refusal, *, of_other: bool) -> Settling:
    from app.inbox.commands import SettleForOther, SettleRefusal

    return SettleForOther(refusal_id=entry.id) if of_other else SettleRefusal(command_id=entry.id)


def _editing(reader: Reader, edit: Edit, entry: OutboxEntry | Refusal, keep: Settling) -> Editing:
    """What the edit form is to show: mine over what stands now."""
    from app.inbox.queries import wanted_still

    return Editing(reader.require(edit.row_type, edit.id), wanted_still(edit, entry.params), keep)


def _edited(reader: Reader, edit: Edit, entry: OutboxEntry | Refusal, namer: Namer) -> tuple[RecordChange, ...]:
    """The record that was edited: of each field that was not applied what stood, what was wanted, what stands."""
    from app.inbox.queries import wanted_still
    from app.storage.edits import seen_values
    from app.storage.schema import spec_of

    table = spec_of(edit.row_type).name
    now = reader.get(edit.row_type, edit.id)
    seen, wanted = seen_values(edit), wanted_still(edit, entry.params)
    changes = (FieldChange(name, seen.get(name), getattr(now, name, None), value) for name, value in wanted.items())
    title = namer.called(ID_FIELDS[table], edit.id)
    return (RecordChange(table, edit.id, title, tuple(changes), is_gone=now is None, is_edited=True),)


def _said(entry: OutboxEntry | Refusal) -> tuple[object | None, Mapping[str, object]]:
    """The command, where this version understands it, and what it says beside what its records tell."""
    from app.storage.commands import disclose
    from app.storage.edits import Edit, seen_values, wanted_values
    from app.storage.schema import spec_of

    said: dict[str, object] = json.loads(entry.body)
    try:
        _spec, command = disclose(entry.name, said, entry.version)
        if not isinstance(command, Edit):
            return command, {field.name: getattr(command, field.name) for field in fields(command)}
        _understood = wanted_values(command), seen_values(command)
    except Rejection:
        return None, said
    return command, {ID_FIELDS[spec_of(command.row_type).name]: command.id}


def _record(reader: Reader, spec: TableSpec, values: Values, namer: Namer) -> RecordChange:
    found = reader.values_of(spec, [str(values[0])]).get(str(values[0]))
    before, now = spec.from_values(values), spec.from_values(found) if found else None
    return RecordChange(
        table=spec.name,
        id=before.id,
        title=namer.title(spec.name, before),
        fields=tuple(_changes(spec, before, now)) if now is not None else (),
        is_gone=now is None,
    )


def _changes(spec: TableSpec, before: Any, now: Any) -> Iterator[FieldChange]:
    for name in spec.columns:
        then, today = getattr(before, name), getattr(now, name)
        if then != today or name in _ALWAYS_TOLD:
            yield FieldChange(name, then, today)
