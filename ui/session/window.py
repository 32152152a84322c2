"""The window itself: the frame, and the two moments that matter to whoever owns it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent

from ui.shell.window_frame import WindowFrame


class Window(WindowFrame):
    """Tells when it was painted for the first time, and when it is closed."""

    first_painted = Signal()
    closed = Signal()

    _was_painted = False

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if not self._was_painted and event.type() == QEvent.Type.UpdateRequest:
            self._was_painted = True
            self.first_painted.emit()
        return handled

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
