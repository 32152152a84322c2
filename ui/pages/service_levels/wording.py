"""Calendars in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from app.calendars.day_kinds import DAY_KIND_NAMES, DayKind, DayOfYear
from app.calendars.rules import REGION_NAMES, Region
from app.foundation.translation import N_, _
from ui.pages.wall_clock import long_day_text
from ui.theme.tokens import ColorName

if TYPE_CHECKING:
    from app.calendars.tables import CalendarVersion

DAY_SIGNS = {DayKind.PUBLIC: N_("×"), DayKind.MADE_UP: N_("+"), DayKind.CLOSED: "−", DayKind.SPECIAL: "•"}
"""What stands beside the number of a day that is not as its week says."""
DAY_COLORS: dict[DayKind, tuple[ColorName, ColorName]] = {
    DayKind.PUBLIC: ("bad_soft", "bad_text"),
    DayKind.MADE_UP: ("ok_soft", "ok_text"),
    DayKind.CLOSED: ("idle_soft", "idle_text"),
    DayKind.SPECIAL: ("warn_soft", "warn_text"),
}


def sign_text(kind: DayKind) -> str:
    """The sign of a day; none where it is as its week says."""
    return _(DAY_SIGNS[kind]) if kind in DAY_SIGNS else ""


def day_words(on: date, day: DayOfYear) -> str:
    """A day with all that is known of it."""
    name = _(day.name) if day.name else ""
    kind = _(DAY_KIND_NAMES[day.kind])
    return " · ".join(filter(None, (long_day_text(on), kind, name, day.hours)))


def weekday_name(day: int, *, short: bool = False) -> str:
    """The name of a day of the week, 0 is Monday."""
    form = QLocale.FormatType.NarrowFormat if short else QLocale.FormatType.LongFormat
    return QLocale().standaloneDayName(day + 1, form)


def week_lines(week: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The week, days that follow each other with the same hours together: who, and which hours."""
    runs: list[tuple[int, int, str]] = []
    for day in range(7):
        hours = week.get(str(day), "")
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return tuple((_run_text(first, last), hours or _("closed")) for first, last, hours in runs)


def region_text(version: CalendarVersion) -> str:
    """Whose public holidays a version keeps."""
    if not version.region:
        return _("none")
    name = _(REGION_NAMES[Region(version.region)])
    return name if version.region != Region.CHINA or version.made_up_on else _("China (without make-up working days)")


def _run_text(first: int, last: int) -> str:
    if first == last:
        return weekday_name(first)
    return f"{weekday_name(first)} – {weekday_name(last)}"
