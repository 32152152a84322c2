"""The clock: the cases that products get wrong, and properties that hold for whatever happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.working_time import HOUR, MINUTE, SECOND, stamp, working_time
from app.sla.rules.clock import ClockFact, ClockState, Course, Reading, read_clock
from app.sla.rules.promises import Bound, Happening, Metric, OnChange, PauseRule, Promise, Terms, ThirdParty
from app.sla.rules.timeline import StretchKind, stretches
from tests.app.calendars.conftest import CHINA_OFFICE, hours

OFFICE = working_time(CHINA_OFFICE)
LONG_DAY = working_time(hours("Asia/Shanghai", {day: ["08:00-20:00"] for day in range(5)}))
ALWAYS = working_time(hours("Asia/Shanghai", {day: ["00:00-24:00"] for day in range(7)}))
RESTORE = Promise(
    Metric.RESTORE,
    Happening.REPORTED,
    Happening.RESTORED,
    {"P1": Terms(Bound.AT_MOST, 4 * HOUR), "P3": Terms(Bound.AT_MOST, 24 * HOUR)},
    pauses={
        "caller": PauseRule(frozenset({Metric.RESTORE})),
        "access": PauseRule(frozenset({Metric.RESTORE}), at_most=2 * HOUR),
        "parts": PauseRule(frozenset({Metric.ON_SITE})),
    },
)


def at(text: str) -> int:
    return stamp(datetime.fromisoformat(f"2025-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai")))


def happened(*texts: str) -> list[ClockFact]:
    """Facts such as "03-11T10:00 paused caller"."""
    facts = []
    for text in texts:
        when, what, *about = text.split()
        facts.append(ClockFact(Happening(what), at(when), *about))
    return facts


def read(promise: Promise, now: str, *texts: str) -> Reading:
    return read_clock(promise, Course(happened(*texts), at(now)), lambda _level: LONG_DAY)


P1 = ("06-10T09:00 reported", "06-10T09:00:01 levelled P1")


def test_it_waits_for_its_beginning_and_runs_from_there() -> None:
    assert read(RESTORE, "06-10T12:00").state is ClockState.WAITING
    running = read(RESTORE, "06-10T12:00", *P1)
    assert (running.state, running.due_at, running.left) == (ClockState.RUNNING, at("06-10T13:00"), HOUR)


@pytest.mark.parametrize(
    ("bound", "restored", "state"),
    [
        (Bound.AT_MOST, "13:00:00", ClockState.MET),
        (Bound.BELOW, "13:00:00", ClockState.MISSED),
        (Bound.BELOW, "12:59:59", ClockState.MET),
        (Bound.AT_MOST, "13:00:01", ClockState.MISSED),
    ],
)
def test_the_limit_itself_counts_or_does_not(bound: Bound, restored: str, state: ClockState) -> None:
    promise = replace(RESTORE, terms={"P1": Terms(bound, 4 * HOUR)})
    assert read(promise, "06-11T09:00", *P1, f"06-10T{restored} restored").state is state


def test_a_paused_clock_names_what_is_left_and_no_due_time_and_is_never_missed() -> None:
    paused = read(RESTORE, "06-19T12:00", *P1, "06-10T10:00 paused caller")
    assert (paused.state, paused.due_at, paused.missed_at, paused.left) == (ClockState.PAUSED, None, None, 3 * HOUR)


def test_a_pause_after_the_promise_was_broken_heals_nothing() -> None:
    missed = read(RESTORE, "06-19T12:00", *P1, "06-10T14:00 paused caller")
    assert (missed.state, missed.missed_at) == (ClockState.MISSED, at("06-10T13:00"))
    assert missed.left == -HOUR


def test_only_agreed_reasons_stop_this_clock_and_only_for_so_long() -> None:
    assert read(RESTORE, "06-10T12:00", *P1, "06-10T10:00 paused parts").due_at == at("06-10T13:00")
    assert read(RESTORE, "06-10T12:00", *P1, "06-10T10:00 paused tea").due_at == at("06-10T13:00")
    assert read(RESTORE, "06-10T11:59", *P1, "06-10T10:00 paused access").state is ClockState.PAUSED
    counts_again = read(RESTORE, "06-10T12:30", *P1, "06-10T10:00 paused access")
    assert (counts_again.state, counts_again.due_at) == (ClockState.RUNNING, at("06-10T15:00"))


def test_another_reason_takes_the_place_of_the_one_before() -> None:
    reading = read(RESTORE, "06-10T19:00", *P1, "06-10T10:00 paused caller", "06-10T11:00 paused parts")
    assert reading.due_at == at("06-10T14:00")


@pytest.mark.parametrize(
    ("on_change", "due"),
    [(OnChange.FROM_OPENING, "13:00"), (OnChange.RESTART, "19:00"), (OnChange.CARRY_SHARE, "18:00")],
)
def test_a_new_level_counts_as_the_contract_says(on_change: OnChange, due: str) -> None:
    facts = ("06-10T09:00 reported", "06-10T09:00 levelled P3", "06-10T15:00 levelled P1")
    reading = read(replace(RESTORE, on_change=on_change), "06-10T15:30", *facts)
    assert reading.due_at == at(f"06-10T{due}")
    assert reading.missed_at == (at("06-10T15:00") if on_change is OnChange.FROM_OPENING else None)


@pytest.mark.parametrize("on_change", [OnChange.RESTART, OnChange.CARRY_SHARE])
def test_a_promise_that_was_broken_before_a_new_level_stays_broken(on_change: OnChange) -> None:
    reading = read(replace(RESTORE, on_change=on_change), "06-10T15:00", *P1, "06-10T14:00 levelled P3")
    assert (reading.state, reading.missed_at) == (ClockState.MISSED, at("06-10T13:00"))
    assert read(RESTORE, "06-10T15:00", *P1, "06-10T14:00 levelled P3").state is ClockState.RUNNING


def test_a_carried_share_survives_pauses_and_several_changes() -> None:
    reading = read(
        replace(RESTORE, on_change=OnChange.CARRY_SHARE),
        "06-10T16:00",
        *("06-10T09:00 reported", "06-10T09:00 levelled P3", "06-10T10:00 paused caller", "06-10T12:00 resumed"),
        *("06-10T13:00 levelled P1", "06-10T15:00 levelled P3"),
    )
    # 2 of 24 h, then 2 of 4 h: of what was left, 11/12, half an hour's worth went in 2 h: 11/12 - 1/2 = 5/12 of 24 h
    assert reading.due_at == at("06-11T13:00")
    assert reading.left == 9 * HOUR


def test_a_level_that_is_promised_nothing_is_said_to_be_promised_nothing() -> None:
    reading = read(RESTORE, "06-10T12:00", *P1, "06-10T10:00 levelled P9")
    assert (reading.state, reading.due_at) == (ClockState.NOT_PROMISED, None)
    assert read(RESTORE, "06-10T12:00", "06-10T09:00 reported").state is ClockState.NOT_PROMISED


def test_a_level_that_is_given_late_counts_from_the_beginning() -> None:
    late = read(RESTORE, "06-10T12:00", "06-10T09:00 reported", "06-10T11:00 levelled P1")
    assert late.due_at == at("06-10T13:00")


def test_a_supplier_pauses_the_clock_or_takes_the_call_out_of_the_agreement() -> None:
    facts = (*P1, "06-10T10:00 to_supplier", "06-10T12:00 from_supplier", "06-11T09:00 restored")
    pauses = read(RESTORE, "06-12T09:00", *facts)
    assert (pauses.state, pauses.due_at) == (ClockState.MISSED, at("06-10T15:00"))
    leaves = read(replace(RESTORE, third_party=ThirdParty.LEAVES), "06-12T09:00", *facts)
    assert (leaves.state, leaves.stopped_at) == (ClockState.LEFT, at("06-10T10:00"))
    runs_on = read(replace(RESTORE, third_party=ThirdParty.RUNS_ON), "06-12T09:00", *facts)
    assert (runs_on.state, runs_on.due_at) == (ClockState.MISSED, at("06-10T13:00"))
    too_late = read(replace(RESTORE, third_party=ThirdParty.LEAVES), "06-12T09:00", *P1, "06-10T14:00 to_supplier")
    assert too_late.state is ClockState.MISSED


def test_time_lost_on_a_wrong_way_is_left_out() -> None:
    assert read(RESTORE, "06-10T12:00", *P1, "06-10T09:30 misrouted", "06-10T10:00 rerouted").due_at == at(
        "06-10T13:30"
    )


def test_what_is_opened_again_goes_on_and_the_time_between_does_not_count() -> None:
    reading = read(RESTORE, "06-11T12:30", *P1, "06-10T11:00 restored", "06-11T12:00 reopened")
    assert (reading.state, reading.due_at) == (ClockState.RUNNING, at("06-11T14:00"))


def test_a_cancelled_call_keeps_and_breaks_nothing_but_what_was_broken() -> None:
    assert read(RESTORE, "06-11T12:00", *P1, "06-10T11:00 cancelled").state is ClockState.DROPPED
    assert read(RESTORE, "06-11T12:00", *P1, "06-10T14:00 cancelled").state is ClockState.MISSED


def test_a_promised_civil_day_ends_at_midnight() -> None:
    report = Promise(
        Metric.REPORT,
        Happening.ACCEPTED,
        Happening.REPORT_HANDED_OVER,
        {"severe": Terms(Bound.BELOW, civil_days=0), "minor": Terms(Bound.BELOW, civil_days=1)},
    )
    for level, due in (("severe", "06-11T00:00"), ("minor", "06-12T00:00")):
        facts = happened("06-10T22:00 accepted", f"06-10T22:00 levelled {level}")
        assert read_clock(report, Course(facts, at("06-10T23:00")), lambda _level: ALWAYS).due_at == at(due)


def test_what_was_reached_without_its_beginning_began_at_the_latest_then() -> None:
    report = Promise(Metric.REPORT, Happening.ACCEPTED, Happening.REPORT_HANDED_OVER, {"P1": Terms(Bound.BELOW, HOUR)})
    reading = read(report, "06-10T12:00", *P1, "06-10T10:00 report_handed_over")
    assert (reading.state, reading.elapsed) == (ClockState.MET, 0)


def test_a_wrong_clock_cannot_make_time_run_backwards() -> None:
    early = read(RESTORE, "06-10T12:00", *P1, "06-10T08:00 restored")
    assert (early.state, early.elapsed) == (ClockState.MET, 0)
    future = read(RESTORE, "06-10T12:00", *P1, "06-12T10:00 restored")
    assert future.state is ClockState.RUNNING


instants = st.integers(at("06-09T00:00") // SECOND, at("06-20T00:00") // SECOND).map(lambda second: second * SECOND)
NOT_OF_THIS_CLOCK = {
    *(Happening.TICKETED, Happening.RANG, Happening.PICKED_UP, Happening.PHONED, Happening.ANSWERED),
    *(Happening.ADVISED, Happening.ACCEPTED, Happening.ARRIVED, Happening.REPORT_HANDED_OVER),
}
any_fact = st.builds(
    ClockFact,
    st.sampled_from([each for each in Happening if each not in NOT_OF_THIS_CLOCK]),
    instants,
    st.sampled_from(["caller", "access", "parts", "P1", "P3", ""]),
)
any_promise = st.builds(
    lambda on_change, third_party, bound: replace(
        RESTORE,
        on_change=on_change,
        third_party=third_party,
        terms={"P1": Terms(bound, 4 * HOUR), "any": Terms(bound, 24 * HOUR)},
    ),
    st.sampled_from(OnChange),
    st.sampled_from(ThirdParty),
    st.sampled_from([Bound.AT_MOST, Bound.BELOW]),
)
any_facts = st.lists(any_fact, max_size=10).map(lambda facts: [*happened(*P1), *facts])


@settings(max_examples=300, deadline=None)
@given(any_promise, any_facts, instants, st.randoms(use_true_random=False))
def test_it_depends_on_when_things_happened_and_on_nothing_else(
    promise: Promise, facts: list[ClockFact], now: int, chance: Random
) -> None:
    """Not on the order in which it hears of them, and not on what has not happened yet: replay equals incremental."""
    once = {(fact.at, fact.happening): fact for fact in facts}.values()  # two at one moment have an order of their own
    if len({fact.at for fact in once}) < len(once):
        return
    shuffled = list(once)
    chance.shuffle(shuffled)
    reading = read_clock(promise, Course(once, now), lambda _level: OFFICE)
    assert read_clock(promise, Course(shuffled, now), lambda _level: OFFICE) == reading
    assert read_clock(promise, Course([fact for fact in once if fact.at <= now], now), lambda _level: OFFICE) == reading


@settings(max_examples=300, deadline=None)
@given(any_promise, any_facts, instants, instants)
def test_it_is_never_negative_and_only_ever_goes_on(
    promise: Promise, facts: list[ClockFact], one: int, other: int
) -> None:
    known = [fact for fact in facts if fact.happening is not Happening.LEVELLED and fact.at <= min(one, other)]
    earlier, later = (read_clock(promise, Course(known, now), lambda _level: OFFICE) for now in sorted((one, other)))
    assert 0 <= earlier.elapsed <= later.elapsed
    if earlier.missed_at is not None:
        assert later.missed_at == earlier.missed_at
    for reading in (earlier, later):
        assert (reading.state is ClockState.MISSED) == (reading.missed_at is not None)
        assert reading.state is not ClockState.PAUSED or reading.due_at is None


@settings(max_examples=200, deadline=None)
@given(any_promise, any_facts, instants, instants)
def test_pausing_and_going_on_at_once_changes_nothing(
    promise: Promise, facts: list[ClockFact], now: int, moment: int
) -> None:
    quiet = [fact for fact in facts if fact.happening not in (Happening.PAUSED, Happening.RESUMED)]
    blink = [ClockFact(Happening.PAUSED, moment, "caller"), ClockFact(Happening.RESUMED, moment)]
    before, after = (
        read_clock(promise, Course(each, now), lambda _level: OFFICE) for each in (quiet, [*quiet, *blink])
    )
    assert replace(after, standstills=before.standstills) == before


@settings(max_examples=200, deadline=None)
@given(any_promise, any_facts, instants)
def test_the_explanation_has_no_gap_and_adds_up_to_the_figure(
    promise: Promise, facts: list[ClockFact], now: int
) -> None:
    promise = replace(promise, on_change=OnChange.FROM_OPENING)
    reading = read_clock(promise, Course(facts, now), lambda _level: OFFICE)
    parts = stretches(reading, OFFICE, now)
    counted = sum(part.ends - part.begins for part in parts if part.kind is StretchKind.COUNTED)
    assert counted == reading.elapsed or reading.state is ClockState.NOT_PROMISED
    assert all(one.ends == two.begins for one, two in pairwise(parts))
    if parts:
        assert parts[0].begins == reading.began_at
        assert parts[-1].ends == (now if reading.stopped_at is None else reading.stopped_at)


def test_an_explanation_says_what_each_stretch_was() -> None:
    facts = happened(
        "03-11T10:00 reported", "03-11T10:00 levelled P1", "03-11T11:00 paused caller", "03-11T14:00 resumed"
    )
    reading = read_clock(RESTORE, Course(facts, at("03-11T18:30")), lambda _level: OFFICE)
    told = [(part.kind, part.ends - part.begins) for part in stretches(reading, OFFICE, at("03-11T18:30"))]
    assert told == [
        (StretchKind.COUNTED, HOUR),
        (StretchKind.STOOD_STILL, 3 * HOUR),
        (StretchKind.COUNTED, 4 * HOUR),
        (StretchKind.OUTSIDE_HOURS, 30 * MINUTE),
    ]
    assert [part.because.about for part in stretches(reading, OFFICE, at("03-11T18:30")) if part.because] == ["caller"]
