"""Serving: uvicorn on a socket that is ours, and the ticker beside it."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType

import uvicorn

from app.messages.settings import MessageSettings
from app.server.authority import Server
from app.server.door import Door
from app.server.http import make_server
from app.server.metrics import Metrics
from app.server.post.fetcher import FETCH_SECONDS, Fetcher
from app.server.post.postman import POST_SECONDS, Postman
from app.server.ticker import TICK_SECONDS, Ticker

_GRACE_SECONDS = 10
"""For requests that are under way when the process is told to stop."""
_CUT_OFF = 1
"""Exit status of a process that did not finish what was under way."""


def serve(
    server: Server,
    listener: socket.socket,
    started: Callable[[int | None], None],
    *,
    door: Door = Door(),
    tick_seconds: float = TICK_SECONDS,
    metrics_port: int | None = None,
    messages: MessageSettings | None = None,
) -> None:
    """Answer laptops until the process is told to stop; send callers messages and take theirs, where it is known how.

    Figures are shown to this machine alone on `metrics_port`, where one is named; 0 takes a free one. `started` is
    called with that port once laptops can come.

    Only the main thread of a process can serve: it hears the signals.

    :raises Trouble: ``port_in_use``, ``port_not_allowed`` for `metrics_port`
    """
    for told_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told_to_stop, _leave)  # uvicorn raises the signal again when it has finished
    metrics = Metrics()
    application = make_server(server, metrics)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="off",
        **door.options(),
    )
    ticker = Ticker(server, tick_seconds, metrics.ticked)
    with ExitStack() as at_end:
        at_end.callback(server.close)
        at_port = None if metrics_port is None else at_end.enter_context(metrics.shown_on(metrics_port))
        ticker.start()
        at_end.callback(ticker.stop)
        if messages:
            postman = Postman(server, messages, POST_SECONDS)
            postman.start()
            at_end.callback(postman.stop)
        if messages and messages.imap:
            fetcher = Fetcher(server, messages, messages.imap, FETCH_SECONDS)
            fetcher.start()
            at_end.callback(fetcher.stop)
        started(at_port)
        _Serving(config, server).run(sockets=[listener])


class _Serving(uvicorn.Server):
    """Lets go of those who listen before it waits for requests that are under way: theirs would never end."""

    def __init__(self, config: uvicorn.Config, server: Server) -> None:
        super().__init__(config)
        self._hang_up = server.doorbell.hang_up

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish what is under way; whoever tells us a second time does not want to wait."""
        if self.should_exit:
            os._exit(_CUT_OFF)
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hang_up()
        await super().shutdown(sockets)


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(0)
