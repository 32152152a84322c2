"""Lets the clocks of orders be read where what is promised has changed, off the GUI thread and piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes, Reader, UnitOfWork

_PROMISES = ("amendments", "calendar_versions", "contracts", "policies", "policy_targets", "workspace_facts")


class Judging(QObject):
    """Looks after the start, and when promises were changed here or elsewhere."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._is_busy = False

    def begin(self) -> None:
        """Look now, and whenever promises change from now on."""
        self._work.changes_applied.connect(self._hear)
        self._look()

    def _hear(self, changes: Changes) -> None:
        if changes.touches(*_PROMISES):
            self._look()

    def _look(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._work.run_query(_do_orders_wait, self._go_on, self._give_up)

    def _go_on(self, more: bool) -> None:
        self._is_busy = more
        if more:
            self._work.write(_judge_some, self._go_on, self._give_up)

    def _give_up(self, error: Exception) -> None:
        self._is_busy = False
        self._work.failed.emit(error)


def _do_orders_wait(reader: Reader) -> bool:
    from app.workorders.clocks import orders_wait

    return orders_wait(reader)


def _judge_some(unit: UnitOfWork) -> bool:
    from app.workorders.clocks import judge_some

    return judge_some(unit)
