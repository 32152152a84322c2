"""One measured figure of a benchmark, beside the floor or peer that was measured in the same run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """`value` in `unit`, `ratio` times what `against` names in words; the goal is met when `ratio` <= `goal`.

    An absolute goal is written as a ratio to itself: `ratio` is the value over the wanted value, `goal` is 1.
    """

    name: str
    value: float
    unit: str
    against: str
    ratio: float
    goal: float

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal

    def as_json(self) -> str:
        """The one line that `installer/bench.py` prints."""
        return json.dumps(asdict(self), ensure_ascii=False)
