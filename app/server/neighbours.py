"""Other processes that serve the same PostgreSQL: each tells the others when it has changed something.

NOTIFY is sent after the commit, in a transaction of its own: inside the one that writes it makes all writers wait for
each other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.foundation.ids import new_id
from app.storage.store import Store

_CHANNEL = "paigong_doorbell"
_LISTENING_SECONDS = 30.0
"""A listening connection that hears nothing so long is looked at, whether it still stands."""

_log = logging.getLogger(__name__)


class Neighbours:
    """One connection that listens, in a thread of its own; it is made anew when it breaks."""

    def __init__(self, store: Store, heard: Callable[[], object], again_seconds: float = 2.0) -> None:
        """`heard` is called when another process has changed something, or when that may have been missed."""
        self._engine = store.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._heard = heard
        self._again_seconds = again_seconds
        self._name = new_id()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="neighbours", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def tell(self) -> None:
        """Let the other processes know that something was changed here.

        :raises sqlalchemy.exc.DBAPIError: the database does not answer; they will find out by themselves
        """
        with self._engine.connect() as connection:
            connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (_CHANNEL, self._name))

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        try:
            self.tell()  # wakes our own ear too
        except sa.exc.DBAPIError:
            return
        self._thread.join()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                self._listen_once()
            except (sa.exc.DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
                _log.info("the connection that hears of other processes broke off: %s", error)
                self._closed.wait(self._again_seconds)

    def _listen_once(self) -> None:
        with self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            connection.detach()
            connection.exec_driver_sql(f"LISTEN {_CHANNEL}")
            self._heard()
            while not self._closed.is_set():
                notes = list(driver.notifies(timeout=_LISTENING_SECONDS, stop_after=1))
                if any(note.payload != self._name for note in notes):
                    self._heard()
                elif not notes:
                    connection.exec_driver_sql("SELECT 1")
