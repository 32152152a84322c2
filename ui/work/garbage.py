"""Where garbage is collected: in the GUI thread only.

Python collects in whichever thread happens to allocate. A Qt object that dies in another thread holds a lock of Qt's
while it asks for Python's, and the GUI thread may hold the second and wait for the first: the window stands still.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS = 1_000
_WHOLE_EVERY = 60
"""The young are looked at every second, everything once a minute."""


class GarbageCollecting(QObject):
    """Takes collecting over from Python for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what is young, and now and then everything."""
        self._rounds += 1
        gc.collect(2 if self._rounds % _WHOLE_EVERY == 0 else 1)
