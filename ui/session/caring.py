"""Looking after the safety of the workspace while people work, and telling them what they have to know of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.foundation.translation import _
from ui.pages.wall_clock import WallClock
from ui.session.window import Window
from ui.shell.error_presenter import notice_of
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.safekeeping.care import Care
    from app.workspace import Workspace

_FIRST_LOOK_MILLISECONDS = 3_000
"""The first lists are there by then."""
_LOOKING_MILLISECONDS = 600_000


class Caring(QObject):
    """Looks soon after the start and every ten minutes."""

    looked = Signal()
    """A look is over."""
    _room_was_made = Signal()

    def __init__(self, work: Work, window: Window, wall_clock: WallClock) -> None:
        super().__init__(window)
        self._work, self._window, self._wall_clock = work, window, wall_clock
        self._care: Care | None = None
        self._told: set[str] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._room_was_made.connect(self._tell_of_full_disk)
        work.closing.connect(self._end)

    def begin(self, workspace: Workspace) -> None:
        """Look after this workspace from now on."""
        from app.safekeeping.care import Care

        if self._care is None:
            self._care = Care(workspace.home, workspace.store, workspace.journaling, workspace.ballast)
            workspace.ballast.listen(self._room_was_made.emit)
            self._timer.start(_FIRST_LOOK_MILLISECONDS)

    def look(self) -> None:
        """Do what is due."""
        if self._care is not None:
            self._work.keep_safe(partial(self._care.look, self._wall_clock.now()), self._looked, self._failed)

    def _looked(self, complaints: list[str]) -> None:
        if complaints:
            self._tell("damaged", _damage_notice(complaints))
        self._go_on()

    def _failed(self, error: Exception) -> None:
        """Say it once, not after every look that fails for the same reason."""
        self._tell(str(error), notice_of(error))
        self._go_on()

    def _tell_of_full_disk(self) -> None:
        self._told.discard("full")
        self._tell("full", _full_disk_notice())

    def _tell(self, what: str, notice: Notice) -> None:
        if what not in self._told:
            self._told.add(what)
            self._window.banner.show_notice(notice)

    def _go_on(self) -> None:
        self._timer.start(_LOOKING_MILLISECONDS)
        self.looked.emit()

    def _end(self) -> None:
        self._timer.stop()
        if self._care is not None:
            self._care.end()


def _damage_notice(complaints: list[str]) -> Notice:
    return Notice(
        Tone.BREACH,
        _("The disk has damaged part of this workspace. What has not reached the server is kept in a second place."),
        _("Close Paigong soon and open it again: it then offers to make the workspace whole."),
        "\n".join(complaints),
    )


def _full_disk_notice() -> Notice:
    return Notice(
        Tone.BREACH,
        _("The disk is full. Your last step was saved in the room that Paigong keeps back for this."),
        _("Free some space now: the next steps may not be saved any more."),
    )
