"""The network of a fleet: it loses, doubles and delays messages and replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

from app.foundation.errors import PaigongError, Trouble
from app.sync.transport import Answer
from app.sync.wire import Message
from tests.app.sync.fleet.server import FleetServer

ReplyT = TypeVar("ReplyT")


@dataclass
class Wire:
    """Carries messages; how badly, `faults` says, from 0 to 1."""

    server: FleetServer
    random: Random
    faults: float
    sent: list[Callable[[], object]] = field(default_factory=list)
    """What a network may bring once more, long afterwards."""

    def ask(self, token: str, step: str, content: bytes) -> Message:
        return self._carry(lambda: self.server.answer(token, step, content), self._fate())

    def exchange(self, token: str, method: str, path: str, headers: Mapping[str, str], content: bytes) -> Answer:
        """Carry bytes of files; where they arrive, one of them may be another, or missing."""
        fate = self._fate()
        if 0.75 < fate < 0.85:
            content = content[:-1] + b"?"
        answer = self._carry(lambda: self.server.exchange(token, method, path, headers, content), fate)
        return replace(answer, content=answer.content[:-1]) if 0.85 < fate < 0.95 else answer

    def _fate(self) -> float:
        return self.random.random() / self.faults if self.faults else 1.0

    def _carry(self, bring: Callable[[], ReplyT], fate: float) -> ReplyT:
        self.sent = [*self.sent[-20:], bring]
        if fate < 0.15:
            raise Trouble("server_unreachable", detail="request lost")
        if fate < 0.3:
            self._bring_again()
        if 0.3 < fate < 0.45:
            self.server.hazards.arm(self.random)
        reply = bring()
        if 0.45 < fate < 0.6:
            raise Trouble("server_unreachable", detail="reply lost")
        return bring() if 0.6 < fate < 0.75 else reply

    def _bring_again(self) -> None:
        try:
            self.random.choice(self.sent)()
        except PaigongError:
            return
