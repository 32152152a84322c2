"""Calendars from a file: what they hold, and what is said of one that cannot be understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.calendars.planned import planned_hours, read_planned
from app.foundation.errors import PaigongError, Rejection, Trouble
from tests.app.calendars.conftest import CHINA_OFFICE

OFFICE = {"days": {"0-4": ["09:00-12:00", "13:30-18:00"]}, "holidays": "CN", "make_up_days": True}


def file_of(folder: Path, calendars: Any) -> Path:
    path = folder / "calendars.json"
    path.write_text(json.dumps({"format": "…", "calendars": calendars}), "utf-8")
    return path


def test_a_planned_calendar_is_the_one_that_the_window_would_make(tmp_path: Path) -> None:
    planned = read_planned(file_of(tmp_path, {"CN-A": OFFICE}))["CN-A"]
    assert planned_hours(planned, "Asia/Shanghai") == CHINA_OFFICE


def test_a_calendar_keeps_its_own_zone(tmp_path: Path) -> None:
    planned = read_planned(file_of(tmp_path, {"x": {**OFFICE, "tz": "Europe/London"}}))["x"]
    assert planned_hours(planned, "Asia/Shanghai").zone == "Europe/London"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"days": {"0-9": ["09:00-12:00"]}}, "days_wrong"),
        ({"days": {"x": ["09:00-12:00"]}}, "days_wrong"),
        ({"days": {"4-0": ["09:00-12:00"]}}, "days_wrong"),
        ({"days": {"0": ["09:00"]}}, "interval_wrong"),
        ({"days": {"0": ["09:00-12:00", "11:00-13:00"]}}, "intervals_overlap"),
        ({"days": {}}, "hours_missing"),
        ({**OFFICE, "holidays": "XX"}, "region_unknown"),
        ({**OFFICE, "tz": "Mars/Olympus"}, "zone_unknown"),
    ],
)
def test_what_no_clock_can_run_by_is_refused(tmp_path: Path, wrong: Any, code: str) -> None:
    planned = read_planned(file_of(tmp_path, {"x": wrong}))["x"]
    with pytest.raises(Rejection) as said:
        planned_hours(planned, "Asia/Shanghai")
    assert said.value.code == code


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"calendars": 1}', b"\xff\xfe", b'{"calendars": {"x": {}}}'])
def test_what_is_no_file_of_calendars_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(Trouble) as said:
        read_planned(path)
    assert said.value.code == "calendar_file_unreadable"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=12), max_size=3), max_size=3), st.text(max_size=9)
)
def test_whatever_a_file_says_is_understood_or_refused(tmp_path: Path, days: Any, zone: str) -> None:
    try:
        for planned in read_planned(file_of(tmp_path, {"x": {"days": days, "tz": zone}})).values():
            planned_hours(planned, "UTC")
    except PaigongError:
        pass
