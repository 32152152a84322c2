"""One laptop's line to the server, as the two halves of the protocol use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from app.sync.pull.wire import PullReply, PullRequest
from app.sync.transport import Answer
from app.sync.wire import Message, MessageT
from tests.app.sync.fleet.hazards import Killed
from tests.app.sync.fleet.programs import as_sent
from tests.app.sync.fleet.server import FleetServer

if TYPE_CHECKING:
    from tests.app.sync.fleet.laptop import FleetLaptop


@dataclass
class FleetLine:
    """One laptop's line to the server."""

    laptop: FleetLaptop
    token: str
    url: str = FleetServer.url
    authority: str = ""

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        assert not self.laptop.has_something_open(), step
        if isinstance(message, PullRequest):
            self.laptop.shows_what_was_noted()  # between two pages, too
        if self.laptop.dies_on_the_line():
            raise Killed
        reply = self.laptop.wire.ask(self.token, step, msgspec.json.encode(message))
        received = msgspec.json.decode(msgspec.json.encode(reply), type=reply_type)
        received = as_sent(received, self.laptop.wire.server.program, self.laptop.program)
        if isinstance(message, PullRequest) and isinstance(received, PullReply):
            self.laptop.pages = [*self.laptop.pages[-5:], (message, received)]
        self.laptop.meanwhile()
        return received

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        assert not self.laptop.has_something_open(), path
        if self.laptop.dies_on_the_line():
            raise Killed
        answer = self.laptop.wire.exchange(self.token, method, path, headers, content)
        self.laptop.meanwhile()
        return answer

    def close(self) -> None:
        pass
