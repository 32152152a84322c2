"""From how much outage on a fault has a level: the figures of `domain.md` §3, as data."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from app.calendars.working_time import HOUR
from app.sla.presets import FOLDER
from app.sla.rules.faults import Affected, FaultLevel, Limit, Span


@cache
def fault_limits() -> Mapping[Affected, tuple[Limit, ...]]:
    """The limits of whatever can be affected."""
    with (FOLDER / "fault_levels.csv").open(encoding="utf-8", newline="") as file:
        limits = [
            Limit(
                FaultLevel(line["level"]),
                Affected(line["what"]),
                Span(line["span"]),
                int(float(line["hours_at_least"]) * HOUR),
            )
            for line in csv.DictReader(file)
        ]
    return {affected: tuple(limit for limit in limits if limit.affected is affected) for affected in Affected}


def speaks_of_faults(levels: Mapping[str, str]) -> bool:
    """Whether a policy gives its calls the levels of faults, which rise as an outage grows."""
    return set(FaultLevel) <= set(levels.values())
