"""The way from a workspace to the server that it is enrolled at, as long as it is the same one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from app.storage import facts
from app.storage.store import Store
from app.sync.transport import Line

LineT = TypeVar("LineT", bound=Line)
Connect = Callable[[str, str, str], LineT]
"""Makes a line to a server: its address, the device's token, the authority to trust."""


class Connection(Generic[LineT]):
    """Keeps one line, and makes another one after a new sign-in or with another token."""

    def __init__(self, store: Store, connect: Connect[LineT]) -> None:
        self._store = store
        self._connect = connect
        self._line: LineT | None = None
        self.token = ""
        """By which we are known on the line."""

    def line(self) -> LineT | None:
        """The line to the server as the workspace knows it now; None where it has none."""
        with self._store.read() as reader:
            url = facts.fact(reader, facts.SERVER_URL)
            token = facts.fact(reader, facts.DEVICE_TOKEN)
            authority = facts.fact(reader, facts.SERVER_AUTHORITY)
        if not url:
            return None
        if self._line is None or (self._line.url, self._line.authority, self.token) != (url, authority, token):
            self.close()
            self._line, self.token = self._connect(url, token, authority), token
        return self._line

    def line_as(self, token: str) -> LineT:
        """Another line to the server, known by another token; whoever asked for it closes it."""
        with self._store.read() as reader:
            url, authority = facts.fact(reader, facts.SERVER_URL), facts.fact(reader, facts.SERVER_AUTHORITY)
        return self._connect(url, token, authority)

    def close(self) -> None:
        """Let go of the connections."""
        if self._line is not None:
            self._line.close()
