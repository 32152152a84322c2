"""Staying in agreement: one round after the other, with what each came to and how long to wait for the next."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from app.foundation.clock import Clock
from app.foundation.errors import PaigongError
from app.sync.check.rules import CheckReport

CALM_SECONDS = 5.0
"""Between two rounds while all is well."""
LIVE_SECONDS = 60.0
"""Between two rounds while all is well and we would hear of whatever is new."""
LONGEST_PAUSE_SECONDS = 60.0
"""Between two attempts while the server cannot be agreed with."""
IMPATIENT_SECONDS = 8.0
"""Between two attempts while nobody answers at all, as when a network is away for a moment."""
_IMPATIENT_ATTEMPTS = 30
"""So many of them; after a long absence a whole fleet is not to come back in the same seconds."""

_DONE_ALL_THE_SAME = frozenset({"history_rewritten"})
_UNREACHABLE = frozenset({"server_unreachable", "server_failed"})


class Agreement(Enum):
    """How a workspace and its server stand to each other."""

    ALONE = "alone"
    REACHED = "reached"
    OFFLINE = "offline"
    TROUBLED = "troubled"


@dataclass(frozen=True, slots=True)
class RoundReport:
    """How a round went. `at` is aware; `trouble` is what stood in the way; `pause_seconds` is until the next.

    `clock_offset` is by how much the server's clock is ahead of ours; None where nobody knows. `checked` is what a
    check came to that ended in this round.
    """

    agreement: Agreement
    at: datetime
    pause_seconds: float
    trouble: PaigongError | None = None
    clock_offset: timedelta | None = None
    checked: CheckReport | None = None


class Synchronising(Protocol):
    """Does one round; tells whether there is a server at all."""

    def synchronise(self) -> bool:
        """Agree with the server once."""


class Rounds:
    """Makes rounds, and waits longer after each that failed, never the same for a whole fleet."""

    def __init__(
        self,
        sync: Synchronising,
        clock: Clock,
        is_live: Callable[[], bool] = bool,
        clock_offset: Callable[[], timedelta | None] = lambda: None,
        check_report: Callable[[], CheckReport | None] = lambda: None,
    ) -> None:
        """`is_live` tells whether we would hear of something new just now, the other two are for the report."""
        self._sync = sync
        self._clock = clock
        self._is_live = is_live
        self._clock_offset = clock_offset
        self._check_report = check_report
        self._failures = 0

    def make(self) -> RoundReport:
        """Agree once. What stands between here and the server is reported, not raised."""
        return replace(self._make(), clock_offset=self._clock_offset(), checked=self._check_report())

    def _make(self) -> RoundReport:
        try:
            connected = self._sync.synchronise()
        except PaigongError as error:
            if error.code in _DONE_ALL_THE_SAME:
                return RoundReport(Agreement.TROUBLED, self._clock.now(), CALM_SECONDS, error)
            self._failures += 1
            agreement = Agreement.OFFLINE if error.code in _UNREACHABLE else Agreement.TROUBLED
            pause = max(self._pause(error.code), float(str(error.params.get("seconds", 0))))
            return RoundReport(agreement, self._clock.now(), pause, error)
        self._failures = 0
        agreement = Agreement.REACHED if connected else Agreement.ALONE
        return RoundReport(agreement, self._clock.now(), LIVE_SECONDS if self._is_live() else CALM_SECONDS)

    def _pause(self, code: str) -> float:
        impatient = code == "server_unreachable" and self._failures <= _IMPATIENT_ATTEMPTS
        longest = IMPATIENT_SECONDS if impatient else LONGEST_PAUSE_SECONDS
        return min(longest, 2.0**self._failures) * random.uniform(0.5, 1.0)  # noqa: S311 - only a spread
