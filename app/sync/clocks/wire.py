"""What both sides say of time: the server with each answer what time it is, a laptop with its work how its clock goes.

A device's time is a claim. Nothing is ordered by it: commands by their place in the outbox, facts by their ordinal.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from app.sync.wire import Message, Word

TIME_HEADER = "Paigong-Time"
"""When the server began to answer, in microseconds since 1970 UTC."""

_MOST_MILLISECONDS = 2**53
_Offset = Annotated[int, Meta(ge=-_MOST_MILLISECONDS, le=_MOST_MILLISECONDS)]


class ClockClaim(Message, frozen=True):
    """How a device's clock goes, as it says itself.

    `offset_milliseconds` is by how much the server was ahead of it when it was measured; None: it never was.
    `boot_id` names the time since the computer's last start, "" where the system has no name for it.
    """

    offset_milliseconds: _Offset | None
    boot_id: Word
    since_boot_milliseconds: Annotated[int, Meta(ge=0, le=_MOST_MILLISECONDS)]
