"""Whether edits were merged right, judged anew by a few lines that share nothing with the product but the marks.

The server's record tells which edits came, in the order in which they were judged, and what was answered. From that
alone follows what must stand in each field, and who must have been told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.assets.tables import Asset
from app.audit.tables import AuditEntry
from app.directory.tables import Person, Site
from app.inbox.tables import Refusal, Settlement, refusal_id_of
from app.messages.tables import Notice
from app.storage.commands import command_named
from app.storage.edits import Edit
from app.storage.outbox import OutboxState
from app.storage.rules import Merge
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader
from app.sync.push.server import JudgedCommand
from app.workorders.tables import WorkOrder

_AT_THE_DESK = ("Li", "Zhao")
"""The people with whom the fleet begins and who may triage orders; nobody else is given that role."""
_MADE_BY = {
    "workorders.log": WorkOrder,
    "assets.register": Asset,
    "directory.add_site": Site,
    "directory.add_person": Person,
}
_FOLLOWS: dict[type[Any], set[str]] = {Asset: {"state"}}
"""What other commands change as well, and the fleet does not edit: a device that is sent in is in repair."""
_TOLD: dict[type[Any], str] = {WorkOrder: "notice_edit_replaced", Asset: "notice_asset_edit_replaced"}
"""By which notice whoever's edit gives way is told."""


@dataclass(frozen=True)
class _Given:
    """A command that was carried out, at least in part. `people` gave it: whose it is, and who settled it for him."""

    command: JudgedCommand
    body: dict[str, Any]
    people: tuple[str, ...]


@dataclass(frozen=True)
class _Stands:
    """What stands in a field, and who has edited it last."""

    value: object
    by: str = ""


class MergeModel:
    """Goes through what was judged, and knows what stands."""

    def __init__(self, there: Reader) -> None:
        self._there = there
        self._stands: dict[tuple[type[Any], str, str], _Stands] = {}
        self._desk = {person.id for person in there.find(Person) if person.name in _AT_THE_DESK}

    def check(self) -> None:
        """Judge every edit anew, and compare what became of it, and what stands in the end."""
        for given in self._carried_out():
            row_type = _MADE_BY.get(given.command.name)
            edit_type = command_named(given.command.name).command_type
            if row_type is not None:
                said = {name for name, value in given.body.items() if value is not None}  # of the rest it is derived
                for name in (spec_of(row_type).editable.keys() & said) - _FOLLOWS.get(row_type, set()):
                    self._stands[row_type, given.body["id"], name] = _Stands(given.body[name])
            elif issubclass(edit_type, Edit):
                self._judge(given, edit_type.row_type)
        for (row_type, row_id, name), stands in self._stands.items():
            row = self._there.get(row_type, row_id)
            assert row is None or msgspec.to_builtins(getattr(row, name)) == stands.value, (name, row, stands)

    def _judge(self, given: _Given, row_type: type[Any]) -> None:
        wanted, seen, columns = given.body["wanted"], given.body["seen"], spec_of(row_type).editable
        # Where the record does not tell how a row was made, what its first edit saw stood there.
        stood = {name: self._stands.get((row_type, given.body["id"], name), _Stands(seen[name])) for name in wanted}
        met = {name for name in wanted if stood[name].value not in (seen[name], wanted[name])}
        at_desk = bool(self._desk.intersection(given.people))
        asked = {name for name in met if columns[name].merge is Merge.PERSON}
        yielded = {name for name in met - asked if at_desk != (columns[name].merge is Merge.DESK)}
        for lost in (asked, yielded):
            groups = {columns[name].together for name in lost} - {""}
            lost |= {name for name in wanted if columns[name].together in groups}
        self._compare(given, asked, yielded - asked)
        for name in wanted.keys() - asked - yielded:
            if row_type in _TOLD and name in met and stood[name].by not in ("", given.people[0]):
                self._must_have_been_told(stood[name].by, given.body["id"], _TOLD[row_type])
            if stood[name].value != wanted[name]:
                self._stands[row_type, given.body["id"], name] = _Stands(wanted[name], given.people[0])

    def _compare(self, given: _Given, asked: set[str], yielded: set[str]) -> None:
        command = given.command
        answered = [set(command.params.get(name, "").split()) for name in ("asked", "yielded")]
        assert [asked, yielded] == answered, (given, asked, yielded)
        refusal_id = refusal_id_of(command.person_id, command.command_id)
        is_told = self._there.get(Refusal, refusal_id) or self._there.get(Settlement, refusal_id)
        assert is_told or not asked | yielded, given

    def _must_have_been_told(self, person_id: str, row_id: str, code: str) -> None:
        notices = self._there.find(Notice, columns_of(Notice).person_id == person_id)
        assert row_id in {one.about_id for one in notices if one.code == code}, (person_id, row_id)

    def _carried_out(self) -> Iterator[_Given]:
        """What was carried out, in the order in which it was judged; what was settled comes again as it was done."""
        judged = {command.id: command for command in self._there.find(JudgedCommand)}
        refused = {refusal_id_of(one.person_id, one.command_id): one for one in judged.values()}
        column = columns_of(AuditEntry)
        for entry in self._there.find(AuditEntry, column.act == "judged_commands.added", order_by=[column.sequence]):
            command = judged[entry.subject_id]
            body = json.loads(command.body)
            if command.verdict is OutboxState.REJECTED:
                continue
            if not command.name.startswith("inbox.settle"):
                yield _Given(command, body, (command.person_id,))
            elif body["body"] is not None:
                refusal_id = body.get("refusal_id") or refusal_id_of(command.person_id, body["command_id"])
                meant = replace(refused[refusal_id], params={})
                yield _Given(meant, body["body"], (meant.person_id, command.person_id))
