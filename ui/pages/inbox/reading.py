"""What the server refused: each deed with what stood before and what stands now, and the names of all it speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from app.foundation.errors import Rejection
from ui.pages.inbox.naming import ID_FIELDS, Namer

if TYPE_CHECKING:
    from app.inbox.tables import Refusal
    from app.messages.tables import Notice
    from app.storage.outbox import OutboxEntry
    from app.storage.schema import TableSpec, Values
    from app.storage.units import Reader

_MOST_DEEDS = 20
_MOST_NOTICES = 200
_ORDERS = "work_orders"
_ALWAYS_TOLD = frozenset({"state", "active"})
"""Where a record stands is told even where that is still the same."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, as it was when the deed was done and as it is now."""

    name: str
    before: object
    now: object


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


@dataclass(frozen=True, slots=True)
class RefusedDeed:
    """What somebody did and the server refused. `entered` is what the command says; `names` are those of all ids.

    `keep` and `again` are the commands that settle it; there is no `again` where nobody can say what it meant.
    """

    entry: OutboxEntry | Refusal
    entered: Mapping[str, object]
    names: Mapping[str, str]
    records: tuple[RecordChange, ...]
    keep: object
    again: object | None

    @property
    def order_id(self) -> str:
        """The work order that it was about; empty where there is none here."""
        return next((record.id for record in self.records if record.table == _ORDERS and not record.is_gone), "")


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the person at this workspace, and what was told before; the newest first.

    `further_count` is how many deeds wait beside those that are told.
    """

    deeds: tuple[RefusedDeed, ...]
    further_count: int
    notices: tuple[Notice, ...]


def read_inbox(reader: Reader) -> Inbox:
    """As much of it as somebody settles in one go."""
    from app.directory.queries import myself
    from app.inbox.queries import refused_entries
    from app.messages.queries import latest_notices

    refused = refused_entries(reader)
    return Inbox(
        deeds=tuple(_deed(reader, entry) for entry in refused[:_MOST_DEEDS]),
        further_count=len(refused[_MOST_DEEDS:]),
        notices=tuple(latest_notices(reader, myself(reader).person_id, _MOST_NOTICES)),
    )


def _deed(reader: Reader, entry: OutboxEntry | Refusal) -> RefusedDeed:
    from app.storage.outbox import stood_rows

    before = stood_rows(entry.stood_before)
    namer = Namer(reader, before)
    entered = _entered(entry)
    records = tuple(_record(reader, spec, values, namer) for spec, values in before)
    changed = ((field.name, value) for record in records for field in record.fields for value in _both(field))
    names = namer.names((*entered.items(), *changed))
    return RefusedDeed(entry, entered, names, records, *_ways_to_settle(reader, entry))


def _ways_to_settle(reader: Reader, entry: OutboxEntry | Refusal) -> tuple[object, object | None]:
    from app.inbox.commands import SettleForOther, SettleRefusal
    from app.inbox.queries import done_again
    from app.inbox.tables import Refusal

    if isinstance(entry, Refusal):
        keep: SettleForOther | SettleRefusal = SettleForOther(refusal_id=entry.id)
    else:
        keep = SettleRefusal(command_id=entry.id)
    again = done_again(reader, entry)
    return keep, again and replace(keep, body=again.body, version=again.version)


def _entered(entry: OutboxEntry | Refusal) -> Mapping[str, object]:
    """What the command says, with its own types where this version knows them."""
    from app.storage.commands import disclose
    from app.storage.edits import Edit, wanted_values
    from app.storage.schema import spec_of

    said: dict[str, object] = json.loads(entry.body)
    try:
        _spec, command = disclose(entry.name, said, entry.version)
        if isinstance(command, Edit):
            return {ID_FIELDS[spec_of(command.row_type).name]: command.id, **wanted_values(command)}
    except Rejection:
        return said
    return {field.name: getattr(command, field.name) for field in fields(command)}


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


def _both(field: FieldChange) -> tuple[object, object]:
    return field.before, field.now
