"""Staying in agreement by itself: a thread that synchronises after every change, and now and then."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from app.foundation.clock import Clock
from app.foundation.errors import PaigongError

CALM_SECONDS = 5.0
"""Between two rounds while all is well."""
LONGEST_WAIT_SECONDS = 60.0
"""Between two attempts while the server does not answer."""

_UNREACHABLE = frozenset({"server_unreachable", "server_failed"})
_log = logging.getLogger(__name__)


class SyncState(Enum):
    """How this workspace and its server stand to each other."""

    ALONE = "alone"
    SYNCING = "syncing"
    SYNCED = "synced"
    OFFLINE = "offline"
    TROUBLED = "troubled"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How the last round went. `at` is aware; `trouble` is what a person must be told about, if anything."""

    state: SyncState
    at: datetime
    trouble: BaseException | None = None


class Round(Protocol):
    """One round of agreeing; tells whether there is a server at all."""

    def synchronise(self) -> bool: ...

    def close(self) -> None: ...


class SyncLoop:
    """Synchronises in a thread of its own and reports every step; `report` is called in that thread."""

    def __init__(self, sync: Round, clock: Clock, report: Callable[[SyncReport], None]) -> None:
        self._sync = sync
        self._clock = clock
        self._report = report
        self._woken = threading.Event()
        self._stopped = False
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def wake(self) -> None:
        """Synchronise now: something was done here, or somebody asked for it."""
        self._woken.set()

    def stop(self) -> None:
        """End after the round that is under way."""
        self._stopped = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            self._woken.clear()
            self._round()
            self._woken.wait(self._pause())
        self._sync.close()

    def _round(self) -> None:
        self._tell(SyncState.SYNCING)
        try:
            connected = self._sync.synchronise()
        except PaigongError as error:
            self._failures += 1
            self._tell(SyncState.OFFLINE if error.code in _UNREACHABLE else SyncState.TROUBLED, error)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the agreement for the day
            _log.exception("a round of synchronisation failed")
            self._failures += 1
            self._tell(SyncState.TROUBLED, error)
        else:
            self._failures = 0
            self._tell(SyncState.SYNCED if connected else SyncState.ALONE)

    def _pause(self) -> float:
        """Seconds until the next round; longer after each failure, and never the same for a whole fleet."""
        if not self._failures:
            return CALM_SECONDS
        return min(LONGEST_WAIT_SECONDS, 2.0**self._failures) * random.uniform(0.5, 1.0)  # noqa: S311 - only a spread

    def _tell(self, state: SyncState, trouble: BaseException | None = None) -> None:
        self._report(SyncReport(state, self._clock.now(), trouble))
