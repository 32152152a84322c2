"""One round of agreeing with the server, as a laptop sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.foundation.clock import Clock
from app.storage import facts
from app.storage.runner import CommandRunner
from app.storage.search import index_waiting
from app.storage.store import Store
from app.sync.leases.laptop import top_up
from app.sync.pull.laptop import pull
from app.sync.push.laptop import push
from app.sync.rebase.laptop import apply_page
from app.sync.tokens.laptop import renew_token
from app.sync.transport import Line, Transport


class LaptopSync:
    """Agrees with the server that a workspace is enrolled at."""

    def __init__(
        self, store: Store, runner: CommandRunner, clock: Clock, connect: Callable[[str, str, str], Line] = Transport
    ) -> None:
        """`connect` makes a line to a server: its address, the device's token, the authority to trust."""
        self._store = store
        self._runner = runner
        self._clock = clock
        self._connect = connect
        self._line: Line | None = None
        self._token = ""

    def synchronise(self) -> bool:
        """Push, pull, lease, and now and then a new token; tells whether there is a server at all.

        :raises Trouble: what stands between here and the server; everything done here is kept and offered again.
        """
        line = self._connected()
        if line is None:
            return False
        push(self._store, line)
        pull(self._store, line, partial(apply_page, self._store, self._runner.redo))
        index_waiting(self._store)
        top_up(self._store, line, self._clock.now())
        renew_token(self._store, line, self._token, self._clock.now())
        return True

    def close(self) -> None:
        """Let go of the connections."""
        if self._line is not None:
            self._line.close()

    def _connected(self) -> Line | None:
        """The way to the server; another one after a new sign-in."""
        with self._store.read() as reader:
            url = facts.fact(reader, facts.SERVER_URL)
            token = facts.fact(reader, facts.DEVICE_TOKEN)
            authority = facts.fact(reader, facts.SERVER_AUTHORITY)
        if not url:
            return None
        if self._line is None or (self._line.url, self._line.authority, self._token) != (url, authority, token):
            self.close()
            self._line, self._token = self._connect(url, token, authority), token
        return self._line
