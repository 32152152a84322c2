"""A promised figure between its forms: working seconds as they are kept, and a value with a unit as people say it."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.translation import N_
from app.sla.rules.promises import Unit

SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
CIVIL_DAYS = {Unit.SAME_DAY: 0, Unit.NEXT_DAY: 1}
UNIT_NAMES = {
    Unit.SECOND: N_("seconds"),
    Unit.MINUTE: N_("minutes"),
    Unit.HOUR: N_("hours"),
    Unit.DAY: N_("working days"),
    Unit.SAME_DAY: N_("the same day"),
    Unit.NEXT_DAY: N_("the next day"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit; a civil day needs no value."""

    value: int
    unit: Unit


def figure_of(promised_seconds: int | None, civil_days: int | None, day_minutes: int) -> Figure | None:
    """The figure of a target in the largest unit that it is whole in; None where it promises a share only.

    :param day_minutes: what a day of its calendar comes to
    """
    if civil_days is not None:
        return Figure(0, next(unit for unit, days in CIVIL_DAYS.items() if days == civil_days))
    if promised_seconds is None:
        return None
    for unit, seconds in ((Unit.DAY, day_minutes * 60), (Unit.HOUR, 3600), (Unit.MINUTE, 60)):
        if promised_seconds and promised_seconds % seconds == 0:
            return Figure(promised_seconds // seconds, unit)
    return Figure(promised_seconds, Unit.SECOND if promised_seconds else Unit.MINUTE)
