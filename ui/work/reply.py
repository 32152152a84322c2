"""The answer to something that runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Reply(QObject):
    """Tells in the GUI thread, once, how it went; nothing at all once it was cancelled."""

    succeeded = Signal(object)
    failed = Signal(object)
    """With the exception."""

    def __init__(self, give_up: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._give_up = give_up
        self.is_cancelled = False

    def cancel(self) -> None:
        """Nobody needs the answer any more: a query is interrupted, a call not begun, a command done all the same."""
        if not self.is_cancelled:
            self.is_cancelled = True
            if self._give_up is not None:
                self._give_up()


class Replies(QObject):
    """Carries what other threads have found out into the GUI thread.

    Those threads never touch a `Reply`, which may be gone by then: they name it by a ticket.
    """

    _arrived = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tickets = count()
        self._open: dict[int, Reply] = {}
        self._is_forgetful = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def expect(self, future: Future[Any], give_up: Callable[[], object] | None) -> Reply:
        """The reply that tells what comes of `future`; `give_up` is called when nobody needs it any more."""
        ticket = next(self._tickets)
        reply = self._open[ticket] = Reply(give_up)
        future.add_done_callback(partial(self._post, ticket))
        return reply

    def forget(self) -> None:
        """Deliver nothing more."""
        self._is_forgetful = True
        self._open.clear()

    def _post(self, ticket: int, future: Future[Any]) -> None:
        """Called in whichever thread has finished."""
        if not self._is_forgetful:
            self._arrived.emit(ticket, future)

    def _deliver(self, ticket: int, future: Future[Any]) -> None:
        reply = self._open.pop(ticket, None)
        if reply is None or reply.is_cancelled or future.cancelled():
            return
        error = future.exception()
        if error is None:
            reply.succeeded.emit(future.result())
        elif not isinstance(error, CancelledError):
            reply.failed.emit(error)
