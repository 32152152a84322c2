"""Times of the day that have passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.pages.desk.past_time_field import past_time

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:05", NOW.replace(minute=5)),
        ("0905", NOW.replace(minute=5)),
        ("09：05", NOW.replace(minute=5)),
        ("18:40:12", NOW.replace(day=1, hour=18, minute=40, second=12)),
        ("2026-10-30 18:40", NOW.replace(month=10, day=30, hour=18, minute=40)),
        ("2026-11-02 18:40", None),
        ("25:00", None),
        ("9:60", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_is_the_last_that_reads_so(text: str, expected: datetime | None) -> None:
    assert past_time(text, NOW) == expected


@given(st.times().map(lambda at: at.replace(microsecond=0)))
def test_a_time_of_the_day_is_never_in_the_future_nor_older_than_a_day(at: object) -> None:
    found = past_time(str(at), NOW)
    assert found is not None
    assert timedelta() <= NOW - found < timedelta(days=1)
