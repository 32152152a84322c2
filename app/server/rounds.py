"""What a server does by itself, again and again, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.server.turn import Turn

_log = logging.getLogger(__name__)


class Rounds:
    """Does something now and then, when it is this process's turn; what fails is tried again the next time."""

    def __init__(self, name: str, turn: Turn, work: Callable[[], None], every_seconds: float) -> None:
        self._turn = turn
        self._work = work
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin, at once for the first time."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, after what is under way."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                if self._turn.mine():
                    self._work()
            except Exception:  # noqa: BLE001 - whatever it was, the next round may succeed
                _log.exception("the %s could not do what fell due; it will try again", self._thread.name)
            self._stopped.wait(self._every_seconds)
        self._turn.give_up()
