"""Prepared SQL by table, and running it without SQLAlchemy's machinery, which costs several times the statement itself.

Whatever is read and written row by row goes this way; queries with conditions of their own are made with Core.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, NoReturn

import sqlalchemy as sa

from app.storage.schema import TableSpec, Values

Names = tuple[str, ...]
"""Of columns."""


class Equality(NamedTuple):
    """A condition on columns: these equal something, these are unset, these are greater than something."""

    equal: Names = ()
    unset: Names = ()
    greater: Names = ()


class PlainSql:
    """Runs SQL in the parameter style of the database (`mark`), in the transaction that a connection has begun."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._errors = connection.dialect.loaded_dbapi.Error
        self.mark = statements(connection.dialect.name).mark
        self._cursor: Any = connection.connection.cursor()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Values]:
        """What a query finds."""
        try:
            self._cursor.execute(sql, values)
            found: list[Values] = self._cursor.fetchall()
        except self._errors as error:
            self._fail(error)
        return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row that a query finds; None where there is none."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; how many rows it wrote."""
        try:
            self._cursor.execute(sql, values)
        except self._errors as error:
            self._fail(error)
        return int(self._cursor.rowcount)

    def run_each(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of these rows."""
        try:
            self._cursor.executemany(sql, rows)
        except self._errors as error:
            self._fail(error)

    def _fail(self, error: Any) -> NoReturn:
        """Raise what SQLAlchemy would; values stay out of it."""
        dialect, errors = self._connection.dialect, self._errors
        cut = dialect.is_disconnect(error, self._connection.connection, self._cursor)
        if cut:
            self._connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            None, None, error, errors, hide_parameters=True, connection_invalidated=cut, dialect=dialect
        ) from error


class Statements:
    """Prepared SQL by table, in the parameter style of one database."""

    def __init__(self, dialect: str) -> None:
        self.mark = "%s" if dialect == "postgresql" else "?"
        self._for_update = " FOR UPDATE" if dialect == "postgresql" else ""
        self.by_ids = lru_cache(maxsize=None)(self._by_ids)
        self.by_values = lru_cache(maxsize=None)(self._by_values)
        self.count = lru_cache(maxsize=None)(self._count)
        self.insert = lru_cache(maxsize=None)(self._insert)
        self.upsert = lru_cache(maxsize=None)(self._upsert)
        self.update = lru_cache(maxsize=None)(self._update)
        self.insert_missing = lru_cache(maxsize=None)(self._insert_missing)
        self.delete = lru_cache(maxsize=None)(self._delete)

    def _by_ids(self, spec: TableSpec, count: int, *, lock: bool) -> str:
        marks = ",".join([self.mark] * count)
        sql = f"SELECT {', '.join(spec.columns)} FROM {spec.name} WHERE id IN ({marks})"
        return sql + self._for_update if lock else sql

    def _by_values(self, spec: TableSpec, wanted: Equality, order: Names, limit: int | None) -> str:
        sql = f"SELECT {', '.join(spec.columns)} FROM {spec.name}{self._where(wanted)}"
        if order:
            sql += f" ORDER BY {', '.join(order)}"
        return f"{sql} LIMIT {limit}" if limit else sql

    def _count(self, spec: TableSpec, wanted: Equality) -> str:
        return f"SELECT count(*) FROM {spec.name}{self._where(wanted)}"

    def _where(self, wanted: Equality) -> str:
        conditions = [f"{name} = {self.mark}" for name in wanted.equal]
        conditions += [f"{name} IS NULL" for name in wanted.unset]
        conditions += [f"{name} > {self.mark}" for name in wanted.greater]
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    def _insert(self, spec: TableSpec) -> str:
        marks = ",".join([self.mark] * len(spec.columns))
        return f"INSERT INTO {spec.name} ({', '.join(spec.columns)}) VALUES ({marks})"

    def _upsert(self, spec: TableSpec) -> str:
        updates = ", ".join(f"{name} = excluded.{name}" for name in spec.columns[1:] or spec.columns)
        return f"{self.insert(spec)} ON CONFLICT (id) DO UPDATE SET {updates}"

    def _update(self, spec: TableSpec, places: tuple[int, ...]) -> str:
        updates = ", ".join(f"{spec.columns[place]} = {self.mark}" for place in places)
        return f"UPDATE {spec.name} SET {updates} WHERE id = {self.mark}"

    def _insert_missing(self, spec: TableSpec) -> str:
        return f"{self.insert(spec)} ON CONFLICT (id) DO NOTHING"

    def _delete(self, spec: TableSpec) -> str:
        return f"DELETE FROM {spec.name} WHERE id = {self.mark}"


@cache
def statements(dialect: str) -> Statements:
    """The prepared SQL of a database."""
    return Statements(dialect)
