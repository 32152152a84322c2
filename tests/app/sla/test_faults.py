"""The level of a fault rises with its outage, by the limits of `domain.md` §3."""

from __future__ import annotations

import pytest

from app.calendars.working_time import HOUR, working_time
from app.sla.rules.faults import Affected, FaultLevel, Limit, Span, next_rise, risen_levels
from tests.app.calendars.conftest import hours
from tests.app.sla.test_clock import at

OFFICE = working_time(hours("Asia/Shanghai", {day: ["08:30-17:30"] for day in range(5)}))


def limits(affected: Affected, *figures: tuple[FaultLevel, Span, float]) -> list[Limit]:
    return [Limit(level, affected, span, int(amount * HOUR)) for level, span, amount in figures]


SERVICE = limits(
    Affected.SERVICE_IN_HOURS,
    (FaultLevel.MAJOR, Span.ONCE, 2),
    (FaultLevel.MAJOR, Span.DAY, 4),
    (FaultLevel.SEVERE, Span.ONCE, 1),
    (FaultLevel.SEVERE, Span.DAY, 2),
)
NIGHT = limits(Affected.SERVICE_OUTSIDE_HOURS, (FaultLevel.MAJOR, Span.DAY, 6), (FaultLevel.SEVERE, Span.DAY, 3))
PROCESSING = limits(
    Affected.BUSINESS_PROCESSING, (FaultLevel.MAJOR, Span.MONTH, 24), (FaultLevel.SEVERE, Span.MONTH, 12)
)


def test_an_outage_makes_a_minor_fault_that_rises_as_it_goes_on() -> None:
    outage = [(at("06-10T09:00"), None)]
    assert risen_levels(SERVICE, outage, OFFICE, at("06-10T12:00")) == [
        (at("06-10T09:00"), FaultLevel.MINOR),
        (at("06-10T10:00"), FaultLevel.SEVERE),
        (at("06-10T11:00"), FaultLevel.MAJOR),
    ]
    assert next_rise(SERVICE, outage, OFFICE, at("06-10T09:30")) == (at("06-10T10:00"), FaultLevel.SEVERE)
    assert next_rise(SERVICE, outage, OFFICE, at("06-10T11:30")) is None


def test_what_ended_in_time_stays_what_it_was() -> None:
    outage = [(at("06-10T09:00"), at("06-10T09:59"))]
    assert [level for _at, level in risen_levels(SERVICE, outage, OFFICE, at("06-20T09:00"))] == [FaultLevel.MINOR]
    assert next_rise(SERVICE, outage, OFFICE, at("06-10T12:00")) is None


def test_short_outages_of_one_day_add_up_and_those_of_two_days_do_not() -> None:
    one_day = [(at(f"06-10T{hour}:00"), at(f"06-10T{hour}:40")) for hour in ("09", "11", "13")]
    assert risen_levels(SERVICE, one_day, OFFICE, at("06-10T18:00"))[-1] == (at("06-10T13:40"), FaultLevel.SEVERE)
    two_days = [(at(f"06-1{day}T09:00"), at(f"06-1{day}T09:50")) for day in (0, 1, 2)]
    assert [level for _at, level in risen_levels(SERVICE, two_days, OFFICE, at("06-20T18:00"))] == [FaultLevel.MINOR]


def test_only_working_hours_count_in_them_and_only_the_others_outside() -> None:
    overnight = [(at("06-10T17:00"), at("06-11T09:00"))]
    assert [level for _at, level in risen_levels(SERVICE, overnight, OFFICE, at("06-11T12:00"))] == [
        FaultLevel.MINOR,
        FaultLevel.SEVERE,
    ]
    assert risen_levels(NIGHT, overnight, OFFICE, at("06-11T12:00"))[1:] == [
        (at("06-10T20:30"), FaultLevel.SEVERE),
        (at("06-10T23:30"), FaultLevel.MAJOR),
    ]


@pytest.mark.parametrize(("days", "level"), [(3, FaultLevel.MINOR), (5, FaultLevel.SEVERE), (9, FaultLevel.MAJOR)])
def test_a_month_adds_up(days: int, level: FaultLevel) -> None:
    outages = [(at(f"06-{day:02d}T20:00"), at(f"06-{day:02d}T23:00")) for day in range(1, days + 1)]
    assert risen_levels(PROCESSING, outages, OFFICE, at("07-01T00:00"))[-1][1] is level


def test_without_an_outage_there_is_no_level() -> None:
    assert risen_levels(SERVICE, [], OFFICE, at("06-10T12:00")) == []
    assert next_rise(SERVICE, [(at("06-12T09:00"), None)], OFFICE, at("06-10T12:00")) is None
