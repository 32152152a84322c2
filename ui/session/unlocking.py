"""Asking for the password of a workspace, at the start and after the lock; guessing costs more and more time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.foundation.errors import PaigongError
from app.foundation.home import Home
from ui.shell.error_presenter import notice_of
from ui.shell.unlock import UnlockForm
from ui.work.work import Work


class Unlocking(QObject):
    """Tries what is entered into `form` until it fits. Making a key of it is slow on purpose: not in this thread."""

    unlocked = Signal(bytes)
    """With the key."""

    def __init__(self, home: Home, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._work = work
        self._failures = 0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._let_try)
        self.form = UnlockForm()
        self.form.unlock_requested.connect(self._try)
        self.form.destroyed.connect(self.deleteLater)
        work.closing.connect(self._pause.stop)

    def _try(self, password: str) -> None:
        self.form.set_busy(True)
        self._work.keep_safe(partial(_unlock, self._home, password), self._opened, self._refused)

    def _opened(self, key: bytes) -> None:
        self.unlocked.emit(key)

    def _refused(self, error: Exception) -> None:
        from app.safekeeping.passwords import pause_after

        self.form.show_refusal(notice_of(error))
        if isinstance(error, PaigongError) and error.code == "workspace_password_wrong":
            self._failures += 1
            pause = pause_after(self._failures)
            self.form.set_waiting(int(pause.total_seconds()))
            self._pause.start(int(pause.total_seconds() * 1000))

    def _let_try(self) -> None:
        self.form.set_waiting(0)


def _unlock(home: Home, password: str) -> bytes:
    from app.safekeeping.passwords import unlock

    return unlock(home, password)
