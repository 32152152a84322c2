"""How far this computer's clock is from the server's, measured by every answer that says what time it is there.

What is kept is what the server's clock said at a place of the clock that runs since this computer was started, which
nobody sets: so a jump of the wall clock is seen at once and spoils no measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from app.foundation.clock import BootClock, Clock, SystemBootClock
from app.storage.columns import instant_from_stored
from app.storage.facts import CLOCK_ANCHOR, fact, set_fact
from app.storage.store import Store
from app.sync.clocks.wire import ClockClaim

_DRIFT = 100e-6
"""By so much of the time that has passed, two clocks of computers may have grown apart."""
_KEPT_ANEW = timedelta(seconds=1)
"""Smaller corrections are not worth a write."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """When this computer had run for `since_boot`, the server's clock said `server_at`, give or take `doubt`."""

    boot_id: str
    since_boot: timedelta
    server_at: datetime
    doubt: timedelta

    @property
    def booted_at(self) -> datetime:
        """When this computer was started, by the server's clock."""
        return self.server_at - self.since_boot


class ServerTime:
    """What time it is at the server. The answer that came back fastest knows best, until it has grown old."""

    def __init__(self, boot_clock: BootClock | None = None) -> None:
        self.boot_clock = boot_clock or SystemBootClock()
        self.anchor: Anchor | None = None
        self._told_at: datetime | None = None

    def answered(self, asked: timedelta, told: str) -> None:
        """An answer has come just now to what was asked at `asked` of the boot clock; `told` is its header of time."""
        now = self.boot_clock.since_boot()
        try:
            server_at = instant_from_stored(int(told))
        except (ValueError, OverflowError):
            return
        self._told_at = server_at
        doubt = (now - asked) / 2
        if self.anchor is None or doubt <= self.anchor.doubt + (now - self.anchor.since_boot) * _DRIFT:
            self.anchor = Anchor(self.boot_clock.boot_id, now - doubt, server_at, doubt)

    def offset(self, clock: Clock) -> timedelta | None:
        """By how much the server is ahead of this clock now; None where it was never asked."""
        if self.anchor is None:
            return None
        return self.anchor.booted_at + self.boot_clock.since_boot() - clock.now()

    def at_the_earliest(self, clock: Clock) -> datetime:
        """What time it is by this clock or by the server's last answer, whichever is earlier.

        For what must not be forgotten too soon because one of the two is ahead.
        """
        return min(clock.now(), self._told_at or clock.now())

    def claim(self, clock: Clock) -> ClockClaim:
        """What we tell the server of our clock."""
        offset = self.offset(clock)
        return ClockClaim(
            offset_milliseconds=None if offset is None else _milliseconds(offset),
            boot_id=self.boot_clock.boot_id,
            since_boot_milliseconds=_milliseconds(self.boot_clock.since_boot()),
        )

    def recall(self, store: Store) -> None:
        """Go on from what was kept, unless this computer was started anew since."""
        with store.read() as reader:
            kept = fact(reader, CLOCK_ANCHOR)
        if kept:
            anchor = msgspec.json.decode(kept, type=Anchor)
            if anchor.boot_id and anchor.boot_id == self.boot_clock.boot_id:
                self.anchor = anchor

    def keep(self, store: Store) -> None:
        """Keep what is known in the workspace, where it differs from what is kept."""
        anchor = self.anchor
        if anchor is None:
            return
        with store.read() as reader:
            kept = fact(reader, CLOCK_ANCHOR)
        before = msgspec.json.decode(kept, type=Anchor) if kept else None
        if before is None or before.boot_id != anchor.boot_id or abs(before.booted_at - anchor.booted_at) > _KEPT_ANEW:
            encoded = msgspec.json.encode(anchor).decode()
            store.write(lambda unit: set_fact(unit, CLOCK_ANCHOR, encoded))


def _milliseconds(duration: timedelta) -> int:
    return duration // timedelta(milliseconds=1)
