from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from app.tour.sample.timetable import Timetable, next_quarter

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY_NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""


@pytest.fixture
def timetable() -> Timetable:
    return Timetable(MONDAY_NOON, SHANGHAI)


def test_minutes_are_counted_back_from_now(timetable: Timetable) -> None:
    assert timetable.instant("38m") == MONDAY_NOON - timedelta(minutes=38)


@pytest.mark.parametrize(("written", "day"), [("1d 09:14", 20), ("2d 09:14", 19), ("5d 09:14", 16), ("6d 09:14", 13)])
def test_days_are_working_days_and_times_are_those_on_the_wall(timetable: Timetable, written: str, day: int) -> None:
    assert timetable.instant(written) == datetime(2026, 11, day, 9, 14, tzinfo=SHANGHAI)


def test_today_is_the_date_on_the_wall() -> None:
    assert Timetable(datetime(2026, 11, 22, 20, 0, tzinfo=UTC), SHANGHAI).today == date(2026, 11, 23)


@pytest.mark.parametrize("written", ["yesterday", "3d", "2d 9:14"])
def test_what_is_written_otherwise_is_a_mistake_of_ours(timetable: Timetable, written: str) -> None:
    with pytest.raises(ValueError, match=written):
        timetable.instant(written)


def test_what_is_still_to_come_today_happened_a_while_ago_but_never_yesterday(timetable: Timetable) -> None:
    assert timetable.earlier_today(time(8, 21), 40) == datetime(2026, 11, 23, 8, 21, tzinfo=SHANGHAI)
    assert timetable.earlier_today(time(13, 0), 40) == MONDAY_NOON - timedelta(minutes=40)
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI)
    just_after = Timetable(midnight.astimezone(UTC) + timedelta(minutes=10), SHANGHAI)
    assert just_after.earlier_today(time(8, 21), 40) == midnight


@pytest.mark.parametrize(("offset_hours", "name"), [(0, "Etc/UTC"), (8, "Etc/GMT-8"), (-5, "Etc/GMT+5")])
def test_a_zone_of_which_only_the_offset_is_known_gets_a_name(offset_hours: int, name: str) -> None:
    nameless = timezone(timedelta(hours=offset_hours))
    timetable = Timetable(MONDAY_NOON, nameless)
    assert timetable.zone_name == name
    assert MONDAY_NOON.astimezone(ZoneInfo(name)).hour == MONDAY_NOON.astimezone(nameless).hour
    assert Timetable(MONDAY_NOON, SHANGHAI).zone_name == "Asia/Shanghai"


def test_appointments_are_made_at_full_quarters() -> None:
    assert next_quarter(MONDAY_NOON + timedelta(minutes=7, seconds=5)) == MONDAY_NOON + timedelta(minutes=15)
    assert next_quarter(MONDAY_NOON) == MONDAY_NOON + timedelta(minutes=15)
