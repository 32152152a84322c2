"""What the clock causes in a workspace without a server: plans make their orders, and people are warned."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.pages.wall_clock import WallClock
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TICK_MILLISECONDS = 60_000


class Ticking(QObject):
    """Looks at the clock every minute. A workspace that has a server leaves this to the server."""

    def __init__(self, work: Work, wall_clock: WallClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._wall_clock = wall_clock
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        work.closing.connect(self._timer.stop)

    def begin(self) -> None:
        """Look now, and every minute from now on."""
        self.tick()
        self._timer.start()

    def tick(self) -> None:
        """Let what has fallen due happen."""
        self._work.run_query(partial(_commands_due, self._wall_clock.now(), self._wall_clock.today()), self._run)

    def _run(self, commands: list[object]) -> None:
        for command in commands:
            self._work.run_command(command)


def _commands_due(now: datetime, today: date, reader: Reader) -> list[object]:
    from app.maintenance.commands import MakeDueOrders
    from app.maintenance.queries import due_plans
    from app.storage.facts import SERVER_URL, fact
    from app.workorders.warning_commands import commands_due

    if fact(reader, SERVER_URL):
        return []
    return [*([MakeDueOrders(on=today)] if due_plans(reader, today) else []), *commands_due(reader, now)]
