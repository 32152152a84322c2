"""Noticing what other processes commit to the same workspace: the command line, a second window.

SQLite tells a connection that somebody else has committed, but neither who nor what. So when it does we look at the
two places that every change leaves a trace in: the outbox (whatever was done here) and the cursor (whatever the server
said), and leave out what this process has announced itself.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from app.storage.facts import CURSOR, WorkspaceFact, fact
from app.storage.outbox import OutboxEntry
from app.storage.schema import spec_of
from app.storage.store import Store
from app.storage.troubles import translated
from app.storage.units import Changes, Reader

_OUTBOX, _FACTS = spec_of(OutboxEntry).name, spec_of(WorkspaceFact).name


@dataclass(frozen=True, slots=True)
class UnknownChanges(Changes):
    """Another process has changed something: any row of any table may be another one now."""

    def __bool__(self) -> bool:
        return True

    def touches(self, *tables: str) -> bool:  # noqa: ARG002 - the answer is the same for all
        """Always: nobody knows."""
        return True


def together(changes: Sequence[Changes]) -> Changes:
    """All these changes as one: unknown where one of them is."""
    unknown = next((some for some in changes if isinstance(some, UnknownChanges)), None)
    return unknown or reduce(Changes.merged, changes)


class ChangesElsewhere:
    """Asked again and again by one thread, tells whether another process has changed the workspace."""

    def __init__(self, store: Store) -> None:
        self._path = store.path
        self._lock = threading.Lock()
        self._announced: set[str] = set()
        self._pulled_here = False
        self._connection = store.engine.connect()
        store.listen(self._heard)
        with translated(self._path), self._connection.begin():
            self._version = self._data_version()
            self._sequence = self._connection.exec_driver_sql(f"SELECT max(sequence) FROM {_OUTBOX}").scalar() or 0
            self._cursor = fact(Reader(self._connection), CURSOR)

    def look(self) -> bool:
        """Whether another process has committed since the last look.

        :raises Trouble: the workspace cannot be read
        """
        with translated(self._path), self._connection.begin():
            version = self._data_version()
            if version == self._version:
                return False
            self._version = version
            return self._is_foreign(Reader(self._connection))

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _data_version(self) -> int:
        version: int = self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return version

    def _is_foreign(self, reader: Reader) -> bool:
        rows = reader.connection.exec_driver_sql(
            f"SELECT id, sequence FROM {_OUTBOX} WHERE sequence > ? ORDER BY sequence", (self._sequence,)
        ).fetchall()
        cursor = fact(reader, CURSOR)
        with self._lock:
            done_elsewhere = any(row[0] not in self._announced for row in rows)
            pulled_elsewhere = cursor != self._cursor and not self._pulled_here
            self._announced.difference_update(row[0] for row in rows)
            self._pulled_here = self._pulled_here and cursor == self._cursor
        if rows:
            self._sequence = rows[-1][1]
        self._cursor = cursor
        return done_elsewhere or pulled_elsewhere

    def _heard(self, changes: Changes) -> None:
        with self._lock:
            self._announced |= changes.ids.get(_OUTBOX, frozenset())
            self._pulled_here = self._pulled_here or CURSOR in changes.ids.get(_FACTS, frozenset())
