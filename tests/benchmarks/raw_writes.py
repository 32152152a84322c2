"""The floor of a command: the rows that it wrote, written once more by hand into a twin of the workspace.

Nothing is read, checked, derived or turned into JSON; what remains is one transaction with FULL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlcipher3 import dbapi2

from app.foundation.home import Home
from app.storage.schema import TableSpec, Values, spec_named
from app.storage.search import index_name
from app.storage.search_words import pairs
from app.storage.store import Store
from app.storage.units import Changes

Statement = tuple[str, Values]


class Twin:
    """A plain connection to a copy of the workspace that follows it, transaction by transaction."""

    def __init__(self, home: Home) -> None:
        self._connection = dbapi2.connect(str(home.database), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{home.read_key().hex()}'\"")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -32768"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    def close(self) -> None:
        self._connection.close()

    def statements(self, store: Store, changes: Changes) -> list[Statement]:
        """What is to be executed here so that the twin holds what `changes` left in the store."""
        with store.read() as reader:
            rows = {spec_named(name): reader.values_of(spec_named(name), ids) for name, ids in changes.ids.items()}
        return [*self._upserts(rows), *self._entries(rows)]

    def execute(self, statements: list[Statement]) -> None:
        """One transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            self._connection.execute(sql, values)
        self._connection.execute("COMMIT")

    def _upserts(self, rows: Mapping[TableSpec, dict[str, Values]]) -> Iterator[Statement]:
        for spec, found in rows.items():
            marks = ", ".join("?" * len(spec.columns))
            updates = ", ".join(f"{name} = excluded.{name}" for name in spec.columns)
            insert = f"INSERT INTO {spec.name} VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}"
            for values in found.values():
                yield insert, values

    def _entries(self, rows: Mapping[TableSpec, dict[str, Values]]) -> Iterator[Statement]:
        """The search entries of rows that the twin does not have yet."""
        for spec, found in rows.items():
            if not spec.searched:
                continue
            rowid = f"(SELECT rowid FROM {spec.name} WHERE id = ?)"
            insert = f"INSERT INTO {index_name(spec)} (rowid, words) VALUES ({rowid}, ?)"
            texts = [spec.columns.index(name) for name in spec.searched]
            for row_id, values in found.items():
                if not self._connection.execute(f"SELECT 1 FROM {spec.name} WHERE id = ?", (row_id,)).fetchone():
                    yield insert, (row_id, pairs(str(values[at] or "") for at in texts))
