"""Appending to the chain, reading it, checking it, and erasing contents without breaking it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.audit.tables import AuditEntry
from app.storage.columns import instant_to_stored
from app.storage.facts import WorkspaceFact, fact, set_fact
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader, UnitOfWork

_HEAD = "audit_head"
_PORTION = 1000
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: the number of its last entry and that one's link."""

    sequence: int = 0
    link: str = ""

    @staticmethod
    def parse(text: str) -> Head:
        """A head as it was kept."""
        sequence, _space, link = text.partition(" ")
        return Head(int(sequence), link) if sequence else Head()

    def __str__(self) -> str:
        return f"{self.sequence} {self.link}"


@dataclass(frozen=True, slots=True)
class Act:
    """What became of a row: its values before and now, None where it was not there.

    `operator` is who made a program on the server do it; empty where a device's command did, which names a person.
    """

    act: str
    subject_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of the chain came to. `broken_at` is the first entry that is not as it was written."""

    entries: int
    erased: int
    broken_at: int | None


def head_of(reader: Reader) -> Head:
    """Where the chain ends."""
    return Head.parse(fact(reader, _HEAD))


def link_at(reader: Reader, sequence: int) -> str:
    """The link of an entry; empty where there is none."""
    entry = reader.get(AuditEntry, _id_of(sequence)) if sequence else None
    return entry.link if entry else ""


def subjects_since(reader: Reader, sequence: int, tables: Collection[str]) -> set[tuple[str, str]]:
    """The rows of these tables, by table and id, that entries after this one are about."""
    column = columns_of(AuditEntry)
    entries = reader.connection.execute(sa.select(column.act, column.subject_id).where(column.sequence > sequence))
    subjects = {(act.partition(".")[0], subject_id) for act, subject_id in entries}
    return {(table, subject_id) for table, subject_id in subjects if table in tables}


def append(unit: UnitOfWork, acts: Sequence[Act], at: datetime) -> None:
    """Put what happened at the end of the chain, which nobody else can do until this transaction ends."""
    head = Head.parse(unit.ensure(WorkspaceFact(id=_HEAD, value=str(Head()))).value)
    entries = []
    for act in acts:
        entry = _entry(head, act, at)
        head = Head(entry.sequence, entry.link)
        entries.append(entry)
    spec = spec_of(AuditEntry)
    unit.insert_missing(spec, [spec.to_values(entry) for entry in entries])
    set_fact(unit, _HEAD, str(head))


def newest(reader: Reader, limit: int, subject_id: str = "") -> list[AuditEntry]:
    """The last entries, newest first; of one subject where it is named."""
    column = columns_of(AuditEntry)
    conditions = [column.subject_id == subject_id] if subject_id else []
    return reader.find(AuditEntry, *conditions, order_by=[column.sequence.desc()], limit=limit)


def check(reader: Reader) -> Finding:
    """Follow the whole chain, in one snapshot."""
    head, erased = Head(), 0
    while portion := _portion(reader, head.sequence):
        for entry in portion:
            if entry.sequence != head.sequence + 1 or not _follows(head.link, entry):
                return Finding(head.sequence, erased, head.sequence + 1)
            erased += entry.content is None
            head = Head(entry.sequence, entry.link)
    return Finding(head.sequence, erased, None if head == head_of(reader) else head.sequence + 1)


def erase(unit: UnitOfWork, entries: Iterable[AuditEntry]) -> None:
    """Erase what these entries hold; that they were there stays."""
    unit.put(*(replace(entry, content=None) for entry in entries if entry.content is not None))


def _portion(reader: Reader, after: int) -> list[AuditEntry]:
    column = columns_of(AuditEntry)
    return reader.find(AuditEntry, column.sequence > after, order_by=[column.sequence], limit=_PORTION)


def _entry(head: Head, act: Act, at: datetime) -> AuditEntry:
    told: dict[str, object] = {"before": act.before, "after": act.after, "salt": secrets.token_hex(16)}
    if act.operator:
        told["operator"] = act.operator
    content = _JSON.encode(told)
    sequence, digest = head.sequence + 1, _digest(content)
    return AuditEntry(
        id=_id_of(sequence),
        sequence=sequence,
        at=at,
        act=act.act,
        subject_id=act.subject_id,
        content=content,
        digest=digest,
        link=_link(head.link, sequence, at, act.act, act.subject_id, digest),
    )


def _follows(link: str, entry: AuditEntry) -> bool:
    whole = entry.content is None or _digest(entry.content) == entry.digest
    return whole and entry.link == _link(link, entry.sequence, entry.at, entry.act, entry.subject_id, entry.digest)


def _link(before: str, sequence: int, at: datetime, act: str, subject_id: str, digest: str) -> str:
    return _digest(_JSON.encode([before, sequence, instant_to_stored(at), act, subject_id, digest]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _id_of(sequence: int) -> str:
    return f"{sequence:016d}"
