"""A network cable that can be pulled: a TCP forwarder between laptops and the server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

_CHUNK = 65536
_HOST = "127.0.0.1"


class Cable:
    """Forwards every connection to its own port to `port`, on this machine, while it is plugged in.

    Its own address stays the same however often it is pulled, as the server's name does for a laptop.
    """

    def __init__(self, port: int) -> None:
        self._target = (_HOST, port)
        self._listener = socket.create_server((_HOST, 0))
        self._plugged = True
        self._closed = False
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        """Where laptops find the server."""
        return "http://{}:{}".format(*self._listener.getsockname())

    def unplug(self) -> None:
        """Cut the living connections, and let no new one through."""
        with self._lock:
            self._plugged = False
            ends, self._ends = self._ends, set()
        for end in ends:
            _cut(end)

    def plug(self) -> None:
        """Let new connections through."""
        with self._lock:
            self._plugged = True

    def close(self) -> None:
        """Unplug it for good; returns when nothing of it runs any more."""
        self.unplug()
        self._closed = True
        socket.create_connection(self._listener.getsockname()).close()  # so that the waiting `accept` returns
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, target: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=target, args=arguments, name="cable", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closed:
            laptop, _address = self._listener.accept()
            self._connect(laptop)

    def _connect(self, laptop: socket.socket) -> None:
        if not self._plugged:
            _cut(laptop)
            return
        try:
            server = socket.create_connection(self._target)
        except OSError:
            _cut(laptop)
            return
        with self._lock:
            if plugged := self._plugged:
                self._ends |= {laptop, server}
        if not plugged:
            _cut(laptop)
            _cut(server)
            return
        self._start(self._carry, laptop, server)
        self._start(self._carry, server, laptop)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                target.sendall(data)
        with self._lock:
            self._ends -= {source, target}
        _cut(source)
        _cut(target)


def _cut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
