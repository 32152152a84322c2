"""Whose turn it is to do something by itself: of all processes that serve one database, that of one."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from app.foundation.logging import log_event
from app.storage.store import Store

TICKING = 0x7061_6967_746B
"""Names the advisory lock of PostgreSQL by which a process looks at the clock."""
POSTING = 0x7061_6967_706F
"""By which it sends what callers are told."""
FETCHING = 0x7061_6967_6D61
"""By which it takes what callers have written."""

_log = logging.getLogger(__name__)


class Turn:
    """Taken by a lock that lasts as long as its connection: where a process dies, another one takes its turn.

    A file of SQLite is served by one process, whose turn it always is.
    """

    def __init__(self, store: Store, lock: int) -> None:
        self._store = store
        self._lock = lock
        self._connection: sa.Connection | None = None

    def mine(self) -> bool:
        """Whether it is this process's turn; takes it where nobody has it.

        :raises sqlalchemy.exc.DBAPIError: the database cannot be reached
        """
        if self._store.is_sqlite:
            return True
        if self._connection is not None and not self._stands(self._connection):
            self._connection = None
        if self._connection is None:
            self._connection = self._take()
        return self._connection is not None

    def give_up(self) -> None:
        """Let another process have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _take(self) -> sa.Connection | None:
        connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # so that closing it lets go of the lock, and no other work gets it
        if connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({self._lock})").scalar():
            log_event(_log, "this process has the turn from now on", lock=f"{self._lock:x}")
            return connection
        connection.close()
        return None

    def _stands(self, connection: sa.Connection) -> bool:
        """Whether the connection, and so the lock, is still there."""
        try:
            connection.exec_driver_sql("SELECT 1")
        except sa.exc.DBAPIError:
            connection.close()
            return False
        return True
