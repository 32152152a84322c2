"""Processes that compute end with the window, also when that is killed."""

from __future__ import annotations

import socket
import subprocess
import sys

LONG_SECONDS = 60

WINDOW = """
import sys
from tests.ui.work.test_orphans import hold_on
from ui.work.processes import Processes

if __name__ == "__main__":
    Processes().submit(hold_on, int(sys.argv[1])).result()
"""


def hold_on(port: int) -> bytes:
    """Keep a connection open for as long as this process lives."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"here")
        return connection.recv(1)


def test_what_computes_ends_when_the_window_is_killed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(LONG_SECONDS)
        command = [sys.executable, "-c", WINDOW, str(listener.getsockname()[1])]
        with subprocess.Popen(command) as window:
            worker, _address = listener.accept()
            with worker:
                worker.settimeout(LONG_SECONDS)
                assert worker.recv(4) == b"here"
                window.kill()
                assert worker.recv(1) == b"", "it has ended"
