"""A database that is open: one writer, any number of readers, and whoever wants to hear about changes.

A workspace or a team server is an SQLCipher file (WAL, FULL: an acknowledged commit survives a power cut); an
organisation's server is PostgreSQL. The same tables, units of work and migrations serve all of them.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from app.foundation.errors import Trouble
from app.storage.troubles import translated
from app.storage.units import Changes, Contended, Reader, UnitOfWork, WriteObserver

T = TypeVar("T")
Listener = Callable[[Changes], None]

_OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a database when its write-ahead log is reset."""
_SYNCHRONOUS = "FULL"
"""What was acknowledged survives a power cut."""
_RETRIED_STATES = frozenset({"40001", "40P01"})
_ATTEMPTS = 8


class Store:
    """A database that is open."""

    def __init__(
        self,
        engine: sa.Engine,
        observers: Sequence[Callable[[], WriteObserver]] = (),
        *,
        path: str = "",
        make_room: Callable[[], bool] = bool,
    ) -> None:
        """`observers` make a fresh observer for each unit of work; `path` is for people to read.

        `make_room` frees something on a full disk and tells whether there was anything to be freed.
        """
        self.path = path
        self._make_room = make_room
        self._readers = engine
        self._observers = tuple(observers)
        self._listeners: list[Listener] = []
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writer_lock = threading.RLock() if self._is_sqlite else None
        self._writers = engine.execution_options(paigong_writer=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an SQLCipher file (else it is PostgreSQL)."""
        return self._is_sqlite

    @property
    def engine(self) -> sa.Engine:
        """For migrations and for benchmarks; everything else reads and writes through units."""
        return self._readers

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the changes after every commit, in the thread that committed."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read from one snapshot of the database."""
        with translated(self.path), self._readers.connect() as connection:
            if not self._is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Reader(connection)

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction and announce what it changed.

        On PostgreSQL it is run again when two of them got in each other's way, so it must have no effect
        outside of its unit.
        """
        for attempt in range(_ATTEMPTS):
            try:
                return self._write_once(work)
            except (sa.exc.DBAPIError, Contended) as error:
                if not _passes(error) or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - only to spread the retries
            except Trouble as trouble:
                if trouble.code != "disk_full" or not self._make_room():
                    raise
        raise AssertionError

    def close(self) -> None:
        """Close every connection."""
        self._readers.dispose()

    def _write_once(self, work: Callable[[UnitOfWork], T]) -> T:
        with translated(self.path), self._writer(), self._writers.begin() as connection:
            unit = UnitOfWork(connection, [make() for make in self._observers])
            result = work(unit)
            unit.finish()
        if changes := unit.changes:
            for listener in tuple(self._listeners):
                listener(changes)
        return result

    @contextmanager
    def _writer(self) -> Iterator[None]:
        if self._writer_lock is None:
            yield
            return
        with self._writer_lock:
            yield


def _passes(error: sa.exc.DBAPIError | Contended) -> bool:
    """Whether two units got in each other's way, so that the same work can be done once the other one has ended."""
    return isinstance(error, Contended) or getattr(error.orig, "sqlstate", None) in _RETRIED_STATES


def sqlite_engine(path: Path, key: bytes) -> sa.Engine:
    """An engine on an SQLCipher file; `key` is the raw key of 32 bytes.

    :raises Trouble: ``sqlite_too_old`` where the library would put the data at risk.
    """
    from sqlcipher3 import dbapi2

    if dbapi2.sqlite_version_info < _OLDEST_SQLITE:
        raise Trouble("sqlite_too_old", version=dbapi2.sqlite_version)
    # the driver looks in vain for how to adapt these, which takes it longer than all else about a value
    dbapi2.register_adapter(type(None), lambda nothing: nothing)
    dbapi2.register_adapter(bool, int)
    engine = sa.create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        connect_args={"isolation_level": None, "timeout": 10},
        pool_size=8,
        hide_parameters=True,
    )
    pragmas = (
        f"PRAGMA key = \"x'{key.hex()}'\"",
        "PRAGMA journal_mode = WAL",
        f"PRAGMA synchronous = {_SYNCHRONOUS}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA cache_size = -32768",
        "PRAGMA temp_store = MEMORY",
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("paigong_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def postgres_engine(url: str) -> sa.Engine:
    """An engine on PostgreSQL; `url` in SQLAlchemy's form, ``postgresql+psycopg://…``."""
    return sa.create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)
