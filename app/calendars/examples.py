"""What a calendar means for a call that comes now: when the usual promises would fall due by it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.calendars.rules import WorkingHours
from app.calendars.working_time import HOUR, MINUTE, instant, stamp, working_time
from app.foundation.translation import N_


class Example(StrEnum):
    """A promise to a call that comes now."""

    ONE_HOUR = "one_hour"
    FOUR_HOURS = "four_hours"
    ONE_DAY = "one_day"


EXAMPLE_NAMES = {
    Example.ONE_HOUR: N_("A call now: 1 hour"),
    Example.FOUR_HOURS: N_("A call now: 4 hours"),
    Example.ONE_DAY: N_("A call now: 1 working day"),
}


def example_dues(hours: WorkingHours, at: datetime, day_minutes: int) -> dict[Example, datetime]:
    """When each example falls due; a promised day is what it came to when it was promised, in minutes.

    :raises Rejection: ``beyond_calendar``
    """
    by = working_time(hours)
    promised = {Example.ONE_HOUR: HOUR, Example.FOUR_HOURS: 4 * HOUR, Example.ONE_DAY: day_minutes * MINUTE}
    begins = stamp(at)
    return {example: instant(by.reached(by.until(begins) + span)) for example, span in promised.items()}
