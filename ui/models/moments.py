"""Times and durations in words, in the language shown now."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale

from app.foundation.translation import N_, _

_DAY_OF_YEAR, _DAY = N_("d MMM"), N_("d MMM yyyy")
"""Qt's letters: d day, M month, y year."""


def moment_text(at: datetime, now: datetime, zone: tzinfo) -> str:
    """When something was or will be: the time alone today, with the day on other days."""
    local = at.astimezone(zone)
    time = f"{local:%H:%M}"
    return time if local.date() == now.astimezone(zone).date() else f"{_day_text(local, now.astimezone(zone))} {time}"


def short_moment_text(at: datetime, now: datetime) -> str:
    """The same where there is little room: the time alone today, the day alone else; in the time zone of `now`."""
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else _day_text(local, now)


def _day_text(local: datetime, now: datetime) -> str:
    pattern = _(_DAY_OF_YEAR if local.year == now.year else _DAY)
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def duration_text(duration: timedelta) -> str:
    """How long something takes: hours and minutes, from a day on days and hours."""
    minutes = int(duration.total_seconds() // 60)
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _("{days} d {hours} h").format(days=minutes // 1440, hours=minutes % 1440 // 60)
