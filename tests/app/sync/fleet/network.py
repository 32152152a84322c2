"""The network of a fleet: it loses, doubles and delays messages and replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from app.foundation.errors import PaigongError, Trouble
from app.sync.wire import Message
from tests.app.sync.fleet.server import FleetServer


@dataclass
class Wire:
    """Carries messages; how badly, `faults` says, from 0 to 1."""

    server: FleetServer
    random: Random
    faults: float
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    """What a network may bring once more, long afterwards."""

    def ask(self, token: str, step: str, content: bytes) -> Message:
        fate = self.random.random() / self.faults if self.faults else 1.0
        self.sent = [*self.sent[-20:], (token, step, content)]
        if fate < 0.15:
            raise Trouble("server_unreachable", detail="request lost")
        if fate < 0.3:
            self._bring_again()
        if 0.3 < fate < 0.45:
            self.server.hazards.arm(self.random)
        reply = self.server.answer(token, step, content)
        if 0.45 < fate < 0.6:
            raise Trouble("server_unreachable", detail="reply lost")
        if 0.6 < fate < 0.75:
            return self.server.answer(token, step, content)
        return reply

    def fetch(self, token: str, name: str, start: int, stop: int) -> bytes:
        """Some bytes of what a laptop loads at first, or not all of them."""
        fate = self.random.random() / self.faults if self.faults else 1.0
        if fate < 0.3:
            raise Trouble("server_unreachable", detail="lost")
        content = self.server.content(token, name)[start:stop]
        return content[:-1] if fate < 0.4 else content

    def _bring_again(self) -> None:
        try:
            self.server.answer(*self.random.choice(self.sent))
        except PaigongError:
            return
