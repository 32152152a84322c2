"""Promises about a share of many calls, such as 90 % picked up in 20 seconds (`domain.md` §3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """How many calls kept a promise, and how many did not."""

    kept: int = 0
    missed: int = 0

    @property
    def total(self) -> int:
        """How many calls are judged."""
        return self.kept + self.missed

    @property
    def tenths(self) -> int | None:
        """How many tenths of a percent kept it, rounded down; None where there was no call."""
        return self.kept * 1000 // self.total if self.total else None

    def meets(self, percent: int) -> bool | None:
        """Whether enough calls kept the promise; None where there was no call: nothing was promised to nobody."""
        return self.kept * 100 >= percent * self.total if self.total else None
