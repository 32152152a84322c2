"""Taking the steps of an import, or of undoing one: one after the other, so that it can be watched and stopped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ui.work.work import Work


class Stepping(QObject):
    """Others who write have their turn between two steps; a step is done whole or not at all."""

    advanced = Signal()
    ended = Signal(bool)
    """With whether all steps were taken."""
    failed = Signal(object)
    """With the exception; the steps before stand."""

    def __init__(self, work: Work, steps: Sequence[tuple[object, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._steps = work, steps
        self._is_stopped = False
        self.done = 0

    @property
    def percent(self) -> int:
        """How much is done."""
        return self.done * 100 // max(1, len(self._steps))

    def begin(self) -> None:
        """Take the first step; each is followed by the next."""
        self._go_on()

    def stop(self) -> None:
        """Take no further step."""
        self._is_stopped = True

    def _go_on(self) -> None:
        if self._is_stopped or self.done == len(self._steps):
            self.ended.emit(self.done == len(self._steps))
            return
        self._work.run_command(*self._steps[self.done], done=self._step_taken, failed=self.failed.emit)

    def _step_taken(self, _nothing: None) -> None:
        self.done += 1
        self.advanced.emit()
        self._go_on()
