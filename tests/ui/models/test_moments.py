"""Times and durations in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.ui.conftest import Speak
from ui.models.moments import duration_text, moment_text, short_moment_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "words", "short"),
    [
        (3.5, "15:30", "15:30"),
        (-11.5, "00:30", "00:30"),
        (-12.5, "1 Nov 23:30", "1 Nov"),
        (12, "3 Nov 00:00", "3 Nov"),
        (24 * 100, "10 Feb 2027 12:00", "10 Feb 2027"),
    ],
)
def test_the_day_is_told_only_on_other_days(speak: Speak, hours: float, words: str, short: str) -> None:
    speak("en")
    at = NOW + timedelta(hours=hours)
    assert moment_text(at, NOW, SHANGHAI) == words
    assert short_moment_text(at, NOW.astimezone(SHANGHAI)) == short


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0:00"), (59.99, "0:59"), (125, "2:05"), (1439, "23:59"), (1440, "1 d 0 h")]
)
def test_durations(minutes: float, words: str) -> None:
    assert duration_text(timedelta(minutes=minutes)) == words
