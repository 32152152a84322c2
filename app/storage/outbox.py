"""What was done here and is not yet settled by the server, and what the server refused (the inbox).

An entry leaves *pending* when a pull brings the verdict, never when a push is answered: only then do rows and verdict
agree. Refused entries stay, with what stood before; they lie in the inbox until a person settles them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from app.storage.columns import Stored, instant_from_stored, instant_to_stored
from app.storage.commands import LONGEST_STOOD_BEFORE, Envelope
from app.storage.facts import fact, next_count
from app.storage.schema import INDEXED, UNIQUE, TableSpec, Values, all_specs, table
from app.storage.units import After, Before, Origin, Reader, UnitOfWork

SEQUENCE = "outbox_sequence"
"""What counts the places in the outbox."""
WITHDRAWN = "outbox.withdrawn"
"""The name of no command."""


class OutboxState(StrEnum):
    """What became of a command."""

    PENDING = "pending"
    APPLIED = "applied"
    MERGED = "merged"
    """Applied as far as nobody else had changed the same."""
    REJECTED = "rejected"


UNDONE_STATES = (OutboxState.MERGED, OutboxState.REJECTED)
"""Of what was not done as it was meant."""


@table("outbox_entries", indexes=(("state", "sequence"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One command that was given here. The id is the command's.

    `stood_before` is JSON: the stored values of the rows that it changed, by table and id, as they were.
    `code` and `params` are the server's refusal; what becomes of that, people settle (`app.inbox`).
    """

    id: str
    sequence: Annotated[int, UNIQUE]
    name: str
    version: int
    body: str
    actor_id: str
    occurred_at: datetime
    state: Annotated[OutboxState, INDEXED]
    code: str
    params: dict[str, str]
    stood_before: str

    def envelope(self, *, withdrawn: bool = False) -> Envelope:
        """The entry as it is sent; what was put away (`withdrawn`) only keeps its place, and is refused."""
        return Envelope(
            command_id=self.id,
            sequence=self.sequence,
            name=WITHDRAWN if withdrawn else self.name,
            version=self.version,
            body={} if withdrawn else self.body_fields(),
            occurred_at=instant_to_stored(self.occurred_at),
            stood_before=self.stood_before if len(self.stood_before) <= LONGEST_STOOD_BEFORE else "",
        )

    def body_fields(self) -> dict[str, Any]:
        """What the command says, as plain values."""
        fields: dict[str, Any] = json.loads(self.body)
        return fields


def stood_rows(stood_before: str) -> list[tuple[TableSpec, Values]]:
    """The rows that stood before a command, of tables as they are known here; a device may claim anything."""
    try:
        stood = msgspec.json.decode(stood_before or "{}", type=dict[str, dict[str, tuple[Stored, ...]]])
    except msgspec.MsgspecError:
        return []
    known = {spec.name: spec for spec in all_specs() if spec.scope is not None}
    rows = [(known[name], values) for name, kept in stood.items() if name in known for values in kept.values()]
    return [(spec, row) for spec, values in rows if (row := _row(spec, values)) is not None]


def _row(spec: TableSpec, claimed: Values) -> Values | None:
    try:
        values = spec.completed(claimed)
        spec.from_values(values)
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError):
        return None
    return values if isinstance(values[0], str) else None


class StoodBefore:
    """Observes one command and remembers what stood before in the rows that it changed."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Values]] = {}

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Keep the first state seen of every synchronised row."""
        if spec.scope is not None:
            kept = self._rows.setdefault(spec.name, {})
            for row_id, values in before.items():
                kept.setdefault(row_id, values)

    def finishing(self, unit: UnitOfWork) -> None:
        """Nothing to do."""

    def take(self) -> str:
        """The remembered rows as JSON; begins anew."""
        rows, self._rows = self._rows, {}
        return json.dumps({name: kept for name, kept in rows.items() if kept}, ensure_ascii=False)


def next_sequence(unit: UnitOfWork) -> int:
    """The next place in this device's outbox."""
    return next_count(unit, SEQUENCE)


def add_entry(unit: UnitOfWork, envelope: Envelope, actor_id: str, stood_before: str) -> None:
    """Put a command into the outbox, in the transaction that carried it out."""
    unit.put(
        OutboxEntry(
            id=envelope.command_id,
            sequence=envelope.sequence,
            name=envelope.name,
            version=envelope.version,
            body=json.dumps(envelope.body, ensure_ascii=False),
            actor_id=actor_id,
            occurred_at=instant_from_stored(envelope.occurred_at),
            state=OutboxState.PENDING,
            code="",
            params={},
            stood_before=stood_before,
        )
    )


def pending_entries(unit: Reader, limit: int | None = None, after_sequence: int = 0) -> list[OutboxEntry]:
    """What waits for the server, in the order in which it was done."""
    above = {"sequence": after_sequence}
    return unit.having(OutboxEntry, "sequence", above=above, limit=limit, state=OutboxState.PENDING)


def given_sequence(unit: Reader) -> int:
    """The last place in this device's outbox that was taken."""
    return int(fact(unit, f"count:{SEQUENCE}", "0"))


def settled_sequence(unit: Reader) -> int:
    """Every entry up to this place has its verdict."""
    waiting = pending_entries(unit, limit=1)
    return waiting[0].sequence - 1 if waiting else given_sequence(unit)


def reopen_after(unit: UnitOfWork, sequence: int) -> None:
    """What was done after this place waits once more."""
    for state in OutboxState:
        if state is OutboxState.PENDING:
            continue
        settled = unit.having(OutboxEntry, above={"sequence": sequence}, state=state)
        unit.put(*(replace(entry, state=OutboxState.PENDING, code="", params={}) for entry in settled))


def waiting_count(unit: Reader) -> int:
    """How many commands wait for the server."""
    return unit.count(OutboxEntry, state=OutboxState.PENDING)
