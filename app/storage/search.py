"""Full-text search in Chinese and Latin from one character on, over the columns marked `SEARCHED`.

SQLite's own tokenizers find nothing for two Chinese characters, so we cut every run of letters, digits and characters
into overlapping pairs ourselves, plus its last single character, and keep them in a contentless FTS5 index by rowid.
Its tokenizer has nothing left to do but to part the pairs at the spaces, so it is the one that knows no Unicode.
Candidates for longer words are checked again with LIKE. An index entry of a removed row does no harm: no row has its
rowid. The index is rebuilt, never migrated; a workspace must not be vacuumed without rebuilding it.

Where very many new rows come at once (a first load) they are indexed afterwards, piece by piece; until then they are
found with LIKE.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.storage.schema import TableSpec, Values, all_specs, columns_of, spec_named, table
from app.storage.store import Store
from app.storage.units import MANY, After, Before, Origin, Reader, UnitOfWork

_RUNS = re.compile(r"\w+")
_PAIRS = re.compile(r"(?=(\w\w?))")
"""Finds a pair at every place in a run, and at its end the last single."""

_PIECE = 2000
"""Rows that are indexed in one transaction, afterwards: some 50 ms."""


@table("unindexed_rows")
@dataclass(frozen=True, slots=True, kw_only=True)
class UnindexedRows:
    """Rows that wait to be indexed: those of the table called `id` whose rowid is greater."""

    id: str
    after_rowid: int


def index_name(spec: TableSpec) -> str:
    """The search index of a table."""
    return f"search_{spec.name}"


def pairs(texts: Iterable[str | None]) -> str:
    """What is indexed of a row's searched texts: pairs of neighbours and the last single of every run."""
    return " ".join(_PAIRS.findall(" ".join(filter(None, texts)).casefold()))


def match_expression(text: str) -> str:
    """The FTS5 query for what a person typed; empty where there is nothing to search for."""
    terms: list[str] = []
    for run in _RUNS.findall(text.casefold()):
        if len(run) == 1:
            terms.append(f'"{run}"*')
        terms += [f'"{run[at : at + 2]}"' for at in range(len(run) - 1)]
    return " AND ".join(dict.fromkeys(terms))


def search_condition(spec: TableSpec, text: str) -> sa.ColumnElement[bool]:
    """The condition that a row of `spec` matches `text`: each word of it occurs in one of the searched columns."""
    expression = match_expression(text)
    if not expression:
        return _has_words(spec.table, spec.searched, text.split())
    undecided = [word for word in text.split() if not _is_decided_by_index(word)]
    candidates = sa.union_all(_indexed(spec, expression), _waiting(spec, text.split()))
    rowid: sa.ColumnElement[int] = sa.literal_column(f"{spec.name}.rowid")
    return sa.and_(rowid.in_(candidates), _has_words(spec.table, spec.searched, undecided))


def first_found(reader: Reader, spec: TableSpec, text: str, limit: int) -> list[str]:
    """The ids of the first rows that match `text`, at most `limit` of them, as the index comes upon them.

    It stops there: what a third of 100,000 rows match is found as quickly as what ten do.
    """
    expression, words = match_expression(text), text.split()
    rows = spec.table
    rowid: sa.ColumnElement[int] = sa.literal_column(f"{spec.name}.rowid")
    ids = sa.select(rows.c.id).limit(limit)
    if not expression:
        return list(reader.connection.execute(ids.where(_has_words(rows, spec.searched, words))).scalars())
    undecided = [word for word in words if not _is_decided_by_index(word)]
    index = sa.table(index_name(spec))
    indexed = rows.join(index, rowid == sa.literal_column(f"{index.name}.rowid"))
    matches = sa.literal_column(index.name).op("MATCH")(expression)
    in_index = ids.select_from(indexed).where(matches, _has_words(rows, spec.searched, undecided))
    found = list(reader.connection.execute(in_index).scalars())
    if len(found) < limit:
        waiting = ids.where(rowid.in_(_waiting(spec, words)))
        found += reader.connection.execute(waiting).scalars()
    return list(dict.fromkeys(found))[:limit]


def _indexed(spec: TableSpec, expression: str) -> sa.Select[Any]:
    """The rowids that the index finds."""
    index = sa.table(index_name(spec))
    matches = sa.literal_column(index.name).op("MATCH")(expression)
    return sa.select(sa.literal_column("rowid")).select_from(index).where(matches)


def _waiting(spec: TableSpec, words: Sequence[str]) -> sa.Select[Any]:
    """The rowids that match among the rows that are not indexed yet."""
    waiting = spec.table.alias("waiting")
    rowid: sa.ColumnElement[int] = sa.literal_column("waiting.rowid")
    unindexed = columns_of(UnindexedRows)
    after = sa.select(unindexed.after_rowid).where(unindexed.id == spec.name).scalar_subquery()
    return sa.select(rowid).select_from(waiting).where(rowid > after, _has_words(waiting, spec.searched, words))


def _has_words(rows: sa.FromClause, searched: Sequence[str], words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Each word occurs in one of the columns as it stands, but for the capitals from A to Z."""
    escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words]
    occur = [sa.or_(*(rows.c[name].like(f"%{word}%", escape="\\") for name in searched)) for word in escaped]
    return sa.and_(sa.true(), *occur)


def _is_decided_by_index(word: str) -> bool:
    """One character or two are found by the index exactly as LIKE would; pairs of a longer word may stand apart."""
    return re.fullmatch(r"\w\w?", word.casefold()) is not None


def ensure_indexes(connection: sa.Connection) -> None:
    """Make the search indexes that are missing and fill them from the rows."""
    for spec in searched_specs():
        name = index_name(spec)
        exists = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).first()
        if not exists:
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {name} USING fts5("
                "words, tokenize=\"ascii tokenchars '_'\", content='', contentless_delete=1, detail=none)"
            )
            fill_index(connection, spec)


def fill_index(connection: sa.Connection, spec: TableSpec) -> None:
    """Index every row of a table."""
    rows = connection.exec_driver_sql(f"SELECT rowid, {', '.join(spec.searched)} FROM {spec.name}")
    while batch := rows.fetchmany(5000):
        connection.exec_driver_sql(_entry(spec), [(row[0], pairs(row[1:])) for row in batch])


def index_waiting(store: Store) -> None:
    """Index what waits for it, piece by piece, so that nobody who writes waits for long."""
    while store.write(_index_some):
        pass


def unindexed_count(reader: Reader) -> int:
    """How many rows wait to be indexed."""
    return sum(
        reader.plain.value(f"SELECT count(*) FROM {waiting.id} WHERE rowid > ?", [waiting.after_rowid])
        for waiting in reader.having(UnindexedRows)
    )


def _index_some(unit: UnitOfWork) -> bool:
    """Index a piece of what waits; tells whether there is more."""
    waiting = next(iter(unit.having(UnindexedRows)), None)
    if waiting is None:
        return False
    spec = spec_named(waiting.id)
    sql = f"SELECT rowid, {', '.join(spec.searched)} FROM {spec.name} WHERE rowid > ? ORDER BY rowid LIMIT ?"
    rows: list[tuple[Any, ...]] = [*unit.plain.rows(sql, [waiting.after_rowid, _PIECE])]
    unit.plain.run_each(_entry(spec), [(row[0], pairs(row[1:])) for row in rows])
    if len(rows) < _PIECE:
        unit.remove(UnindexedRows, spec.name)
    else:
        unit.put(UnindexedRows(id=spec.name, after_rowid=rows[-1][0]))
    return True


def _entry(spec: TableSpec) -> str:
    return f"INSERT OR REPLACE INTO {index_name(spec)} (rowid, words) VALUES (?, ?)"


def searched_specs() -> list[TableSpec]:
    """The tables that can be searched."""
    return [spec for spec in all_specs() if spec.searched]


class SearchIndexer:
    """Keeps the search indexes of a workspace in step with its rows.

    What a unit has written is indexed once, at its end: FTS5 writes all it has in mind at each savepoint.
    """

    def __init__(self) -> None:
        self._indexed: defaultdict[TableSpec, dict[str, Values | None]] = defaultdict(dict)
        """The searched texts that the index has of rows that were written; None where it has nothing."""

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Remember what was written; very many new rows are left for afterwards."""
        if not spec.searched:
            return
        if len(after) >= MANY and not before:
            _leave_for_afterwards(unit, spec, len(after))
            return
        indexed = self._indexed[spec]
        places = [spec.columns.index(name) for name in spec.searched]
        for row_id in before.keys() - after.keys():
            indexed[row_id] = None
        for row_id in after:
            was = before.get(row_id)
            indexed.setdefault(row_id, was and tuple(was[place] for place in places))

    def finishing(self, unit: UnitOfWork) -> None:
        """Index the rows whose texts are others than before."""
        for spec, indexed in self._indexed.items():
            rows = _searched_texts(unit, spec, list(indexed))
            entries = [(row[0], pairs(row[2:])) for row in rows if indexed[row[1]] != row[2:]]
            unit.plain.run_each(_entry(spec), entries)


def _searched_texts(unit: UnitOfWork, spec: TableSpec, row_ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rowid, the id and the searched texts of those rows that are there."""
    for start in range(0, len(row_ids), MANY):
        chunk = row_ids[start : start + MANY]
        marks = ", ".join("?" * len(chunk))
        sql = f"SELECT rowid, id, {', '.join(spec.searched)} FROM {spec.name} WHERE id IN ({marks})"
        yield from unit.plain.rows(sql, chunk)


def _leave_for_afterwards(unit: UnitOfWork, spec: TableSpec, count: int) -> None:
    """Note that the rows inserted last wait: theirs are the greatest rowids."""
    last: int = unit.plain.value(f"SELECT max(rowid) FROM {spec.name}")
    waiting = unit.get(UnindexedRows, spec.name)
    after_rowid = min(last - count, waiting.after_rowid) if waiting else last - count
    unit.put(UnindexedRows(id=spec.name, after_rowid=after_rowid))
