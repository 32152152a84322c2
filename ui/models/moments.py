"""Times and durations in words, in the language shown now."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale

from app.foundation.translation import N_, _

_DAY_OF_YEAR, _DAY = N_("d MMM"), N_("d MMM yyyy")
"""Qt's letters: d day, M month, y year."""


def moment_text(at: datetime, now: datetime, zone: tzinfo) -> str:
    """When something was or will be: the time alone today, with the day on other days."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return time
    pattern = _(_DAY_OF_YEAR if local.year == today.year else _DAY)
    return f"{QLocale().toString(QDate(local.year, local.month, local.day), pattern)} {time}"


def duration_text(duration: timedelta) -> str:
    """How long something takes: hours and minutes, from a day on days and hours."""
    minutes = int(duration.total_seconds() // 60)
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _("{days} d {hours} h").format(days=minutes // 1440, hours=minutes % 1440 // 60)
