"""Sending and fetching the contents of files while people work, in a thread of its own: no command waits for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.work.network import Network, Round
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes
    from app.sync.rounds import Rounds
    from app.workspace import Workspace


class FileMoving(QObject):
    """Makes rounds of files: now and then, and whenever there may be something to move."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._network = Network(self)
        self._workspace: Workspace | None = None
        work.closing.connect(self._close)
        work.changes_applied.connect(self._changed)

    def begin(self, workspace: Workspace) -> None:
        """Make rounds for this workspace from now on."""
        if self._workspace is workspace:
            self._network.wake()
        else:
            self._workspace = workspace
            self._work.when_ready(self._ready)

    def _ready(self, _nothing: object) -> None:
        if self._workspace is not None:
            self._network.repeat(_RoundMaker(self._workspace, self._network))

    def _changed(self, changes: Changes) -> None:
        """Something is to be moved, or the server has judged what it belongs to."""
        if self._workspace is not None and changes.touches("file_transfers", "outbox_entries"):
            self._network.wake()

    def _close(self) -> None:
        self._network.close()
        if self._workspace is not None:
            self._workspace.vault.close_up()


class _RoundMaker:
    """One round after the other, in their thread."""

    def __init__(self, workspace: Workspace, network: Network) -> None:
        self._workspace = workspace
        self._network = network
        self._rounds: Rounds | None = None

    def __call__(self) -> Round:
        if self._rounds is None:
            self._workspace.vault.close_up()  # a killed window may have left something open
            self._rounds = self._make_rounds()
        report = self._rounds.make()
        return Round(report, report.pause_seconds)

    def _make_rounds(self) -> Rounds:
        from app.sync.files.laptop import FileSync
        from app.sync.rounds import Rounds

        workspace, clock = self._workspace, self._workspace.runner.clock
        sync = FileSync(workspace.store, workspace.vault, clock, is_ending=self._network.ending.is_set)
        return Rounds(sync, clock)
