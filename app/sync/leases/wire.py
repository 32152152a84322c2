"""Leases: blocks of numbers, so that two laptops off-line can never give out the same one."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from app.sync.wire import Message, Word

MOST_SERIES = 200
"""Series in one message."""


class LeaseRequest(Message, frozen=True):
    """The series that run low on the device."""

    protocol: Word
    series: Annotated[list[Word], Meta(max_length=MOST_SERIES)]


class LeasedBlock(Message, frozen=True):
    """Serials from `first_serial` to `last_serial` of a series, for this device alone."""

    block_id: str
    series: str
    first_serial: int
    last_serial: int


class LeaseReply(Message, frozen=True):
    """A block for each series that the device may have."""

    blocks: list[LeasedBlock]
