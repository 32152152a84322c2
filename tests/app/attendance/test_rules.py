from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import (
    AttendanceKind,
    Day,
    DayState,
    check_in_to,
    check_out_of,
    day_of,
    local,
    local_date,
)
from app.foundation.errors import Rejection

SHANGHAI, LONDON, KATHMANDU = "Asia/Shanghai", "Europe/London", "Asia/Kathmandu"
zones = st.sampled_from([SHANGHAI, LONDON, KATHMANDU, "America/Los_Angeles", "Pacific/Kiritimati"])
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it


@dataclass(frozen=True)
class Stamp:
    kind: AttendanceKind
    at: datetime
    zone: str


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def came(text: str, zone: str = SHANGHAI) -> Stamp:
    return Stamp(AttendanceKind.CHECK_IN, at(text), zone)


def left(text: str, zone: str = SHANGHAI) -> Stamp:
    return Stamp(AttendanceKind.CHECK_OUT, at(text), zone)


@pytest.mark.parametrize(
    ("stamp", "late"),
    [
        (came("2026-11-02T00:29:59+00:00"), False),
        (came("2026-11-02T00:30:00+00:00"), False),
        (came("2026-11-02T00:30:00.000001+00:00"), True),
        (came("2026-11-02T00:30:01+00:00"), True),
        (came("2026-11-02T08:30:00+08:00"), False),
        (came("2026-11-02T08:30:00+00:00", LONDON), False),
        (came("2026-07-01T08:30:00+00:00", LONDON), True),  # 09:30 in summer time
        (came("2026-07-01T07:30:00+00:00", LONDON), False),
        (came("2026-11-02T02:46:00+00:00", KATHMANDU), True),
        (came("2026-11-02T02:45:00+00:00", KATHMANDU), False),
    ],
)
def test_in_by_half_past_eight_on_the_wall_clock_is_in_time(stamp: Stamp, late: bool) -> None:
    assert day_of([stamp]).late is late


@pytest.mark.parametrize(
    ("stamp", "early"),
    [
        (left("2026-11-02T09:29:59+00:00"), True),
        (left("2026-11-02T09:30:00+00:00"), False),
        (left("2026-11-02T17:29:00+00:00", LONDON), True),
        (left("2026-07-01T16:30:00+00:00", LONDON), False),
    ],
)
def test_away_before_half_past_five_on_the_wall_clock_is_early(stamp: Stamp, early: bool) -> None:
    assert day_of([came("2026-11-01T20:00:00+00:00"), stamp]).early_away is early


def test_a_day_goes_from_not_yet_to_in_to_out() -> None:
    morning, evening = came("2026-11-02T00:10:00+00:00"), left("2026-11-02T10:00:00+00:00")
    assert day_of([]).state is DayState.NOT_YET
    assert day_of([morning]).state is DayState.IN
    assert day_of([morning, evening]).state is DayState.OUT


def test_nobody_is_late_or_early_before_he_came_or_left() -> None:
    assert not Day().late
    assert not Day().early_away


@given(instants, instants, zones, zones)
def test_the_day_is_the_same_in_whatever_order_its_stamps_are_read(
    came_at: datetime, left_at: datetime, here: str, there: str
) -> None:
    stamps = [Stamp(AttendanceKind.CHECK_IN, came_at, here), Stamp(AttendanceKind.CHECK_OUT, left_at, there)]
    assert day_of(stamps) == day_of(reversed(stamps))


@given(instants, zones)
def test_late_and_early_are_judged_by_what_the_wall_clock_shows(instant: datetime, zone: str) -> None:
    wall = local(instant, zone)
    day = day_of([Stamp(AttendanceKind.CHECK_IN, instant, zone), Stamp(AttendanceKind.CHECK_OUT, instant, zone)])
    assert wall == instant  # the same instant, only shown otherwise
    assert day.late is (wall.time() > time(8, 30))
    assert day.early_away is (wall.time() < time(17, 30))


def test_an_evening_in_utc_is_the_next_day_in_shanghai() -> None:
    assert local_date(at("2026-11-01T23:00:00+00:00"), SHANGHAI) == date(2026, 11, 2)
    assert local_date(at("2026-11-01T23:00:00+00:00"), LONDON) == date(2026, 11, 1)


@pytest.mark.parametrize("zone", ["", "Asia", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "北京", "x\0y"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Rejection) as refused:
        local(at("2026-11-02T00:00:00+00:00"), zone)
    assert refused.value.code == "time_zone_unknown"


def test_what_can_follow_in_a_day() -> None:
    morning, evening = came("2026-11-02T00:10:00+00:00"), left("2026-11-02T10:00:00+00:00")
    check_in_to(Day())
    check_out_of(day_of([morning]))
    for refused_step, day, code in (
        (check_in_to, day_of([morning]), "already_checked_in"),
        (check_in_to, day_of([morning, evening]), "already_checked_in"),
        (check_out_of, Day(), "not_checked_in"),
        (check_out_of, day_of([morning, evening]), "already_checked_out"),
    ):
        with pytest.raises(Rejection) as refused:
            refused_step(day)
        assert refused.value.code == code


def test_the_refusal_says_the_time_that_stands() -> None:
    with pytest.raises(Rejection) as refused:
        check_in_to(day_of([came("2026-11-02T00:10:00+00:00")]))
    assert refused.value.params == {"time": "08:10"}
