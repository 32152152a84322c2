"""Agreeing with the server while people work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.work.network import Round
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes
    from app.sync.rounds import RoundReport, Rounds
    from app.workspace import Workspace


class Synchronising(QObject):
    """Makes rounds in the network's thread: now and then, after every change of ours, and when somebody asks."""

    round_begun = Signal()
    round_made = Signal(object)
    """With the `RoundReport`."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._workspace: Workspace | None = None
        work.network.round_finished.connect(self._finished)
        work.changes_applied.connect(self._changed)

    def begin(self, workspace: Workspace) -> None:
        """Make rounds for this workspace from now on; after a new sign-in only the next one, at once."""
        if self._workspace is workspace:
            self.wake()
        else:
            self._workspace = workspace
            self._work.when_ready(self._ready)

    def wake(self) -> None:
        """Make a round now."""
        self.round_begun.emit()
        self._work.network.wake()

    def _ready(self, _nothing: object) -> None:
        """Every room is loaded: a round brings rows and does commands of all of them."""
        if self._workspace is not None:
            self.round_begun.emit()
            self._work.network.repeat(_RoundMaker(self._workspace))

    def _changed(self, changes: Changes) -> None:
        """Something was done here, or another process did something: the server is to hear of it."""
        if changes.touches("outbox_entries"):
            self.wake()

    def _finished(self, report: RoundReport | None) -> None:
        if report is not None:
            self.round_made.emit(report)


class _RoundMaker:
    """One round after the other, in the network's thread; what they need is loaded there, after the first paint."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._rounds: Rounds | None = None

    def __call__(self) -> Round:
        if self._rounds is None:
            self._rounds = self._make_rounds()
        report = self._rounds.make()
        return Round(report, report.pause_seconds)

    def _make_rounds(self) -> Rounds:
        from app.sync.laptop import LaptopSync
        from app.sync.rounds import Rounds

        clock = self._workspace.runner.clock
        return Rounds(LaptopSync(self._workspace.store, self._workspace.runner, clock), clock)
