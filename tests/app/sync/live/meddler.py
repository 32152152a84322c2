"""A proxy between a laptop and the server that treats event streams and long answers as some real ones do."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass

_CHUNK = 65536
_END_OF_HEAD = b"\r\n\r\n"


@dataclass(slots=True)
class Treatment:
    """What is let through: so many bytes of a stream (None: all), and answers that come within so many seconds.

    The bytes are those after the head of the answer; with -1 not even that passes. Where a stream is cut, it ends
    after them; else the rest of it is swallowed.
    """

    stream_bytes: int | None = None
    cuts_streams: bool = False
    answer_seconds: float | None = None


class Meddler:
    """Forwards each connection to `port` on this machine."""

    def __init__(self, port: int) -> None:
        self.treatment = Treatment()
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://{}:{}".format(*self._listener.getsockname())
        self._ends: set[socket.socket] = set()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def close(self) -> None:
        """Cut everything; nothing runs any more afterwards."""
        self._closed = True
        socket.create_connection(self._listener.getsockname()).close()
        for end in list(self._ends):
            _cut(end)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name="meddler")  # type: ignore[arg-type]  # ours
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closed:
            laptop, _address = self._listener.accept()
            self._start(self._forward, laptop)

    def _forward(self, laptop: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._port))
        except OSError:
            _cut(laptop)
            return
        self._ends |= {laptop, server}
        with suppress(OSError, ValueError):
            while not self._closed and (request := laptop.recv(_CHUNK)):
                server.sendall(request)
                carry = self._carry_stream if request.startswith(b"GET /v1/live") else self._carry_answer
                carry(laptop, server)
        for end in (laptop, server):
            self._ends.discard(end)
            _cut(end)

    def _carry_stream(self, laptop: socket.socket, server: socket.socket) -> None:
        came, passed, most = b"", 0, self.treatment.stream_bytes
        while self._wait(laptop, server) is server:
            data = server.recv(_CHUNK)
            if not data:
                raise OSError
            came += data
            let_through = len(came) if most is None else self._let_through(came, most)
            laptop.sendall(came[passed:let_through])
            passed = max(passed, let_through)
            if passed < len(came) and self.treatment.cuts_streams:
                raise OSError

    def _let_through(self, came: bytes, most: int) -> int:
        """How many of the bytes that came may go on."""
        head = came.find(_END_OF_HEAD) + len(_END_OF_HEAD)
        return 0 if most < 0 or head < len(_END_OF_HEAD) else min(len(came), head + most)

    def _carry_answer(self, laptop: socket.socket, server: socket.socket) -> None:
        """Both ways, until the laptop asks something else over the same connection or hangs up."""
        while (end := self._wait(laptop, server, self.treatment.answer_seconds)) is not None:
            data = end.recv(_CHUNK)
            if not data:
                raise OSError
            (server if end is laptop else laptop).sendall(data)
        raise OSError

    def _wait(self, laptop: socket.socket, server: socket.socket, seconds: float | None = None) -> socket.socket | None:
        ready, _writable, _broken = select.select([laptop, server], [], [], seconds)
        return ready[0] if ready else None


def _cut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
