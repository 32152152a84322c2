"""What a calendar may be, and what is said of one that no clock can run by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.calendars.public_days import PUBLIC_DAY_NAMES, public_days
from app.calendars.rules import (
    Interval,
    Region,
    WorkingHours,
    checked,
    interval_from,
    interval_text,
    week_of,
    zone_named,
)
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence
from tests.app.calendars.conftest import CHINA_OFFICE


@pytest.mark.parametrize(
    "text", ["", "9-12", "09:00", "09:60-10:00", "12:00-09:00", "09:00-09:00", "09:00-49:00", "24:00-25:00"]
)
def test_what_is_no_interval_is_refused_by_name(text: str) -> None:
    with pytest.raises(Rejection) as said:
        interval_from(text)
    assert said.value.code == "interval_wrong"
    assert text in sentence(said.value)


@pytest.mark.parametrize("text", ["09:00-12:00", "00:00-24:00", "22:00-26:00", "22:00-30:00"])
def test_an_interval_is_written_as_it_is_read(text: str) -> None:
    assert interval_text(interval_from(text)) == text


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (WorkingHours("Nowhere/Else", CHINA_OFFICE.week), "zone_unknown"),
        (WorkingHours("../etc/passwd", CHINA_OFFICE.week), "zone_unknown"),
        (WorkingHours("Europe", CHINA_OFFICE.week), "zone_unknown"),
        (WorkingHours("UTC", week_of({})), "hours_missing"),
        (WorkingHours("UTC", week_of({0: [Interval(0, 60), Interval(30, 90)]})), "intervals_overlap"),
        (WorkingHours("UTC", week_of({0: [Interval(1320, 1560)], 1: [Interval(60, 120)]})), "intervals_overlap"),
        (WorkingHours("UTC", week_of({6: [Interval(1320, 1560)], 0: [Interval(60, 120)]})), "intervals_overlap"),
        (
            WorkingHours("UTC", week_of({1: [Interval(0, 60)]}), made_up_on=frozenset({date(2026, 2, 14)})),
            "make_up_without_monday",
        ),
        (replace(CHINA_OFFICE, special=frozenset({(date(2026, 2, 14), (Interval(60, 30),))})), "interval_wrong"),
    ],
)
def test_hours_that_no_clock_can_run_by_are_refused_in_words(hours: WorkingHours, code: str) -> None:
    with pytest.raises(Rejection) as said:
        checked(hours)
    assert said.value.code == code
    assert code not in sentence(said.value)


def test_of_a_day_counts_what_is_said_of_it_most_closely() -> None:
    christmas_eve = (date(2026, 12, 24), (Interval(540, 720),))
    own = replace(CHINA_OFFICE, special=frozenset({christmas_eve, (date(2026, 2, 14), ())}))
    assert own.day(date(2026, 12, 24)) == (Interval(540, 720),)
    assert own.day(date(2026, 2, 14)) == ()
    assert CHINA_OFFICE.day(date(2026, 2, 14)) == CHINA_OFFICE.week[0]
    assert CHINA_OFFICE.day(date(2026, 2, 16)) == ()
    assert CHINA_OFFICE.day(date(2026, 2, 7)) == ()


def test_one_day_of_a_promise_is_a_full_working_day() -> None:
    assert CHINA_OFFICE.day_minutes == 450


@pytest.mark.parametrize(
    ("region", "closed", "open_"),
    [
        (Region.CHINA, ["2025-02-01", "2026-10-07", "2025-10-04"], ["2025-10-10"]),
        (Region.ENGLAND, ["2027-12-27", "2027-12-28", "2025-04-21"], ["2025-04-22"]),
        (Region.NORWAY, ["2026-05-17", "2026-04-02"], ["2026-05-18"]),
    ],
)
def test_the_days_that_we_ship(region: Region, closed: list[str], open_: list[str]) -> None:
    days = public_days(region)
    assert {date.fromisoformat(on) for on in closed} <= days.closed
    assert not {date.fromisoformat(on) for on in open_} & days.closed
    assert set(days.names.values()) <= set(PUBLIC_DAY_NAMES)
    assert max(days.closed) <= days.known_through


def test_make_up_days_are_only_known_for_china() -> None:
    assert date(2025, 10, 11) in public_days(Region.CHINA).made_up
    assert not public_days(Region.ENGLAND).made_up | public_days(Region.NORWAY).made_up


def test_a_zone_is_known_by_its_name() -> None:
    assert zone_named("Asia/Shanghai").key == "Asia/Shanghai"
