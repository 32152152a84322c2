"""Which of the codes that a camera sees count, and when one that stays in sight counts again."""

from __future__ import annotations

from collections.abc import Sequence

_OUT_OF_SIGHT_SECONDS = 1.0


class Sightings:
    """A code counts when two frames after each other show it, and again when it was out of sight for a second.

    Lines are misread now and then, and not all codes of a label are found in the first frame.
    """

    def __init__(self) -> None:
        self._before: frozenset[str] = frozenset()
        self._told: dict[str, float] = {}

    def take(self, texts: Sequence[str], now: float) -> tuple[str, ...]:
        """The codes of this frame that count; `now` is in seconds of a clock that runs evenly."""
        seen_twice = [text for text in texts if text in self._before]
        self._before = frozenset(texts)
        told = {text: at for text, at in self._told.items() if now - at < _OUT_OF_SIGHT_SECONDS}
        self._told = {text: now if text in texts else at for text, at in told.items()}
        return tuple(text for text in seen_twice if text not in self._told)

    def tell(self, texts: Sequence[str], now: float) -> None:
        """These were told, or were there when another one was chosen."""
        self._told |= dict.fromkeys(texts, now)
