"""One round of agreeing with the server, as a laptop sees it."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

from app.foundation.clock import BootClock, Clock
from app.foundation.errors import PaigongError
from app.storage import facts
from app.storage.runner import CommandRunner
from app.storage.search import index_waiting
from app.storage.store import Store
from app.sync.check.laptop import Checking
from app.sync.check.rules import CheckReport
from app.sync.clocks.laptop import ServerTime
from app.sync.connection import Connect, Connection
from app.sync.history.laptop import check_history
from app.sync.leases.laptop import top_up
from app.sync.pull.laptop import pull
from app.sync.push.forgetting import forget_settled
from app.sync.push.laptop import push
from app.sync.rebase.laptop import apply_page
from app.sync.rebase.rows import notice_update
from app.sync.snapshot.laptop import load
from app.sync.tokens.laptop import fall_back, renew_token
from app.sync.transport import FileLine, Transport
from app.sync.window.laptop import prune
from app.workorders.clocks import judge_waiting
from app.workorders.receiving import receive_visits


class LaptopSync:
    """Agrees with the server that a workspace is enrolled at."""

    def __init__(
        self,
        store: Store,
        runner: CommandRunner,
        clock: Clock,
        connect: Connect[FileLine] | None = None,
        boot_clock: BootClock | None = None,
    ) -> None:
        """`connect` makes a line to the server, by default one over HTTP that hears what time it is there."""
        self._store = store
        self._runner = runner
        self._clock = clock
        self.in_round = threading.Lock()
        """Held while a round is made: what it has brought by its end is no news."""
        self._server_time = ServerTime(boot_clock)
        self._server_time.recall(store)
        self._checking = Checking(store, runner.redo, self._server_time.boot_clock)
        self.check_report: CheckReport | None = None
        """What the check came to that ended in the last round."""
        self._connection = Connection(store, connect or partial(Transport, server_time=self._server_time))

    def synchronise(self) -> bool:
        """Push, pull, receive visits, lease, now and then renew the token and check; tells whether there is a server.

        :raises Trouble: what stands between here and the server; everything done here is kept and offered again.
            ``history_rewritten`` comes last: all was done as always, but a person must know.
        """
        with self.in_round:
            self.check_report = None
            try:
                return self._agree()
            except PaigongError as error:
                if error.code != "device_unknown" or not fall_back(self._store, self._connection):
                    raise
            return self._agree()

    def _agree(self) -> bool:
        line = self._connection.line()
        if line is None:
            return False
        push(self._store, line, self._server_time.claim(self._clock))
        notice_update(self._store)
        load(self._store, line, self._runner.redo)
        pull(self._store, line, partial(apply_page, self._store, self._runner.redo))
        if receive_visits(self._store, self._runner):
            push(self._store, line, self._server_time.claim(self._clock))
            pull(self._store, line, partial(apply_page, self._store, self._runner.redo))
        _complete_rescue(self._store)
        prune(self._store)
        index_waiting(self._store)
        judge_waiting(self._store)
        top_up(self._store, line, self._clock.now())
        renew_token(self._store, line, self._connection.token, self._clock.now())
        forget_settled(self._store, self._server_time.at_the_earliest(self._clock))
        self._server_time.keep(self._store)
        self.check_report = self._checking.go_on(line)
        with self._store.read() as reader:
            check_history(reader)
        return True

    def ask_for_check(self) -> None:
        """Let the next round compare all that is here with what the server has."""
        self._checking.ask()

    def clock_offset(self) -> timedelta | None:
        """By how much the server's clock is ahead of ours just now, as far as we know."""
        return self._server_time.offset(self._clock)

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()


def _complete_rescue(store: Store) -> None:
    """A workspace that was put together again knows everything once a pull has come to its end."""
    with store.read() as reader:
        rescued = facts.fact(reader, facts.RESCUED)
    if rescued:
        store.write(lambda unit: facts.set_fact(unit, facts.RESCUED, ""))
