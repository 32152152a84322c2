"""When people are warned, and who is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.working_time import HOUR, MINUTE
from app.sla.rules.clock import ClockFact, Course, read_clock
from app.sla.rules.escalation import (
    MISSED,
    NOTHING_SAID,
    USUAL_STEPS,
    EscalationStep,
    Mark,
    Measure,
    Place,
    Told,
    mark_reached,
    next_mark_at,
    plan_of,
    steps_for,
    told_at,
)
from app.sla.rules.promises import Bound, Happening, Metric, Promise, Terms
from tests.app.sla.test_clock import at
from tests.app.sla.test_faults import OFFICE

PROMISE = Promise(Metric.RESTORE, Happening.REPORTED, Happening.RESTORED, {"any": Terms(Bound.AT_MOST, 4 * HOUR)})
REPORTED = [ClockFact(Happening.REPORTED, at("06-10T09:00"))]
PROMISED = 4 * HOUR
PLAN = plan_of(
    PROMISE.thresholds,
    [EscalationStep(150), EscalationStep(30, measure=Measure.BEFORE), EscalationStep(60, measure=Measure.AFTER)],
    PROMISED,
)
PLACES = [NOTHING_SAID, *(mark.place(PROMISED) for mark in PLAN.marks)]


def share(percent: int) -> Mark:
    return Mark(Measure.SHARE, percent)


@pytest.mark.parametrize(
    ("time", "mark", "following"),
    [
        ("06-10T10:59", None, "06-10T11:00"),
        ("06-10T11:00", share(50), "06-10T12:00"),
        ("06-10T12:29", share(75), "06-10T12:30"),
        ("06-10T12:30", Mark(Measure.BEFORE, 30), "06-10T12:36"),
        ("06-10T12:59", share(90), None),
        ("06-10T13:59", share(100), "06-10T14:00"),
        ("06-10T14:00", Mark(Measure.AFTER, 60), "06-10T15:00"),
        ("06-10T15:00", share(150), None),
    ],
)
def test_a_clock_speaks_at_its_thresholds_when_it_is_missed_and_beyond(
    time: str, mark: Mark | None, following: str | None
) -> None:
    reading = read_clock(PROMISE, Course(REPORTED, at(time)), lambda _level: OFFICE)
    assert mark_reached(reading, PLAN, NOTHING_SAID) == mark
    said = mark.place(PROMISED) if mark else NOTHING_SAID
    ahead = next_mark_at(reading, OFFICE, PLAN, said, at(time))
    if mark == share(90):
        assert ahead == at("06-10T13:00") + 1
    else:
        assert ahead == (at(following) if following else None)


@given(st.integers(0, 12 * 60), st.sampled_from(PLACES), st.integers(0, 240))
def test_nothing_is_reached_before_the_time_that_was_named(after: int, said: Place, paused: int) -> None:
    begins = at("06-10T09:00")
    pause = [ClockFact(Happening.MISROUTED, begins + 5), ClockFact(Happening.REROUTED, begins + 5 + paused * MINUTE)]
    now = pause[-1].at + after * MINUTE
    reading = read_clock(PROMISE, Course(REPORTED + pause, now), lambda _level: OFFICE)
    ahead = next_mark_at(reading, OFFICE, PLAN, said, now)
    if mark_reached(reading, PLAN, said) is not None:
        assert ahead == now
    elif ahead is not None:
        before, then = (
            read_clock(PROMISE, Course(REPORTED + pause, ahead - less), lambda _level: OFFICE) for less in (1, 0)
        )
        assert mark_reached(before, PLAN, said) is None
        assert mark_reached(then, PLAN, said) is not None


def test_what_is_due_at_once_has_no_time_before_it_and_is_warned_of_when_it_is_missed() -> None:
    at_once = [EscalationStep(10, measure=Measure.BEFORE), EscalationStep(10, measure=Measure.AFTER)]
    plan = plan_of((), at_once, 0)
    assert plan.marks == (share(MISSED), Mark(Measure.AFTER, 10))
    assert told_at(plan, share(MISSED), NOTHING_SAID) == (frozenset(), ())


def usually(kind: str, priority: int, percent: int, said: int = 0) -> set[Told]:
    """Who is told by the steps that count where a policy has none."""
    place = share(said).place(PROMISED) if said else NOTHING_SAID
    plan = plan_of((), steps_for(USUAL_STEPS.values(), kind, priority), PROMISED)
    return set(told_at(plan, share(percent), place)[0])


def test_a_fault_goes_from_the_desk_to_the_lines_and_then_to_managers() -> None:
    assert usually("incident", 3, 50) == {Told.ENGINEER, Told.DESK}
    assert usually("incident", 3, 75, 50) == {Told.ENGINEER, Told.DESK, Told.TEAM}
    assert {Told.MAKER, Told.TECHNICAL_MANAGER} <= usually("incident", 3, 90, 75)
    assert {Told.BUSINESS_MANAGER, Told.MANAGER} <= usually("incident", 3, MISSED, 90)
    assert Told.CHANGE_MANAGER in usually("commissioning", 3, 90)


def test_a_complaint_goes_to_the_operations_manager_and_a_serious_one_to_the_services_manager() -> None:
    assert usually("complaint", 3, 50) == {Told.OPERATIONS_MANAGER}
    assert usually("complaint", 1, 50) == {Told.OPERATIONS_MANAGER, Told.SERVICES_MANAGER}


def test_a_dispute_goes_to_manager_director_and_board() -> None:
    assert [usually("dispute", 3, *each) for each in ((50,), (MISSED, 50), (150, MISSED))] == [
        {Told.MANAGER},
        {Told.DIRECTOR},
        {Told.BOARD},
    ]


def test_whoever_was_passed_over_is_told_too_and_nobody_twice() -> None:
    steps = [
        EscalationStep(50, frozenset({Told.DESK}), person_ids=("li",)),
        EscalationStep(90, person_ids=("li", "wu")),
    ]
    plan = plan_of((), steps, PROMISED)
    assert told_at(plan, share(90), NOTHING_SAID) == (frozenset({Told.DESK}), ("li", "wu"))
    assert told_at(plan, share(90), share(50).place(PROMISED)) == (frozenset(), ("li", "wu"))
