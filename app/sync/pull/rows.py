"""What stands where the stamps are, as it is sent: by columns, and turned into JSON once, so that its size is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import msgspec

from app.storage.schema import NeededBy, TableSpec, Window, spec_named, spec_of
from app.storage.units import Reader
from app.storage.windows import heads, needed_specs, outside, parts_of
from app.sync.pull.wire import LARGEST_PULL, LARGEST_ROWS, TableRows
from app.sync.stamps import SyncStamp

_ALWAYS = 2**53
"""The place of what is sent in any case, not because of its own stamp."""

_Stamped = defaultdict[str, dict[str, int]]
"""The place of the last change by table and id."""


class Stamp(NamedTuple):
    """The last change of a row."""

    sequence: int
    table_name: str
    row_id: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees: rows of the scopes that it includes.

    Who keeps a window does without the rows outside of `horizon` that changed up to `filling_to`: he never had them,
    or has pruned them. What changes later he gets, whole, and prunes by himself.
    """

    include: Callable[[str], bool]
    horizon: int | None = None
    filling_to: int = 0
    hears_what_left: bool = True


def _stamps_since(reader: Reader, condition: str, values: Iterable[str], since: int) -> list[Stamp]:
    """The next stamps that meet a condition in SQL."""
    sql = (
        f"SELECT sequence, table_name, row_id FROM {spec_of(SyncStamp).name} WHERE {condition} "  # noqa: S608 - ours
        f"AND sequence > {reader.plain.mark} ORDER BY sequence LIMIT {LARGEST_PULL}"
    )
    found: Iterable[Any] = reader.plain.rows(sql, [*values, since])
    return list(map(Stamp._make, found))


class Page(NamedTuple):
    """What follows: the stamps, whether there are more, and what stands where they are, as JSON."""

    stamps: list[Stamp]
    more: bool
    tables: msgspec.Raw


def page_of(reader: Reader, sight: Sight, condition: str, values: Sequence[str], since: int) -> Page:
    """The next page of what meets a condition in SQL; shorter where its rows come to too many bytes."""
    stamps = _stamps_since(reader, condition, values, since)
    more = len(stamps) == LARGEST_PULL
    tables = _packed_rows(reader, sight, stamps)
    while len(stamps) > 1 and len(tables) > LARGEST_ROWS:
        stamps, more = stamps[: len(stamps) // 2], True
        tables = _packed_rows(reader, sight, stamps)
    return Page(stamps, more, msgspec.Raw(tables))


def _packed_rows(reader: Reader, sight: Sight, stamps: Iterable[Stamp]) -> bytes:
    """The rows that stamps are about, as JSON of a list of `TableRows`."""
    stamped: _Stamped = defaultdict(dict)
    for stamp in stamps:
        stamped[stamp.table_name][stamp.row_id] = stamp.sequence
    if sight.horizon is not None:
        _complete(reader, stamped, sight.horizon, sight.filling_to)
    return msgspec.json.encode([_rows(reader, sight, spec_named(name), places) for name, places in stamped.items()])


def _rows(reader: Reader, sight: Sight, spec: TableSpec, places: dict[str, int]) -> TableRows:
    included = cache(sight.include)
    found = reader.values_of(spec, places)
    here = {row_id: values for row_id, values in found.items() if included(spec.scope_of(values))}
    left = [row_id for row_id in places if row_id not in here] if sight.hears_what_left else []
    if sight.horizon is not None and spec.window is not None:
        early = [row_id for row_id in here if places[row_id] <= sight.filling_to]
        for row_id in _ids(reader, spec, "id", "id", early, outside(spec, sight.horizon)):
            del here[row_id]
    values = [list(column) for column in zip(*here.values(), strict=True)]
    return TableRows(name=spec.name, columns=list(spec.columns), values=values, left=left)


def _complete(reader: Reader, stamped: _Stamped, horizon: int, filling_to: int) -> None:
    """Add all that belongs together with what has changed and is so old that it may have been pruned."""
    late: defaultdict[str, set[str]] = defaultdict(set)
    for name, places in stamped.items():
        late[name].update(row_id for row_id, place in places.items() if place > filling_to)
    for spec, of in needed_specs():
        late[of.table].update(_naming(reader, spec, of, late[spec.name]))
    for head in heads():
        for spec, ids in _with_all_parts(reader, head, horizon, late).items():
            late[spec.name].update(ids)
            stamped[spec.name] |= dict.fromkeys(ids, _ALWAYS)
    for spec, of in needed_specs():
        stamped[spec.name] |= dict.fromkeys(_named(reader, spec, of, late[of.table]), _ALWAYS)


def _with_all_parts(
    reader: Reader, head: TableSpec, horizon: int, late: Mapping[str, Collection[str]]
) -> dict[TableSpec, list[str]]:
    """The rows of `head` of which something is `late`, and that are older than the horizon, with all their parts."""
    assert isinstance(head.window, Window)  # noqa: S101 - a head has no other
    parts = list(parts_of(head))
    changed = set(late.get(head.name, ()))
    for part in parts:
        changed.update(_ids(reader, part.spec, part.column, "id", late.get(part.spec.name, ()), part.condition))
    old = _ids(reader, head, "id", "id", changed, f"{head.window.began} < {horizon}")
    return {head: old} | {part.spec: _ids(reader, part.spec, "id", part.column, old, part.condition) for part in parts}


def _naming(reader: Reader, spec: TableSpec, of: NeededBy, ids: Collection[str]) -> list[str]:
    """The rows that may need those of `spec` with these ids; one too many does no harm."""
    values = _ids(reader, spec, of.column, "id", ids)
    return [row_id for column in of.naming for row_id in _ids(reader, spec_named(of.table), "id", column, values)]


def _named(reader: Reader, spec: TableSpec, of: NeededBy, ids: Collection[str]) -> list[str]:
    """The rows of `spec` that those with these ids may need; one too many does no harm."""
    needing = spec_named(of.table)
    values = {value for column in of.naming for value in _ids(reader, needing, column, "id", ids, f"{column} <> ''")}
    return _ids(reader, spec, "id", of.column, values)


def _ids(
    reader: Reader, spec: TableSpec, wanted: str, column: str, ids: Collection[str], condition: str = "1 = 1"
) -> list[str]:
    """What stands in the column `wanted` of the rows that have one of these ids in `column`."""
    if not ids:
        return []
    marks = ", ".join([reader.plain.mark] * len(ids))
    sql = f"SELECT {wanted} FROM {spec.name} WHERE {column} IN ({marks}) AND {condition}"  # noqa: S608 - names of ours
    return [str(row[0]) for row in reader.plain.rows(sql, [*ids])]
