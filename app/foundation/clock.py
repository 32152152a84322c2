"""Where the time comes from; given to whoever needs it, so that tests hold the clock in their hands."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The clock of this machine. A claim, not a truth: people change it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class BootClock(Protocol):
    """A clock that runs since the computer was started, also while it sleeps, and that nobody can set."""

    @property
    def boot_id(self) -> str:
        """Names the time since the last start; "" where the system has no name for it."""

    def since_boot(self) -> timedelta:
        """How long ago the computer was started (or some other moment that stays the same until the next start)."""


class SystemBootClock:
    """The boot clock of this machine."""

    @cached_property
    def boot_id(self) -> str:
        """Names the time since the last start; only Linux does that."""
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return ""

    def since_boot(self) -> timedelta:
        """How long the computer runs: Linux counts its sleep in a clock of its own, the others in the usual one."""
        clock = getattr(time, "CLOCK_BOOTTIME", None)
        return timedelta(seconds=time.monotonic() if clock is None else time.clock_gettime(clock))
