"""When a clock goes so wrong that a person must know."""

from __future__ import annotations

from datetime import timedelta

TOLERATED = timedelta(minutes=2)
"""Times of work are told to the minute; a clock that is set by the network is within a second."""


def is_wrong(offset: timedelta | None) -> bool:
    """Whether a clock is off by more than work can bear; `offset` is by how much the right time is ahead of it."""
    return offset is not None and abs(offset) > TOLERATED
