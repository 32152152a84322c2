"""Holidays out of files as programs really write them, and out of files that are broken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.calendars import icalendar_file
from app.calendars.icalendar_file import FoundDays, read_days
from app.foundation.errors import Trouble

TIME_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
Read = Callable[..., FoundDays]


def entry(*lines: str) -> str:
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def file_of(*parts: str, newline: str = "\r\n") -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *parts, "END:VCALENDAR", "")
    return "\n".join(lines).replace("\n", newline).encode()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: bytes, first_year: int = 2026, last_year: int = 2026) -> FoundDays:
        path = tmp_path / "holidays.ics"
        path.write_bytes(content)
        return read_days(path, first_year, last_year)

    return reading


def refused(read: Read, content: bytes, **years: int) -> str:
    with pytest.raises(Trouble) as said:
        read(content, **years)
    return said.value.code


SPRING = entry("UID:1", "SUMMARY:春节", "DTSTART;VALUE=DATE:20260216", "DTEND;VALUE=DATE:20260219")


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_end_is_the_first_day_after(read: Read, newline: str, mark: bytes) -> None:
    found = read(mark + file_of(TIME_ZONE, SPRING, newline=newline))
    assert found.days == {date(2026, 2, 16): "春节", date(2026, 2, 17): "春节", date(2026, 2, 18): "春节"}


def test_folded_lines_are_one(read: Read) -> None:
    folded = entry("SUMMARY:The day on which the town hall", "  is closed", "DTSTART;VALUE=DATE:", " 20261224")
    assert read(file_of(folded)).days == {date(2026, 12, 24): "The day on which the town hall is closed"}


def test_what_recurs_is_found_in_every_year_that_was_chosen(read: Read) -> None:
    christmas = entry(
        "SUMMARY:Christmas", "DTSTART;VALUE=DATE:20001225", "DTEND;VALUE=DATE:20001227", "RRULE:FREQ=YEARLY"
    )
    assert list(read(file_of(christmas), 2026, 2027).days) == [
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


def test_exceptions_are_left_out_moved_or_cancelled(read: Read) -> None:
    weekly = entry(
        "UID:w", "SUMMARY:W", "DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20260112"
    )
    moved = entry("UID:w", "SUMMARY:Moved", "RECURRENCE-ID;VALUE=DATE:20260119", "DTSTART;VALUE=DATE:20260120")
    cancelled = entry(
        "UID:w", "SUMMARY:W", "RECURRENCE-ID;VALUE=DATE:20260126", "DTSTART;VALUE=DATE:20260126", "STATUS:CANCELLED"
    )
    found = read(file_of(weekly, moved, cancelled))
    assert found.days == {date(2026, 1, 5): "W", date(2026, 1, 20): "Moved", date(2026, 2, 2): "W"}


def test_a_make_up_day_between_holidays_is_worked(read: Read) -> None:
    found = read(file_of(SPRING, entry("SUMMARY:春节 补班", "DTSTART;VALUE=DATE:20260214")))
    assert found.made_up == {date(2026, 2, 14)}
    assert len(found.days) == 4


def test_from_midnight_to_midnight_is_a_whole_day_whatever_the_zone(read: Read) -> None:
    zone = "TZID=W. Europe Standard Time"
    day = entry("SUMMARY:Closed", f"DTSTART;{zone}:20260517T000000", f"DTEND;{zone}:20260518T000000")
    assert list(read(file_of(TIME_ZONE, day)).days) == [date(2026, 5, 17)]


def test_what_has_a_time_of_day_is_named_and_what_lies_in_other_years_counted(read: Read) -> None:
    meeting = entry("SUMMARY:Meeting", "DTSTART:20260301T090000Z", "DTEND:20260301T100000Z")
    long_ago = entry("SUMMARY:Long ago", "DTSTART;VALUE=DATE:20100101")
    assert read(file_of(meeting, long_ago, SPRING, SPRING.replace("UID:1", "UID:2"))) == FoundDays(
        read(file_of(SPRING)).days, frozenset(), ("Meeting",), 1
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:x",),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:2026-01-01"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260110", "DTEND;VALUE=DATE:20260101"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260110", "DTSTART;VALUE=DATE:20260111"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SECONDLY"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;INTERVAL=0"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SOMETIMES"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY", "EXDATE:soon"),
        ("SUMMARY:x", "DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=DAILY"),
    ],
)
def test_an_entry_that_does_not_say_when_refuses_the_file(read: Read, lines: tuple[str, ...]) -> None:
    assert refused(read, file_of(SPRING, entry(*lines))) == "holiday_entry_wrong"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04",
        "春节".encode("gb18030"),
        file_of(SPRING)[:-30],
        SPRING.encode(),
        b"BEGIN:VCALENDAR",
    ],
)
def test_what_is_no_such_file_is_refused(read: Read, content: bytes) -> None:
    assert refused(read, content) == "holiday_file_unreadable"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as said:
        read_days(tmp_path / "none.ics", 2026, 2026)
    assert said.value.code == "holiday_file_unreadable"


def test_there_are_limits(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = entry("SUMMARY:Daily", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY")
    assert refused(read, file_of(daily), last_year=2030) == "holiday_file_too_large"
    assert refused(read, file_of(SPRING), last_year=2036) == "holiday_file_years"
    assert refused(read, file_of(SPRING), last_year=2025) == "holiday_file_years"
    for limit in ("MOST_EVENTS", "MOST_RECURRING", "LARGEST_BYTES"):
        with monkeypatch.context() as smaller:
            smaller.setattr(icalendar_file, limit, 0)
            assert refused(read, file_of(daily)) == "holiday_file_too_large"


LINES = st.sampled_from(
    [
        *file_of(TIME_ZONE, SPRING).decode().splitlines(),
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
        "RRULE:FREQ=WEEKLY;UNTIL=20260401",
        "RDATE;VALUE=DATE:20260301,20260302",
        "EXDATE:20260216",
        "DURATION:P2D",
        "DURATION:-P2D",
        "RECURRENCE-ID;VALUE=DATE:20260216",
        "DTSTART:20260216T000000",
        "DTSTART;TZID=Nowhere/Land:20260216T000000",
        "SUMMARY:\u202eabc",
    ]
)


@given(lines=st.lists(LINES | st.text(max_size=30), max_size=25), whole=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_it_a_file_is_read_or_refused(read: Read, lines: list[str], whole: bool) -> None:
    content = "\r\n".join(lines).encode(errors="surrogatepass")
    with suppress(Trouble):
        assert all(on.year == 2026 for on in read(file_of(entry(*lines)) if whole else content).days)
