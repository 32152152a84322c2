"""Calendars that the tests of working time share."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from app.calendars.public_days import public_days
from app.calendars.rules import Interval, Region, WorkingHours, checked, interval_from, week_of

ZONES = ("Asia/Shanghai", "Europe/London", "Europe/Oslo", "America/St_Johns", "Australia/Lord_Howe", "UTC")


def hours(
    zone: str, days: Mapping[int, list[str]], region: Region | None = None, *, made_up: bool = False
) -> WorkingHours:
    known = public_days(region) if region else None
    return checked(
        WorkingHours(
            zone=zone,
            week=week_of({day: [interval_from(text) for text in texts] for day, texts in days.items()}),
            closed_on=known.closed if known else frozenset(),
            made_up_on=known.made_up if known and made_up else frozenset(),
            known_through=known.known_through if known else None,
        )
    )


OFFICE_DAYS = {day: ["09:00-12:00", "13:30-18:00"] for day in range(5)}
CHINA_OFFICE = hours("Asia/Shanghai", OFFICE_DAYS, Region.CHINA, made_up=True)
ALWAYS_LONDON = hours("Europe/London", {day: ["00:00-24:00"] for day in range(7)})


@st.composite
def any_hours(draw: st.DrawFn) -> WorkingHours:
    """Any week with up to three intervals a day, some reaching past midnight, in any zone, with holidays or without."""
    days: dict[int, list[Interval]] = {}
    for day in draw(st.sets(st.integers(0, 6), min_size=1)) | {0}:
        edges = draw(st.lists(st.integers(0, 47), min_size=2, max_size=6, unique=True).map(sorted))
        days[day] = [Interval(a * 30, b * 30) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if draw(st.booleans()):
        days[4] = [Interval(22 * 60, 26 * 60)]
        days[5] = [Interval(120 + 30 * draw(st.integers(0, 10)), 24 * 60)]
    region = draw(st.sampled_from([None, *Region]))
    known = public_days(region) if region else None
    return checked(
        WorkingHours(
            zone=draw(st.sampled_from(ZONES)),
            week=week_of(days),
            closed_on=known.closed if known else frozenset(),
            made_up_on=known.made_up if known and draw(st.booleans()) else frozenset(),
        )
    )
