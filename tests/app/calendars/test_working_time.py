"""Working time: against a counter that goes minute by minute, by properties, and at the edges that others get wrong."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.rules import WorkingHours
from app.calendars.working_time import HOUR, MINUTE, Pause, WorkingTime, instant, stamp, working_time
from app.foundation.errors import Rejection
from tests.app.calendars.conftest import ALWAYS_LONDON, CHINA_OFFICE, OFFICE_DAYS, any_hours, hours

instants = st.integers(stamp(datetime(2024, 1, 1, tzinfo=UTC)), stamp(datetime(2026, 12, 31, tzinfo=UTC)))
minutes = st.integers(
    stamp(datetime(2024, 1, 1, tzinfo=UTC)) // MINUTE, stamp(datetime(2026, 12, 31, tzinfo=UTC)) // MINUTE
)
promises = st.integers(0, 200 * HOUR)
pauses = st.lists(st.tuples(instants, st.integers(0, 90 * 24 * HOUR)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


def at(text: str, zone: str = "Asia/Shanghai") -> int:
    return stamp(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def is_worked(hours: WorkingHours, minute: int) -> bool:
    """Whether a minute since 1970 is worked, by looking at the clock on the wall."""
    wall = instant(minute * MINUTE).astimezone(ZoneInfo(hours.zone))
    of_day = wall.hour * 60 + wall.minute
    today, eve = hours.day(wall.date()), hours.day(wall.date() - timedelta(days=1))
    return any(i.opens <= of_day < i.closes for i in today) or any(i.opens <= of_day + 1440 < i.closes for i in eve)


def near_a_change_of_the_clocks(hours: WorkingHours, minute: int, days: int) -> bool:
    zone = ZoneInfo(hours.zone)
    offsets = [instant((minute + day * 1440) * MINUTE).astimezone(zone).utcoffset() for day in range(-2, days + 2)]
    return any(one != other for one, other in pairwise(offsets))


@settings(max_examples=40, deadline=None)
@given(any_hours(), minutes, st.integers(0, 1440))
def test_it_counts_what_a_minute_counter_counts(hours: WorkingHours, begins: int, length: int) -> None:
    if near_a_change_of_the_clocks(hours, begins, 1):
        return  # an interval that opens or closes in the hour that comes twice is a convention; see below
    counted = sum(is_worked(hours, minute) for minute in range(begins, begins + length))
    assert working_time(hours).between(begins * MINUTE, (begins + length) * MINUTE) == counted * MINUTE


@settings(max_examples=30, deadline=None)
@given(minutes, st.integers(0, 1440))
def test_whole_hours_are_counted_minute_by_minute_over_changes_of_the_clocks(begins: int, length: int) -> None:
    nights = hours("Europe/London", {day: ["22:00-30:00"] for day in range(7)})
    counted = sum(is_worked(nights, minute) for minute in range(begins, begins + length))
    assert working_time(nights).between(begins * MINUTE, (begins + length) * MINUTE) == counted * MINUTE


@settings(max_examples=150, deadline=None)
@given(any_hours(), instants, promises, pauses)
def test_what_is_due_is_reached_just_then(hours: WorkingHours, begins: int, promised: int, gaps: list[Pause]) -> None:
    time = working_time(hours)
    due = time.due(begins, promised, gaps)
    assert due is not None
    assert due >= begins
    assert time.elapsed(begins, due, gaps) == promised
    if due > begins:
        assert time.elapsed(begins, due - 1, gaps) < promised


@settings(max_examples=100, deadline=None)
@given(any_hours(), instants, instants, instants, pauses)
def test_elapsed_time_is_never_negative_and_never_runs_backwards(
    hours: WorkingHours, begins: int, one: int, other: int, gaps: list[Pause]
) -> None:
    time = working_time(hours)
    earlier, later = sorted((max(one, begins), max(other, begins)))
    assert 0 <= time.elapsed(begins, earlier, gaps) <= time.elapsed(begins, later, gaps) <= later - begins


@settings(max_examples=100, deadline=None)
@given(any_hours(), instants, promises, instants, st.integers(1, 90 * 24 * HOUR))
def test_a_pause_moves_what_is_due_by_its_working_time_and_by_nothing_else(
    hours: WorkingHours, begins: int, promised: int, pause_begins: int, length: int
) -> None:
    time = working_time(hours)
    without = time.due(begins, promised)
    paused = time.due(begins, promised, [(pause_begins, pause_begins + length)])
    assert without is not None
    assert paused is not None
    since = max(pause_begins, begins)
    if pause_begins >= without or pause_begins + length <= begins:
        assert paused == without
    else:
        assert time.between(begins, paused) == promised + time.between(since, pause_begins + length)


@given(any_hours(), instants, promises, pauses, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_pauses_are_the_same_in_any_order_doubled_or_cut_in_two(
    hours: WorkingHours, begins: int, promised: int, gaps: list[Pause], chance: object
) -> None:
    time = working_time(hours)
    halves = [half for a, b in gaps if b is not None for half in ((a, (a + b) // 2), ((a + b) // 2, b))]
    assert time.due(begins, promised, [*reversed(halves), *gaps]) == time.due(begins, promised, gaps)


@pytest.mark.parametrize("year", [1999, 2017, 2040, 2090])
def test_years_are_made_as_they_are_asked_for_and_change_nothing_that_was_measured(year: int) -> None:
    time = WorkingTime(CHINA_OFFICE)
    begins, ends = at("2025-03-10T09:00"), at("2025-03-14T18:00")
    before = time.until(begins)
    far = time.between(at(f"{year}-03-06T00:00"), at(f"{year}-03-13T00:00"))
    assert (
        far
        == WorkingTime(CHINA_OFFICE).between(at(f"{year}-03-06T00:00"), at(f"{year}-03-13T00:00"))
        == 5 * 450 * MINUTE
    )
    assert time.until(begins) == before
    assert time.until(ends) - before == 5 * 450 * MINUTE


def test_what_no_calendar_reaches_is_said() -> None:
    with pytest.raises(Rejection) as said:
        working_time(CHINA_OFFICE).due(at("2026-01-05T09:00"), 10**17)
    assert said.value.code == "beyond_calendar"
    with pytest.raises(Rejection):
        working_time(CHINA_OFFICE).until(at("1900-01-01T00:00"))


def test_an_interval_over_the_turn_of_the_year_counts_once_and_whole() -> None:
    nights = hours("Asia/Shanghai", {day: ["22:00-26:00"] for day in range(7)})
    time = WorkingTime(nights)
    assert time.between(at("2025-12-31T20:00"), at("2026-01-01T12:00")) == 4 * HOUR
    assert time.between(at("2024-12-31T20:00"), at("2025-01-01T12:00")) == 4 * HOUR
    assert time.between(at("2024-12-31T23:00"), at("2025-01-01T01:00")) == 2 * HOUR
    always = WorkingTime(ALWAYS_LONDON)
    assert always.between(at("2020-01-01T00:00"), at("2029-01-01T00:00")) == at("2029-01-01T00:00") - at(
        "2020-01-01T00:00"
    )


@pytest.mark.parametrize(
    ("opens", "first_minute_utc"),
    [("01:30-05:00", "2025-03-30T01:00"), ("02:00-05:00", "2025-03-30T01:00"), ("00:30-01:30", "2025-03-30T00:30")],
)
def test_clocks_that_skip_an_hour_open_and_close_when_they_skip_it(opens: str, first_minute_utc: str) -> None:
    sunday = working_time(hours("Europe/London", {6: [opens]}))
    [(begins, ends)] = sunday.windows(at("2025-03-30T00:00", "UTC"), at("2025-03-31T00:00", "UTC"))
    assert begins == at(first_minute_utc, "UTC")
    assert ends in (at("2025-03-30T04:00", "UTC"), at("2025-03-30T01:00", "UTC"))


def test_an_hour_that_comes_twice_opens_the_first_time_and_closes_the_last() -> None:
    sunday = working_time(hours("Europe/London", {6: ["01:15-01:45"]}))
    assert sunday.windows(at("2025-10-26T00:00", "UTC"), at("2025-10-27T00:00", "UTC")) == [
        (at("2025-10-26T00:15", "UTC"), at("2025-10-26T01:45", "UTC"))
    ]


def test_a_promise_of_nothing_is_due_at_once_even_at_night() -> None:
    assert working_time(CHINA_OFFICE).due(at("2025-03-09T23:00"), 0) == at("2025-03-09T23:00")


def test_a_civil_day_ends_at_midnight_there() -> None:
    time = working_time(ALWAYS_LONDON)
    assert time.end_of_day(at("2025-10-26T12:00", "UTC")) == at("2025-10-27T00:00", "UTC")
    assert time.end_of_day(at("2025-06-10T23:30", "UTC"), later=1) == at("2025-06-12T23:00", "UTC")


def test_what_falls_due_after_the_last_announced_holiday_is_provisional() -> None:
    time = working_time(CHINA_OFFICE)
    assert not time.is_provisional(at("2026-12-31T23:59"))
    assert time.is_provisional(at("2027-01-01T00:00"))
    assert not working_time(hours("Asia/Shanghai", OFFICE_DAYS)).is_provisional(at("2100-01-01T00:00"))


@pytest.fixture
def threads_that_alternate_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("threads_that_alternate_often")
def test_threads_that_ask_for_other_years_at_once_all_get_the_right_answer() -> None:
    asked = [at(f"{year}-06-01T10:00") for year in range(2015, 2035)]
    alone, shared = WorkingTime(CHINA_OFFICE), WorkingTime(CHINA_OFFICE)
    expected = {begins: alone.due(begins, 4 * HOUR) for begins in asked}
    barrier = threading.Barrier(4)

    def ask(order: list[int]) -> dict[int, int | None]:
        barrier.wait()
        return {begins: shared.due(begins, 4 * HOUR) for begins in order}

    with ThreadPoolExecutor(4) as pool:
        for answers in pool.map(ask, [asked, asked[::-1], asked[10:] + asked[:10], asked[::2] + asked[1::2]]):
            assert answers == expected
