"""Full-text search in Chinese and Latin from one character on, over the columns marked `SEARCHED` or `SPELLED`.

SQLite's own tokenizers find nothing for two Chinese characters, so we cut every text into pairs ourselves
(`app.storage.search_words`) and keep them in a contentless FTS5 index by rowid. Its tokenizer has nothing left to do
but to part the pairs at the spaces, so it is the one that knows no Unicode. Candidates for longer words are checked
again with LIKE, but where they are found by their pinyin. An index entry of a removed row does no harm: no row has its
rowid. The index is rebuilt, never migrated; a workspace must not be vacuumed without rebuilding it.

Where very many new rows come at once (a first load), or an index is made for rows that are there, they are indexed
afterwards, piece by piece; until then they are found with LIKE.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from app.storage.schema import TableSpec, Values, all_specs, spec_named, spec_of, table
from app.storage.search_words import entry, is_decided_by_index, is_spelling, match_expression, spelling_expression
from app.storage.store import Store
from app.storage.units import MANY, After, Before, Origin, Reader, UnitOfWork

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


def search_condition(
    spec: TableSpec,
    text: str,
    elsewhere: Mapping[str, sa.ColumnElement[bool]] = MappingProxyType({}),
    *,
    walks: bool = False,
) -> sa.ColumnElement[bool]:
    """The condition that a row of `spec` matches `text`: each word of it occurs in one of the searched columns.

    `elsewhere` says of words which rows they find too, for what stands in other tables. With `walks` the database goes
    through the rows in the order that is asked for and looks whether each matches, instead of sorting all that match:
    that is how the first of very many are found.
    """
    here = [word for word in text.split() if word not in elsewhere]
    occurring = [_occur(spec, here, walks=walks)] if here else []
    found = (sa.or_(_occur(spec, [word], walks=walks), also) for word, also in elsewhere.items())
    return sa.and_(sa.true(), *occurring, *found)


def first_found(reader: Reader, spec: TableSpec, text: str, limit: int) -> list[str]:
    """The ids of the first rows that match `text`, at most `limit` of them, as the index comes upon them.

    It stops there: what a third of 100,000 rows match is found as quickly as what ten do.
    """
    words = text.split()
    expression = match_expression(words, spelled=bool(spec.spelled))
    index, undecided = index_name(spec), _undecided(spec, words)
    waiting = _Sql(f"SELECT id FROM {spec.name} WHERE rowid IN (") + _waiting(spec, words) + _Sql(")")
    if expression:
        joined = f"{index} CROSS JOIN {spec.name} ON {spec.name}.rowid = {index}.rowid"
        matching = _Sql(f"SELECT id FROM {joined} WHERE {index} MATCH ?", expression) + undecided
    else:
        matching = _Sql(f"SELECT id FROM {spec.name} WHERE 1") + undecided
    found: list[str] = []
    for asked in (matching, waiting):
        if len(found) < limit:
            found += [str(row[0]) for row in reader.plain.rows(f"{asked.text} LIMIT {limit:d}", asked.values)]
    return list(dict.fromkeys(found))[:limit]


class _Sql:
    """A piece of SQL, and what stands for the question marks in it."""

    def __init__(self, text: str, *values: str) -> None:
        self.text, self.values = text, values

    def __add__(self, other: _Sql) -> _Sql:
        return _Sql(self.text + other.text, *self.values, *other.values)

    def condition(self) -> sa.ColumnElement[bool]:
        """The same for a query that is made with Core; to put it together column by column takes longer than to ask."""
        first, *pieces = self.text.split("?")
        names = [f"searched_{at}" for at in range(len(pieces))]
        named = "".join(f":{name}{piece}" for name, piece in zip(names, pieces, strict=True))
        values: list[sa.BindParameter[str]] = [
            sa.bindparam(name, value, unique=True) for name, value in zip(names, self.values, strict=True)
        ]
        return sa.text(f"({first}{named})").bindparams(*values)  # type: ignore[return-value] # as good as a condition


def _occur(spec: TableSpec, words: Sequence[str], *, walks: bool) -> sa.ColumnElement[bool]:
    """All these words occur in the searched columns."""
    expression = match_expression(words, spelled=bool(spec.spelled))
    if not expression:
        return (_Sql("1") + _undecided(spec, words)).condition()
    candidates = _indexed(spec, expression) + _Sql(" UNION ALL ") + _waiting(spec, words)
    rowid = f"{'+' if walks else ''}{spec.name}.rowid"
    return (_Sql(f"{rowid} IN (") + candidates + _Sql(")") + _undecided(spec, words)).condition()


def _undecided(spec: TableSpec, words: Sequence[str]) -> _Sql:
    """What must be looked for in the rows that the index finds: words whose pairs may stand apart."""
    conditions = _Sql("")
    for word in words:
        if not is_decided_by_index(word):
            conditions += _Sql(" AND (")
            if spec.spelled and is_spelling(word):
                spelled = _indexed(spec, spelling_expression(word))
                conditions += _Sql(f"{spec.name}.rowid IN (") + spelled + _Sql(") OR ")
            conditions += _has_word(spec, spec.name, word) + _Sql(")")
    return conditions


def _indexed(spec: TableSpec, expression: str) -> _Sql:
    """The rowids that the index finds."""
    index = index_name(spec)
    return _Sql(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", expression)


def _waiting(spec: TableSpec, words: Sequence[str]) -> _Sql:
    """The rowids that match among the rows that are not indexed yet."""
    after = f"SELECT after_rowid FROM unindexed_rows WHERE id = '{spec.name}'"
    rowids = _Sql(f"SELECT waiting.rowid FROM {spec.name} AS waiting WHERE waiting.rowid > ({after})")
    return sum((_Sql(" AND ") + _has_word(spec, "waiting", word) for word in words), rowids)


def _has_word(spec: TableSpec, rows: str, word: str) -> _Sql:
    """The word occurs in one of the columns as it stands, but for the capitals from A to Z."""
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    occur = " OR ".join(f"{rows}.{name} LIKE ? ESCAPE '\\'" for name in spec.searched)
    return _Sql(f"({occur})", *[f"%{escaped}%"] * len(spec.searched))


def ensure_indexes(connection: sa.Connection) -> None:
    """Make the search indexes that are missing; rows that are there wait to be indexed."""
    for spec in searched_specs():
        name = index_name(spec)
        exists = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).first()
        if not exists:
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {name} USING fts5(words, tokenize=\"ascii tokenchars '_-'\", prefix='1', "
                "content='', contentless_delete=1, detail=none)"
            )
            let_all_wait(connection, spec)


def let_all_wait(connection: sa.Connection, spec: TableSpec) -> None:
    """Let every row of a table wait to be indexed."""
    waiting = spec_of(UnindexedRows).table
    connection.execute(sa.delete(waiting).where(waiting.c.id == spec.name))
    if connection.exec_driver_sql(f"SELECT 1 FROM {spec.name} LIMIT 1").first():
        connection.execute(sa.insert(waiting).values(id=spec.name, after_rowid=0))


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
    unit.plain.run_each(_entry(spec), [(row[0], _words(spec, row[1:])) for row in rows])
    if len(rows) < _PIECE:
        unit.remove(UnindexedRows, spec.name)
    else:
        unit.put(UnindexedRows(id=spec.name, after_rowid=rows[-1][0]))
    return True


def _words(spec: TableSpec, texts: Sequence[Any]) -> str:
    """What is indexed of a row with these searched texts."""
    by_column = dict(zip(spec.searched, texts, strict=True))
    return entry(texts, [by_column[name] for name in spec.spelled])


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
            entries = [(row[0], _words(spec, row[2:])) for row in rows if indexed[row[1]] != row[2:]]
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
