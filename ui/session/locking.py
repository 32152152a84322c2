"""Locking the window: after some time without input, or when somebody asks for it. What runs behind it goes on."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.foundation.home import Home
from app.foundation.translation import _
from ui.pages.wall_clock import WallClock
from ui.session.unlocking import Unlocking
from ui.session.window import Window
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

_LOOKING_MILLISECONDS = 5_000
_INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Locking(QObject):
    """Covers the window and hides every other one until the password was entered. Without one there is no lock."""

    unlocked = Signal()

    def __init__(self, home: Home, work: Work, window: Window, wall_clock: WallClock) -> None:
        super().__init__(window)
        self._home, self._work, self._window, self._wall_clock = home, work, window, wall_clock
        self._after = timedelta()
        self._touched_at = wall_clock.now()
        self._hidden: list[QWidget] = []
        self._timer = QTimer(self, interval=_LOOKING_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        work.closing.connect(self._timer.stop)
        window.lock_requested.connect(self.lock)
        QApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]

    def begin(self, minutes: int) -> None:
        """Somebody is at work: lock the window after so many minutes without input; 0: only when it is asked for."""
        self._touched_at = self._wall_clock.now()
        self._watch(self._window.windowHandle())
        self.set_minutes(minutes)
        self.refresh()

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes from now on."""
        self._after = timedelta(minutes=minutes)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Show the way to the lock where there is a password."""
        self._window.top_bar.set_lockable(self._home.is_protected)

    def look(self) -> None:
        """Lock the window if nobody has touched anything for long enough."""
        idle = self._wall_clock.now() - self._touched_at
        if idle < timedelta():  # the clock was put back
            self._touched_at = self._wall_clock.now()
        elif idle >= self._after and self._home.is_protected:
            self.lock()

    def lock(self) -> None:
        """Lock the window now."""
        if self._window.is_locked:
            return
        if not self._home.is_protected:
            self._window.banner.show_notice(_no_password_notice())
            return
        unlocking = Unlocking(self._home, self._work, self._window)
        unlocking.unlocked.connect(self._unlock)
        self._window.show_lock(unlocking.form)
        self._hide_others()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUTS:
            self._touched_at = self._wall_clock.now()
        return super().eventFilter(watched, event)

    def _unlock(self, _key: bytes) -> None:
        self._touched_at = self._wall_clock.now()
        self._window.hide_lock()
        hidden, self._hidden = self._hidden, []
        for other in hidden:
            if isValid(other):
                other.show()
        self.unlocked.emit()

    def _watch(self, window: QWindow | None) -> None:
        """Hear what is done in a window; one that comes up behind the lock is hidden too."""
        if window is not None:
            window.installEventFilter(self)
        if self._window.is_locked and self._window.isVisible():
            self._hide_others()

    def _hide_others(self) -> None:
        self._hidden += hide_other_windows(self._window)


def hide_other_windows(window: QWidget) -> list[QWidget]:
    """Let nothing be seen but `window`: menus are closed, dialogs are hidden and returned."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    others = [other for other in QApplication.topLevelWidgets() if other is not window and other.isVisible()]
    for other in others:
        other.hide()
    return others


def _no_password_notice() -> Notice:
    return Notice(
        Tone.WARN,
        _("The window can be locked once this workspace has a password."),
        _("Set one in the settings, under “Workspace”."),
    )
