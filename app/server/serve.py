"""Serving: uvicorn on a socket that is ours, and the ticker beside it."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.server.authority import Server
from app.server.http import make_server
from app.server.metrics import Metrics
from app.server.ticker import TICK_SECONDS, Ticker

_GRACE_SECONDS = 5

declare(
    {
        "port_in_use": N_(
            "Another program already listens on {host}:{port}. Stop it, or choose another port with --port."
        ),
        "port_not_allowed": N_("It is not possible to listen on {host}:{port} ({detail}). Choose another with --port."),
    }
)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    :raises Trouble: ``port_in_use``, ``port_not_allowed``
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        code = "port_in_use" if error.errno == errno.EADDRINUSE else "port_not_allowed"
        raise Trouble(code, host=host, port=port, detail=error.strerror) from error
    return listener


def serve(
    server: Server, listener: socket.socket, started: Callable[[], None], *, tick_seconds: float = TICK_SECONDS
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
