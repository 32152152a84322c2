"""Serving: uvicorn on a socket that is ours, and the ticker beside it."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable

import uvicorn

from app.server.authority import Server
from app.server.door import Door
from app.server.http import make_server
from app.server.metrics import Metrics
from app.server.ticker import TICK_SECONDS, Ticker

_GRACE_SECONDS = 5


def serve(
    server: Server,
    listener: socket.socket,
    started: Callable[[], None],
    *,
    door: Door = Door(),
    tick_seconds: float = TICK_SECONDS,
) -> None:
    """Answer laptops until the process is told to stop; `started` is called once they can come.

    Only the main thread of a process can serve: it hears the signals.
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
    ticker.start()
    try:
        started()
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        ticker.stop()
        server.close()


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(0)
