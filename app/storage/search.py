"""Full-text search in Chinese and Latin from one character on, over the columns marked `SEARCHED`.

SQLite's own tokenizers find nothing for two Chinese characters, so we cut every run of letters, digits and characters
into overlapping pairs ourselves, plus its last single character, and keep them in a contentless FTS5 index by rowid.
Its tokenizer has nothing left to do but to part the pairs at the spaces, so it is the one that knows no Unicode.
Candidates for longer words are checked again with LIKE. An index entry of a removed row does no harm: no row has its
rowid. The index is rebuilt, never migrated; a workspace must not be vacuumed without rebuilding it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.storage.schema import TableSpec, Values, all_specs
from app.storage.units import After, Before, Origin, UnitOfWork

_RUNS = re.compile(r"\w+")
_PAIRS = re.compile(r"(?=(\w\w?))")
"""Finds a pair at every place in a run, and at its end the last single."""


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
    words = [word for word in text.split() if not _is_decided_by_index(word)]
    escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words]
    exact = sa.and_(
        sa.true(),
        *(sa.or_(*(spec.table.c[name].like(f"%{word}%", escape="\\") for name in spec.searched)) for word in escaped),
    )
    if not expression:
        return exact
    name = index_name(spec)
    candidates = sa.text(
        f"{spec.name}.rowid IN (SELECT rowid FROM {name} WHERE {name} MATCH :{name}_expression)"
    ).bindparams(sa.bindparam(f"{name}_expression", expression))
    return sa.and_(candidates, exact)


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
    insert = f"INSERT OR REPLACE INTO {index_name(spec)} (rowid, words) VALUES (?, ?)"
    while batch := rows.fetchmany(5000):
        connection.exec_driver_sql(insert, [(row[0], pairs(row[1:])) for row in batch])


def searched_specs() -> list[TableSpec]:
    """The tables that can be searched."""
    return [spec for spec in all_specs() if spec.searched]


class SearchIndexer:
    """Keeps the search indexes of a workspace in step with its rows."""

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Index what was written, where a searched text has changed."""
        if not spec.searched:
            return
        places = [spec.columns.index(name) for name in spec.searched]

        def texts(values: Values) -> list[Any]:
            return [values[at] for at in places]

        entries = [
            (row_id, pairs(texts(values)))
            for row_id, values in after.items()
            if row_id not in before or texts(before[row_id]) != texts(values)
        ]
        if entries:
            rowid = f"(SELECT rowid FROM {spec.name} WHERE id = ?)"
            insert = f"INSERT OR REPLACE INTO {index_name(spec)} (rowid, words) VALUES ({rowid}, ?)"
            unit.connection.exec_driver_sql(insert, entries)

    def finishing(self, unit: UnitOfWork) -> None:
        """Nothing to do."""
