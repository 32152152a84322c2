"""Days with hours of their own as lines of text, and what each day of a year is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.commands import AddCalendar, with_public_days
from app.calendars.day_kinds import DayKind, YearOfDays
from app.calendars.hours import hours_of, own_days, special_from, special_text
from app.calendars.rules import Region
from app.foundation.errors import Rejection
from tests.app.calendars.conftest import CHINA_OFFICE
from tests.app.calendars.test_commands import OFFICE

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(date.isoformat)
HOURS = st.sampled_from(["", "09:00-12:00", "09:00-12:00 13:30-18:00", "22:00-26:00"])


@given(st.dictionaries(DAYS, HOURS))
def test_lines_say_what_the_days_said(special: dict[str, str]) -> None:
    assert special_from(special_text(special)) == special


def test_they_are_read_as_people_write_them() -> None:
    assert special_from("\n 2026-12-31  13:30-18:00，9:00-12:00 \n20261224\n") == {
        "2026-12-31": "09:00-12:00 13:30-18:00",
        "2026-12-24": "",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24/12/2026", "date_wrong"),
        ("2026-02-30", "date_wrong"),
        ("2026-12-24 9-12", "interval_wrong"),
        ("2026-12-24\n2026-12-24 09:00-12:00", "day_twice"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    with pytest.raises(Rejection) as said:
        special_from(text)
    assert said.value.code == code


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        (date(2026, 2, 14), DayKind.MADE_UP, "Spring Festival"),
        (date(2026, 2, 17), DayKind.PUBLIC, "Spring Festival"),
        (date(2026, 3, 2), DayKind.WORKED, ""),
        (date(2026, 3, 1), DayKind.FREE, ""),
        (date(2026, 12, 24), DayKind.CLOSED, ""),
        (date(2026, 10, 1), DayKind.SPECIAL, ""),
    ],
)
def test_a_day_says_why_it_has_its_hours(on: date, kind: DayKind, name: str) -> None:
    special = {"2026-12-24": "", "2026-10-01": "09:00-12:00"}
    days = YearOfDays(hours_of(with_public_days(replace(OFFICE, special=special))), Region.CHINA)
    assert (days.day(on).kind, days.day(on).name) == (kind, name)


def test_every_day_has_the_hours_that_a_clock_runs_by() -> None:
    days = YearOfDays(CHINA_OFFICE, Region.CHINA)
    for number in range(365):
        on = date(2026, 1, 1) + timedelta(days=number)
        assert bool(days.day(on).hours) == (days.day(on).kind in (DayKind.WORKED, DayKind.MADE_UP))


def test_days_beyond_those_of_the_region_stay_when_a_calendar_is_edited() -> None:
    known = with_public_days(OFFICE)
    added = replace(
        known,
        closed_on=(*known.closed_on, "2026-12-24"),
        made_up_on=(*known.made_up_on, "2026-12-26"),
        special={"2026-12-31": "09:00-12:00"},
    )
    kept = own_days(added, Region.CHINA)
    assert kept == {"2026-12-24": "", "2026-12-26": OFFICE.week["0"], "2026-12-31": "09:00-12:00"}
    again = with_public_days(replace(OFFICE, special=kept))
    before, after = hours_of(added), hours_of(again)
    assert all(before.day(on) == after.day(on) for on in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)))


def test_a_calendar_without_a_region_keeps_its_closed_days() -> None:
    plain = AddCalendar(id="c", name="Plain", zone="UTC", week={"0": "09:00-10:00"}, closed_on=("2026-12-24",))
    assert own_days(plain, None) == {"2026-12-24": ""}
