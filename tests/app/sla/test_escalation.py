"""When people are warned, and who is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.working_time import HOUR, MINUTE
from app.sla.rules.clock import ClockFact, read_clock
from app.sla.rules.escalation import (
    MISSED,
    USUAL_STEPS,
    EscalationStep,
    Told,
    next_percent_at,
    percent_reached,
    percents_of,
    steps_for,
    told_at,
)
from app.sla.rules.promises import Bound, Happening, Metric, Promise, Terms
from tests.app.sla.test_clock import at
from tests.app.sla.test_faults import OFFICE

PROMISE = Promise(Metric.RESTORE, Happening.REPORTED, Happening.RESTORED, {"any": Terms(Bound.AT_MOST, 4 * HOUR)})
REPORTED = [ClockFact(Happening.REPORTED, at("06-10T09:00"))]
PERCENTS = percents_of(PROMISE.thresholds, [EscalationStep(150)])


@pytest.mark.parametrize(
    ("time", "percent", "following"),
    [
        ("06-10T10:59", None, "06-10T11:00"),
        ("06-10T11:00", 50, "06-10T12:00"),
        ("06-10T12:59", 90, None),
        ("06-10T14:00", 100, "06-10T15:00"),
        ("06-10T15:00", 150, None),
    ],
)
def test_a_clock_speaks_at_its_thresholds_when_it_is_missed_and_beyond(
    time: str, percent: int | None, following: str | None
) -> None:
    reading = read_clock(PROMISE, REPORTED, lambda _level: OFFICE, at(time))
    assert percent_reached(reading, PERCENTS, 0) == percent
    ahead = next_percent_at(reading, OFFICE, PERCENTS, percent or 0, at(time))
    if percent == 90:
        assert ahead == at("06-10T13:00") + 1
    else:
        assert ahead == (at(following) if following else None)


@given(st.integers(0, 12 * 60), st.sampled_from([0, 50, 75, 90, MISSED]), st.integers(0, 240))
def test_nothing_is_reached_before_the_time_that_was_named(after: int, said: int, paused: int) -> None:
    begins = at("06-10T09:00")
    pause = [ClockFact(Happening.MISROUTED, begins + 5), ClockFact(Happening.REROUTED, begins + 5 + paused * MINUTE)]
    now = pause[-1].at + after * MINUTE
    reading = read_clock(PROMISE, REPORTED + pause, lambda _level: OFFICE, now)
    ahead = next_percent_at(reading, OFFICE, PERCENTS, said, now)
    if percent_reached(reading, PERCENTS, said) is not None:
        assert ahead == now
    elif ahead is not None:
        before, then = (read_clock(PROMISE, REPORTED + pause, lambda _level: OFFICE, ahead - less) for less in (1, 0))
        assert percent_reached(before, PERCENTS, said) is None
        assert percent_reached(then, PERCENTS, said) is not None


def test_a_complaint_goes_its_own_way_and_a_serious_one_at_once_to_the_services_manager() -> None:
    assert {told for step in steps_for(USUAL_STEPS, "incident", 1) for told in step.tells} == {
        *(Told.ENGINEER, Told.DESK, Told.TEAM, Told.OPERATIONS_MANAGER, Told.MANAGER)
    }
    assert told_at(steps_for(USUAL_STEPS, "complaint", 3), 50, 0)[0] == {Told.OPERATIONS_MANAGER}
    assert told_at(steps_for(USUAL_STEPS, "complaint", 1), 50, 0)[0] == {
        Told.OPERATIONS_MANAGER,
        Told.SERVICES_MANAGER,
    }


def test_whoever_was_passed_over_is_told_too_and_nobody_twice() -> None:
    steps = [
        EscalationStep(50, frozenset({Told.DESK}), person_ids=("li",)),
        EscalationStep(90, person_ids=("li", "wu")),
    ]
    assert told_at(steps, 90, 0) == (frozenset({Told.DESK}), ("li", "wu"))
    assert told_at(steps, 90, 50) == (frozenset(), ("li", "wu"))
