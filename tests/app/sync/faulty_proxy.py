"""A proxy between laptops and a server that cuts, repeats, delays, loses and replaces what passes through it."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from random import Random

_SIGN_IN_PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\nConnection: close\r\n\r\n"
    b"<html>Welcome, guest</html>"
)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_KEPT_FOR_LATER = 30
_PATIENCE_SECONDS = 30.0


class FaultyProxy:
    """Forwards requests to a server, each over a connection of its own; `faults` is how likely one meets its fate."""

    def __init__(self, port: int, random: Random, faults: float) -> None:
        self.port_behind = port
        self.faults = faults
        self.met: Counter[str] = Counter()
        self._random = random
        self._lock = threading.Lock()
        self._earlier: list[bytes] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, name="faulty proxy")
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop, after what is under way."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> Callable[..., socketserver.BaseRequestHandler]:
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    request = _read_request(self.request)
                    if request:
                        proxy._carry(request, self.request)
                except OSError:
                    return  # whoever is cut off comes again

        return Handler

    def _carry(self, request: bytes, client: socket.socket) -> None:
        fate = self._next_fate(request)
        reply = fate(request)
        if reply:
            client.sendall(reply)

    def _next_fate(self, request: bytes) -> Callable[[bytes], bytes]:
        with self._lock:
            self._earlier = [*self._earlier[1 - _KEPT_FOR_LATER :], request]
            if self._random.random() >= self.faults:
                return self._forward
            fate = self._random.choice(
                [
                    self._lose_request,
                    self._cut_request,
                    self._lose_reply,
                    self._cut_reply,
                    self._repeat,
                    self._bring_an_earlier_one_first,
                    self._hold_up,
                    self._ask_for_a_sign_in,
                ]
            )
            self.met[fate.__name__] += 1
            return fate

    def _part(self, whole: bytes) -> bytes:
        with self._lock:
            return whole[: self._random.randrange(len(whole))] if whole else b""

    def _forward(self, request: bytes) -> bytes:
        return self._exchange(request)

    def _lose_request(self, _request: bytes) -> bytes:
        return b""

    def _cut_request(self, request: bytes) -> bytes:
        self._exchange(self._part(request), hang_up=True)
        return b""

    def _lose_reply(self, request: bytes) -> bytes:
        self._exchange(request)
        return b""

    def _cut_reply(self, request: bytes) -> bytes:
        return self._part(self._exchange(request))

    def _repeat(self, request: bytes) -> bytes:
        self._exchange(request)
        return self._exchange(request)

    def _bring_an_earlier_one_first(self, request: bytes) -> bytes:
        with self._lock:
            earlier = self._random.choice(self._earlier)
        self._exchange(earlier)
        return self._exchange(request)

    def _hold_up(self, request: bytes) -> bytes:
        """The laptop gives up; what it has sent arrives after whatever it sends next."""
        threading.Timer(0.2, self._bring_late, [request]).start()
        return b""

    def _bring_late(self, request: bytes) -> None:
        try:
            self._exchange(request)
        except OSError:
            return

    def _ask_for_a_sign_in(self, _request: bytes) -> bytes:
        return _SIGN_IN_PAGE

    def _exchange(self, request: bytes, *, hang_up: bool = False) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port_behind), _PATIENCE_SECONDS) as server:
            server.sendall(request)
            if hang_up:
                return b""
            reply = bytearray()
            while chunk := server.recv(65536):
                reply += chunk
            return bytes(reply)


def _read_request(client: socket.socket) -> bytes:
    """A whole request, which asks to have the connection closed after the reply."""
    client.settimeout(_PATIENCE_SECONDS)
    content = bytearray()
    while b"\r\n\r\n" not in content:
        chunk = client.recv(65536)
        if not chunk:
            return b""
        content += chunk
    head, _blank, body = bytes(content).partition(b"\r\n\r\n")
    length = int(found[1]) if (found := _LENGTH.search(head)) else 0
    while len(body) < length:
        body += client.recv(65536)
    head = re.sub(rb"\r\nconnection: *keep-alive", b"", head, flags=re.IGNORECASE)
    return head + b"\r\nConnection: close\r\n\r\n" + body
