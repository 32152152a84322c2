"""Days, weeks and months cover a time without a hole, and are read from what people write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.periods import Grain, Period, day_named, month_named, period_of, periods
from app.foundation.errors import Rejection

NO_MONTHS = ("2026-13", "2026-1", "November", "", "2026-11-01", "2126-11", "٢٠٢٦-١١")
NO_DAYS = ("2026-02-30", "2026-11", "today", "", "2126-11-01", "2026-W48-1")
days = st.dates(date(1970, 1, 1), date(2098, 12, 31))


@given(first=days, length=st.integers(0, 100), grain=st.sampled_from(Grain))
def test_periods_follow_each_other_from_the_first_day_to_the_last(first: date, length: int, grain: Grain) -> None:
    whole = Period(first, first + timedelta(days=length))
    found = list(periods(whole, grain))
    told = [
        period.first + timedelta(days=day) for period in found for day in range((period.last - period.first).days + 1)
    ]
    assert told == [first + timedelta(days=day) for day in range(length + 1)]
    assert all(period.last in period_of(period.first, grain) for period in found)


@pytest.mark.parametrize(
    ("on", "grain", "expected"),
    [
        (date(2026, 11, 30), Grain.DAY, (date(2026, 11, 30), date(2026, 11, 30))),
        (date(2026, 12, 2), Grain.WEEK, (date(2026, 11, 30), date(2026, 12, 6))),
        (date(2024, 2, 29), Grain.MONTH, (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2026, 12, 31), Grain.MONTH, (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_a_week_begins_on_monday_and_a_month_on_its_first_day(
    on: date, grain: Grain, expected: tuple[date, date]
) -> None:
    assert period_of(on, grain) == Period(*expected)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Rejection, match="period_backwards"):
        list(periods(Period(date(2026, 11, 2), date(2026, 11, 1)), Grain.DAY))


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        *(
            (month_named, text, "month_wrong")
            for text in ("2026-13", "2026-1", "November", "", "2026-11-01", "2126-11")
        ),
        (month_named, "٢٠٢٦-١١", "month_wrong"),
        *(
            (day_named, text, "day_wrong")
            for text in ("2026-02-30", "2026-11", "today", "", "2126-11-01", "2026-W48-1")
        ),
    ],
)
def test_what_is_no_month_or_day_is_refused(read: Callable[[str], object], text: str, code: str) -> None:
    with pytest.raises(Rejection, match=code):
        read(text)


def test_a_month_and_a_day_are_read() -> None:
    assert (month_named(" 2026-11 "), day_named(" 2026-11-30 ")) == ((2026, 11), date(2026, 11, 30))
