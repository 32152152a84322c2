"""Push: commands go up in the order in which they were given."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from app.storage.commands import Envelope
from app.sync.clocks.wire import ClockClaim
from app.sync.wire import Message, Place, Word

LARGEST_PUSH = 500
"""Commands in one message: each message is one transaction of the server, which costs the less the more it holds."""
LARGEST_TEXT = 1_000_000
"""Characters of what the commands of one message say, and of what stood before them, unless one alone has more."""


class PushRequest(Message, frozen=True):
    """Commands without a gap, each with its place in the device's outbox, and how the device's clock goes.

    What stood up to `forgotten_to` was settled long ago, or is lost, and is not offered again, whoever may have
    forgotten it.
    """

    protocol: Word
    epoch: Word
    commands: Annotated[list[Envelope], Meta(max_length=LARGEST_PUSH)]
    clock: ClockClaim | None = None
    forgotten_to: Place = 0


class PushReply(Message, frozen=True):
    """Everything up to `last_sequence` has been judged; the verdicts come with a pull, together with the rows.

    Where `epoch` differs from the one asked for, nothing was judged: the device pulls everything anew first.
    """

    epoch: str
    last_sequence: int
