"""Ids of rows and commands: 32 hexadecimal digits, sortable by the time they were made (UUID version 7, RFC 9562)."""

from __future__ import annotations

import secrets
import time
import uuid

_NAMESPACE = uuid.UUID("5f3c1f0e-6a41-5b0c-9a77-7061696f6e67")


def new_id() -> str:
    """A fresh id that no other device will ever make."""
    milliseconds = time.time_ns() // 1_000_000
    bits = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return f"{bits:032x}"


def derive_id(*parts: str) -> str:
    """The id that follows from `parts`: the same on every device, so that doubles are impossible."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).hex
