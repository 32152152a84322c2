"""The one thread that may talk to a server."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")

_log = logging.getLogger(__name__)
_AFTER_A_BUG_SECONDS = 60.0
_LAST_WAIT_SECONDS = 2.0
"""So long the program waits at its end for an answer that is under way; whatever it would have said is asked again."""


@dataclass(frozen=True, slots=True)
class Round:
    """How one round of agreeing with the server went, and how many seconds to pause before the next."""

    outcome: object
    pause_seconds: float


class Network(QObject):
    """Repeats rounds of a job, and does single jobs between them, one at a time and in the order given."""

    round_finished = Signal(object)
    """With the `outcome` of the round."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._round: Callable[[], Round] | None = None
        self._next_round_at = 0.0
        self.ending = threading.Event()
        """Set when the program ends: a round with several steps stops after the one that it is at."""
        self._thread = threading.Thread(target=self._work, name="network", daemon=True)

    def repeat(self, make_round: Callable[[], Round]) -> None:
        """Make a round now, and again after the pause that it asks for; in place of an earlier one."""
        self._round = make_round
        self.wake()

    def wake(self) -> None:
        """Make the next round now: there is something to say, or the network is back."""
        self._give(self._let_round_begin)

    def call(self, job: Callable[[], T]) -> Future[T]:
        """Do a single job, such as signing in."""
        future: Future[T] = Future()
        self._give(partial(_fulfil, future, job))
        return future

    def close(self) -> None:
        """Begin nothing more, and wait a little for what is under way."""
        self.ending.set()
        if self._thread.is_alive():
            self._jobs.put(self._let_round_begin)
            self._thread.join(_LAST_WAIT_SECONDS)

    def _give(self, job: Callable[[], object]) -> None:
        self._jobs.put(job)
        if self._thread.ident is None:
            self._thread.start()

    def _work(self) -> None:
        while not self.ending.is_set():
            try:
                job = self._jobs.get(timeout=self._pause())
            except queue.Empty:
                job = self._make_round
            if not self.ending.is_set():
                job()

    def _pause(self) -> float | None:
        if self._round is None:
            return None
        return max(0.0, self._next_round_at - time.monotonic())

    def _let_round_begin(self) -> None:
        self._next_round_at = 0.0

    def _make_round(self) -> None:
        assert self._round is not None  # noqa: S101 - there is no pause without one
        try:
            made = self._round()
        except Exception:  # noqa: BLE001 - the thread goes on, and the log has it
            _log.exception("a round with the server broke off")
            made = Round(None, _AFTER_A_BUG_SECONDS)
        self._next_round_at = time.monotonic() + made.pause_seconds
        if not self.ending.is_set():
            self.round_finished.emit(made.outcome)


def _fulfil(future: Future[Any], job: Callable[[], object]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001 - whoever waits for the answer is told
        future.set_exception(error)
