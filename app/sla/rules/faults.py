"""The level of a fault rises as its outage grows (`domain.md` §3, [NB] prosecutor-maintenance)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_, _
from app.sla.rules.promises import Calendar


class FaultLevel(StrEnum):
    """How bad a fault is."""

    MAJOR = "major"
    SEVERE = "severe"
    MINOR = "minor"


class Affected(StrEnum):
    """What is interrupted; it decides which limits count."""

    SERVICE_IN_HOURS = "service in working hours"
    SERVICE_OUTSIDE_HOURS = "service outside working hours"
    REAL_TIME_SERVICE = "real-time service"
    NETWORK_WIDE_MIS = "network-wide MIS"
    BUSINESS_PROCESSING = "business processing"
    BEARER_NETWORK = "bearer network"


class Span(StrEnum):
    """Over what time outages are added up."""

    ONCE = "once"
    DAY = "day"
    MONTH = "month"


FAULT_LEVEL_NAMES = {
    FaultLevel.MAJOR: N_("Major fault"),
    FaultLevel.SEVERE: N_("Severe fault"),
    FaultLevel.MINOR: N_("Minor fault"),
}
_LEVEL_NAMES: dict[str, str] = {
    **{str(level): name for level, name in FAULT_LEVEL_NAMES.items()},
    "urgent": N_("Urgent fault"),
    "normal": N_("Normal fault"),
}
"""With those of *prosecutor-support* (`domain.md` §3)."""


def level_text(level: str) -> str:
    """What a level is called in the language shown now: in words where it is that of a fault, else as agreed."""
    return _(_LEVEL_NAMES[level]) if level in _LEVEL_NAMES else level


_LEVEL_WORDS: dict[str, str] = {
    FaultLevel.MAJOR: N_("Major"),
    FaultLevel.SEVERE: N_("Severe"),
    FaultLevel.MINOR: N_("Minor"),
    "urgent": N_("Urgent"),
    "normal": N_("Normal"),
}


def level_word(level: str) -> str:
    """The same in one word, for the narrow column of a list."""
    return _(_LEVEL_WORDS[level]) if level in _LEVEL_WORDS else level


AFFECTED_NAMES = {
    Affected.SERVICE_IN_HOURS: N_("Service, in working hours"),
    Affected.SERVICE_OUTSIDE_HOURS: N_("Service, outside working hours"),
    Affected.REAL_TIME_SERVICE: N_("Real-time service"),
    Affected.NETWORK_WIDE_MIS: N_("Network-wide information system"),
    Affected.BUSINESS_PROCESSING: N_("Business processing"),
    Affected.BEARER_NETWORK: N_("Bearer network"),
}
_WORST_FIRST = tuple(FaultLevel)
_FARTHEST = 62 * 24 * 3600 * 1_000_000
"""How far ahead a rise is looked for: two months, since the longest limit adds up a month."""


@dataclass(frozen=True, slots=True)
class Limit:
    """From how many microseconds of outage on a fault has a level."""

    level: FaultLevel
    affected: Affected
    span: Span
    at_least: int


Outage = tuple[int, int | None]
"""From when until when it was out, in microseconds since 1970 UTC; without an end it still is."""


def risen_levels(
    limits: Iterable[Limit], outages: Sequence[Outage], hours: Calendar, now: int
) -> list[tuple[int, FaultLevel]]:
    """When a fault reached which level, the lowest first: minor with its first outage.

    :param limits: those of what is affected
    :param hours: the working hours in and outside of which service counts
    """
    begun = [begins for begins, _ends in outages if begins <= now]
    if not begun:
        return []
    risen = [(min(begun), FaultLevel.MINOR)]
    for level in reversed(_WORST_FIRST[:-1]):
        at = _first_reached(limits, outages, hours, level, min(begun), now)
        if at is not None:
            risen = [rise for rise in risen if rise[0] < at]
            risen.append((at, level))
    return risen


def next_rise(
    limits: Iterable[Limit], outages: Sequence[Outage], hours: Calendar, now: int
) -> tuple[int, FaultLevel] | None:
    """When the fault rises to which level if its outage goes on."""
    current = risen_levels(limits, outages, hours, now)
    ahead = [rise for rise in risen_levels(limits, outages, hours, now + _FARTHEST) if rise[0] > now]
    return ahead[0] if current and ahead else None


def _first_reached(
    limits: Iterable[Limit], outages: Sequence[Outage], hours: Calendar, level: FaultLevel, since: int, now: int
) -> int | None:
    """The first moment at which a limit of the level was reached; what is added up only ever grows."""
    of_level = [limit for limit in limits if limit.level is level]

    def is_reached(at: int) -> bool:
        return any(_longest(limit, outages, hours, at) >= limit.at_least for limit in of_level)

    if not is_reached(now):
        return None
    while since < now:
        middle = (since + now) // 2
        if is_reached(middle):
            now = middle
        else:
            since = middle + 1
    return now


def _longest(limit: Limit, outages: Sequence[Outage], hours: Calendar, at: int) -> int:
    """The longest outage, or the most in one day or month, up to a moment."""
    measure = _MEASURES.get(limit.affected, _any_time)
    spans = [(begins, min(at, at if ends is None else ends)) for begins, ends in outages if begins < at]
    if limit.span is Span.ONCE:
        return max((measure(hours, begins, ends) for begins, ends in spans), default=0)
    totals: defaultdict[str, int] = defaultdict(int)
    for begins, ends in spans:
        for day_begins, day_ends in _days(hours, begins, ends):
            totals[hours.civil_period(day_begins, month=limit.span is Span.MONTH)] += measure(
                hours, day_begins, day_ends
            )
    return max(totals.values(), default=0)


def _days(hours: Calendar, begins: int, ends: int) -> Iterable[tuple[int, int]]:
    while begins < ends:
        midnight = min(hours.end_of_day(begins), ends)
        yield begins, midnight
        begins = midnight


def _any_time(_hours: Calendar, begins: int, ends: int) -> int:
    return ends - begins


def _in_hours(hours: Calendar, begins: int, ends: int) -> int:
    return hours.elapsed(begins, ends)


def _outside_hours(hours: Calendar, begins: int, ends: int) -> int:
    return ends - begins - hours.elapsed(begins, ends)


_MEASURES: dict[Affected, Callable[[Calendar, int, int], int]] = {
    Affected.SERVICE_IN_HOURS: _in_hours,
    Affected.SERVICE_OUTSIDE_HOURS: _outside_hours,
}
