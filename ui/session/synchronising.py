"""Agreeing with the server while people work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.work.network import Round
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes
    from app.sync.laptop import LaptopSync
    from app.sync.live.laptop import Ear
    from app.sync.rounds import RoundReport, Rounds
    from app.workspace import Workspace


class Synchronising(QObject):
    """Makes rounds in the network's thread: now and then, after every change of ours, and when somebody asks.

    An ear in a thread of its own hears of changes on the server, and lets a round begin.
    """

    round_begun = Signal()
    round_made = Signal(object)
    """With the `RoundReport`."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._workspace: Workspace | None = None
        self._maker: _RoundMaker | None = None
        work.closing.connect(self._hang_up)
        work.network.round_finished.connect(self._finished)
        work.changes_applied.connect(self._changed)

    def begin(self, workspace: Workspace) -> None:
        """Make rounds for this workspace from now on; after a new sign-in only the next one, at once."""
        if self._workspace is workspace:
            self.wake()
            if self._maker is not None:
                self._maker.listen_anew()
        else:
            self._workspace = workspace
            self._work.when_ready(self._ready)

    def wake(self) -> None:
        """Make a round now."""
        self.round_begun.emit()
        self._work.network.wake()

    def check(self) -> None:
        """Make a round now that compares all that is here with what the server has."""
        if self._maker is not None:
            self._maker.ask_for_check()
        self.wake()

    def _ready(self, _nothing: object) -> None:
        """Every room is loaded: a round brings rows and does commands of all of them."""
        if self._workspace is not None:
            self.round_begun.emit()
            self._hang_up()
            self._maker = _RoundMaker(self._workspace, self._work.network.wake)
            self._work.network.repeat(self._maker)

    def _hang_up(self) -> None:
        if self._maker is not None:
            self._maker.close()

    def _changed(self, changes: Changes) -> None:
        """Something was done here, or another process did something: the server is to hear of it."""
        if changes.touches("outbox_entries"):
            self.wake()

    def _finished(self, report: RoundReport | None) -> None:
        if report is not None:
            self.round_made.emit(report)


class _RoundMaker:
    """One round after the other, in the network's thread; what they need is loaded there, after the first paint."""

    def __init__(self, workspace: Workspace, wake: Callable[[], None]) -> None:
        """`wake` lets the next round begin now, from any thread."""
        self._workspace = workspace
        self._wake = wake
        self._sync: LaptopSync | None = None
        self._rounds: Rounds | None = None
        self._ear: Ear | None = None
        self._is_closed = False

    def __call__(self) -> Round:
        if self._rounds is None:
            self._rounds = self._make_rounds()
        report = self._rounds.make()
        return Round(report, report.pause_seconds)

    def listen_anew(self) -> None:
        """Somebody has signed in, perhaps on another server."""
        if self._ear is not None:
            self._ear.turn()

    def ask_for_check(self) -> None:
        """Let the next round compare everything; before the first one there is nothing to compare with."""
        if self._sync is not None:
            self._sync.ask_for_check()

    def close(self) -> None:
        """Hear nothing more."""
        self._is_closed = True
        if self._ear is not None:
            self._ear.close()

    def _make_rounds(self) -> Rounds:
        from app.sync.laptop import LaptopSync
        from app.sync.live.laptop import Ear
        from app.sync.rounds import Rounds

        store, clock = self._workspace.store, self._workspace.runner.clock
        self._sync = sync = LaptopSync(store, self._workspace.runner, clock)
        self._ear = ear = Ear(store, self._wake, in_round=sync.in_round)
        if not self._is_closed:
            ear.start()
        return Rounds(sync, clock, lambda: ear.is_live, sync.clock_offset, lambda: sync.check_report)
