"""Which way a laptop hears from the server: the best one that passes whatever stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from random import Random


class Way(Enum):
    """How a laptop hears that there is something to pull, the best way first."""

    STREAM = "stream"
    QUESTION = "question"
    """Ask, and be answered when there is something: long-poll."""
    ROUNDS = "rounds"
    """Hear nothing; the rounds look now and then."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a laptop waits, in seconds.

    For the first word of a stream; for another one (the server's heartbeat comes each 15); for an answer; until a
    better way is tried again; at most between two attempts; so long a fleet takes to come back after a restart.
    """

    first_word: float = 10.0
    silence: float = 40.0
    answer: float = 20.0
    better_way: float = 600.0
    longest_pause: float = 60.0
    return_spread: float = 10.0


_STRIKES = 2
"""So often in a row a way may break off before it has carried two words, where plain messages pass."""
_ORDER = tuple(Way)


class Choice:
    """Keeps to the best way that passes; steps down where only the way is at fault, and tries the better one later."""

    def __init__(self, patience: Patience, random: Random) -> None:
        self._patience = patience
        self._random = random
        self._strikes = 0
        self._failures = 0
        self._better_at: float | None = None
        self.way = Way.STREAM

    def passed(self) -> None:
        """The way has carried more than one word: it is a good one."""
        self._strikes = self._failures = 0

    def blame(self, now: float, *, mute: bool) -> None:
        """Plain messages pass, and this way does not; `mute` where it said nothing at all. `now` is monotonic."""
        self._strikes += 1
        if mute or self._strikes >= _STRIKES:
            self.way = _ORDER[_ORDER.index(self.way) + 1]
            self._strikes = self._failures = 0
            self._better_at = now + self._patience.better_way * self._random.uniform(0.8, 1.2)

    def look_up(self, now: float) -> None:
        """Try the best way again when its time has come."""
        if self._better_at is not None and now >= self._better_at:
            self.way, self._better_at, self._strikes = Way.STREAM, None, 0

    def pause(self, now: float) -> float:
        """Seconds until the next attempt: spread over a whole fleet, and longer each time; `now` is monotonic."""
        if self.way is Way.ROUNDS and self._better_at is not None:
            return max(0.0, self._better_at - now)
        longest = min(self._patience.longest_pause, self._patience.return_spread * 2.0**self._failures)
        self._failures += 1
        return self._random.uniform(0.0, longest)
