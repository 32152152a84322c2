"""What the clock causes on the server: plans make their orders, people are warned, what nobody needs is removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.maintenance.commands import MakeDueOrders
from app.maintenance.queries import due_plans
from app.server.authority import Server
from app.server.retention import Retention
from app.server.rounds import Rounds
from app.server.turn import TICKING, Turn
from app.sync.files.server import FileDesk, clear_away
from app.workorders.clocks import judge_some
from app.workorders.warning_commands import commands_due

TICK_SECONDS = 30.0
_CLEARED_EVERY = timedelta(hours=1)


class Ticker:
    """Looks at the clock now and then, when it is this process's turn.

    Ids derived from (plan, occurrence) make it harmless where two do, as while a lost connection is not noticed yet.
    """

    def __init__(
        self, server: Server, every_seconds: float = TICK_SECONDS, succeeded: Callable[[], None] = lambda: None
    ) -> None:
        """`succeeded` is called after each look that came to its end."""
        self._server = server
        self._succeeded = succeeded
        self._cleared_at: datetime | None = None
        self._retention = Retention(server)
        self._rounds = Rounds("ticker", Turn(server.store, TICKING), self._look, every_seconds)

    def start(self) -> None:
        """Begin to look at the clock, at once for the first time."""
        self._rounds.start()

    def stop(self) -> None:
        """Stop, after what is under way."""
        self._rounds.stop()

    def tick(self) -> None:
        """Do what has fallen due."""
        now = self._server.clock.now()
        today = now.date()
        with self._server.store.read() as reader:
            due = due_plans(reader, today)
        if due:
            self._server.run(MakeDueOrders(on=today))
        self._speak(now)
        self._retention.go_on()
        if self._cleared_at is None or now - self._cleared_at >= _CLEARED_EVERY:
            clear_away(FileDesk(self._server.store, self._server.contents), now)
            self._cleared_at = now

    def _speak(self, now: datetime) -> None:
        """Read the clocks of what has changed, and let those speak that have something to say."""
        more = True
        while more:
            more = self._server.store.write(judge_some)
        with self._server.store.read() as reader:
            due = commands_due(reader, now)
        for command in due:
            self._server.run(command)

    def _look(self) -> None:
        self.tick()
        self._succeeded()
