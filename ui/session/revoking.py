"""The server says that this computer was lost: its keys are destroyed at once, and the window shows only why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.translation import N_
from ui.pages.failed_start import FailedStartPage
from ui.pages.wall_clock import WallClock
from ui.session.locking import hide_other_windows
from ui.session.window import Window
from ui.shell.error_presenter import notice_of
from ui.work.work import Work

if TYPE_CHECKING:
    from datetime import datetime

    from app.sync.rounds import RoundReport


class Revoking(QObject):
    """Hears of every round with the server. Nothing is offered first: a lost computer may be in anybody's hands."""

    def __init__(self, home: Home, work: Work, window: Window, wall_clock: WallClock) -> None:
        super().__init__(window)
        self._home, self._work, self._window, self._wall_clock = home, work, window, wall_clock
        self._is_revoked = False

    def hear(self, report: RoundReport) -> None:
        """Destroy the keys where the server has refused this computer as a lost one."""
        from app.safekeeping.shredding import REVOKED

        if report.trouble is None or report.trouble.code != REVOKED or self._is_revoked:
            return
        self._is_revoked = True
        for other in hide_other_windows(self._window):
            other.deleteLater()
        self._work.keep_safe(partial(_shred, self._home, self._wall_clock.now()), self._shredded, self._not_shredded)

    def _shredded(self, why: Trouble) -> None:
        self._show(why)

    def _not_shredded(self, error: Exception) -> None:
        """A file withstood; what could be destroyed is, and the next start goes on."""
        self._show(error)

    def _show(self, why: Exception) -> None:
        page = FailedStartPage(notice_of(why), N_("The access of this computer was withdrawn"))
        page.close_requested.connect(self._window.close)
        self._window.hide_lock()
        self._window.show_lock(page)
        self._work.close()


def _shred(home: Home, at: datetime) -> Trouble:
    """Destroy the keys; returns what every later start says."""
    from app.safekeeping.shredding import shred, shredded

    shred(home, at)
    return shredded(home)
