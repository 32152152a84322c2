from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.maintenance.rules import (
    Rhythm,
    add_months,
    check_first_due,
    check_not_ahead,
    device_list,
    occurrence_id_of,
    order_id_of,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
every = st.sampled_from([3, 6, 12])


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
        (date(2027, 1, 31), 6, date(2027, 7, 31)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 10, 1), 3, date(2027, 1, 1)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_added(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(days, st.integers(0, 600))
def test_months_lead_to_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


@given(days, every, st.integers(1, 40))
def test_turns_come_one_after_the_other_and_no_short_month_shifts_the_later_ones(
    first: date, months: int, sequence: int
) -> None:
    rhythm = Rhythm(first, months)
    assert rhythm.due_on(1) == first
    assert rhythm.due_on(sequence) < rhythm.due_on(sequence + 1)
    in_a_year = 12 // months
    assert rhythm.due_on(sequence + in_a_year).month == rhythm.due_on(sequence).month
    if first.day <= 28:
        assert rhythm.due_on(sequence).day == first.day


@given(days, every, st.integers(-400, 4000))
def test_the_latest_turn_is_the_last_one_that_is_due(first: date, months: int, ahead: int) -> None:
    rhythm, on = Rhythm(first, months), first + timedelta(days=ahead)
    latest = rhythm.latest(on)
    assert latest == sum(rhythm.due_on(sequence) <= on for sequence in range(1, 60))


def test_ids_of_a_turn_depend_on_plan_and_sequence_alone() -> None:
    ids = [make(plan, sequence) for make in (order_id_of, occurrence_id_of) for plan in "ab" for sequence in (1, 2, 11)]
    assert len(set(ids)) == len(ids)
    assert order_id_of("a", 1) == order_id_of("a", 1)


def test_devices_are_listed_without_words_of_any_language() -> None:
    assert device_list({"NBK": 2, "COM": 40}) == "COM × 40 · NBK × 2"
    assert device_list({"PRN": 0}) == "PRN × 0"


def test_a_first_due_date_beyond_ten_years_is_a_slip() -> None:
    today = date(2026, 11, 2)
    check_first_due(date(2036, 12, 31), today)
    check_first_due(date(2016, 1, 1), today)
    for slip in (date(2037, 1, 1), date(226, 11, 2), date(9999, 1, 1)):
        with pytest.raises(Rejection, match="due_date_unlikely"):
            check_first_due(slip, today)


def test_orders_are_made_for_tomorrow_at_most_since_somewhere_it_is_tomorrow() -> None:
    today = date(2026, 11, 2)
    check_not_ahead(date(2026, 11, 3), today)
    with pytest.raises(Rejection, match="date_ahead"):
        check_not_ahead(date(2026, 11, 4), today)
