"""Doubles that many tests hand in by injection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

A_MONDAY_MORNING = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
"""08:00 in Shanghai."""


class FakeClock:
    """A clock that only goes when it is told to."""

    def __init__(self, start: datetime = A_MONDAY_MORNING) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        self._now = instant.astimezone(UTC)

    def advance(self, **duration: float) -> datetime:
        """Go on by so many `hours=`, `minutes=` …; returns the new time."""
        self._now += timedelta(**duration)
        return self._now


class FakeBootClock:
    """A clock since the computer's start that only goes when it is told to."""

    def __init__(self) -> None:
        self.boot_id = "first"
        self._since_boot = timedelta(hours=1)

    def since_boot(self) -> timedelta:
        return self._since_boot

    def advance(self, **duration: float) -> None:
        """Go on by so many `hours=`, `minutes=` …"""
        self._since_boot += timedelta(**duration)

    def restart(self) -> None:
        """The computer is started anew."""
        self.boot_id, self._since_boot = f"after {self.boot_id}", timedelta(minutes=1)
