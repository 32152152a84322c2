"""Rows as this program understands them, whatever the server's program knows beside that.

A table or a column that is not known here is passed over, a column that the server does not have yet is filled in
where it has a default, and a row in a state that has no name here is left out. What was left out is pulled once this
program has been updated: then everything is pulled anew (`notice_update`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from app.foundation.errors import Trouble
from app.storage.columns import Choice, Stored
from app.storage.facts import CURSOR, fact, set_fact
from app.storage.schema import TableSpec, Values, all_specs
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.storage.windows import outside
from app.sync.pull.wire import TableRows

_SCHEMA = "schema"
"""The fact that names the tables as they were when this workspace last pulled."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Understood:
    """Rows of a table that is known here: those that stand, and the ids of those that do not (any more)."""

    spec: TableSpec
    rows: list[Values]
    gone: list[str]

    @property
    def ids(self) -> Iterator[str]:
        """All ids that something is said about."""
        yield from (str(row[0]) for row in self.rows)
        yield from self.gone


def synchronised_specs() -> list[TableSpec]:
    """The tables that a server sends rows of."""
    return [spec for spec in all_specs() if spec.scope is not None]


def understand(sent: TableRows) -> Understood | None:
    """What was sent, in the columns of this program; None where it does not know the table.

    :raises Trouble: ``message_malformed``; ``protocol_unknown`` where a column is missing that has no default
    """
    lengths = {len(column) for column in sent.values}
    if len(lengths) > 1 or len(sent.values) not in {0, len(sent.columns)} or len(set(sent.columns)) < len(sent.columns):
        raise Trouble("message_malformed", detail=sent.name)
    spec = next((spec for spec in synchronised_specs() if spec.name == sent.name), None)
    if spec is None:
        return None
    if not sent.values:
        return Understood(spec, [], sent.left)
    rows: list[Values] = list(zip(*_columns(spec, sent, lengths.pop()), strict=True))
    nameless = _nameless(spec, sent)
    if nameless:
        _log.warning("%s rows of %s are in a state that this program does not know", len(nameless), spec.name)
        rows = [row for row in rows if row[0] not in nameless]
    return Understood(spec, rows, [*sent.left, *nameless])


def _columns(spec: TableSpec, sent: TableRows, length: int) -> list[list[Stored]]:
    given: dict[str, list[Stored]] = dict(zip(sent.columns, map(list, sent.values), strict=True))
    missing = set(spec.columns) - given.keys()
    if not missing <= spec.defaults.keys():
        raise Trouble("protocol_unknown", table=spec.name)
    return [given[name] if name in given else [spec.defaults[name]] * length for name in spec.columns]


def _nameless(spec: TableSpec, sent: TableRows) -> list[str]:
    """The ids of rows with a value that is none of the members of its column's enumeration."""
    found: dict[str, None] = {}
    for name, known in _choices(spec).items():
        column = sent.values[sent.columns.index(name)] if name in sent.columns else []
        if not known.issuperset(column):
            pairs = zip(sent.values[sent.columns.index("id")], column, strict=True)
            found |= {str(row_id): None for row_id, value in pairs if value not in known}
    return list(found)


@cache
def _choices(spec: TableSpec) -> dict[str, frozenset[Stored]]:
    """The members of each column that is an enumeration; nothing is always possible."""
    columns = {str(column.name): column.type for column in spec.table.columns if isinstance(column.type, Choice)}
    return {name: frozenset({None, *map(str, kind.choices)}) for name, kind in columns.items()}


def notice_update(store: Store) -> None:
    """Let everything be pulled anew where this program knows the tables otherwise than the one that pulled last."""
    schema = known_schema()
    with store.read() as reader:
        if fact(reader, _SCHEMA) == schema:
            return

    def begin_anew(unit: UnitOfWork) -> None:
        set_fact(unit, CURSOR, "0")
        set_fact(unit, _SCHEMA, schema)

    store.write(begin_anew)


@cache
def known_schema() -> str:
    """Names the synchronised tables, their columns, the members of their enumerations, and what a window leaves out."""
    known = [
        (
            spec.name,
            spec.columns,
            sorted((name, sorted(map(str, values))) for name, values in _choices(spec).items()),
            outside(spec, 0) if spec.window else "",
        )
        for spec in synchronised_specs()
    ]
    return hashlib.sha256(msgspec.json.encode(sorted(known))).hexdigest()[:16]
