"""Taking a step for each of several orders, one after the other, so that it can be watched and stopped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.foundation.errors import PaigongError, Rejection
from app.workorders.bulk import Verdict
from ui.work.work import Work

Given = tuple[str, "object | Rejection"]
"""An order's id with its command, or with why there is none for it."""


class BulkRun(QObject):
    """Each order's command is given when the one before it was answered: between two of them others have their turn.

    A rule's no ends only the order that it was said to. Where the workspace itself cannot be written to, nothing more
    is tried. The verdicts are in the order of the commands.
    """

    progressed = Signal()
    ended = Signal()

    def __init__(self, work: Work, given: Sequence[Given], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._given = work, tuple(given)
        self._why_no_more: PaigongError | None = None
        self.verdicts: list[Verdict] = []

    @property
    def total(self) -> int:
        """For how many orders it is."""
        return len(self._given)

    @property
    def is_ended(self) -> bool:
        """Whether there is a verdict on each."""
        return len(self.verdicts) == self.total

    def begin(self) -> None:
        """Give the first command."""
        self._go_on()

    def stop(self) -> None:
        """Leave the others undone; what is being done is done all the same."""
        self._why_no_more = Rejection("bulk_stopped")

    def _go_on(self) -> None:
        while not self.is_ended:
            order_id, command = self._given[len(self.verdicts)]
            refused = self._why_no_more or (command if isinstance(command, Rejection) else None)
            if refused is None:
                self._work.run_command(command, done=self._done, failed=self._failed)
                return
            self.verdicts.append(Verdict(order_id, refused))
        self.ended.emit()

    def _done(self, _nothing: None) -> None:
        self._judge(None)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PaigongError):
            self._work.failed.emit(error)
            error = Rejection("bulk_bug")
        if not isinstance(error, Rejection):
            self._why_no_more = error
        self._judge(error)

    def _judge(self, refused: PaigongError | None) -> None:
        self.verdicts.append(Verdict(self._given[len(self.verdicts)][0], refused))
        self.progressed.emit()
        self._go_on()
