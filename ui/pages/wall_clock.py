"""The clock on the wall: the time of day where the person works."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QObject, QTimeZone, Signal

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from ui.models.moments import moment_text

_DAY = N_("d MMM yyyy")
"""Qt's letters: d day, M month, y year."""


class WallClock(QObject):
    """Tells instants as the clock on the wall shows them, in the zone that was chosen, else in the computer's."""

    zone_changed = Signal()

    def __init__(self, clock: Clock, zone_name: str = "", parent: QObject | None = None) -> None:
        """`zone_name` is an IANA name; empty means the computer's zone."""
        super().__init__(parent)
        self.clock = clock
        self._zone_name = zone_name

    @property
    def zone_name(self) -> str:
        """The IANA name of the zone."""
        return self._zone_name or computer_zone()

    def set_zone(self, zone_name: str) -> None:
        """Show times in another zone from now on; an empty name is the computer's."""
        self._zone_name = zone_name
        self.zone_changed.emit()

    def now(self) -> datetime:
        """The present, here."""
        return self.local(self.clock.now())

    def today(self) -> date:
        """The date, here."""
        return self.now().date()

    def local(self, at: datetime) -> datetime:
        """An instant as it is shown here."""
        return at.astimezone(ZoneInfo(self.zone_name))

    def day(self, on: date) -> tuple[datetime, datetime]:
        """When a date begins and ends here, whatever daylight saving does on it."""
        zone = ZoneInfo(self.zone_name)
        return datetime.combine(on, time(), zone), datetime.combine(on + timedelta(days=1), time(), zone)

    def text(self, at: datetime) -> str:
        """An instant as people write it: the time, before it the date unless that is today."""
        return moment_text(at, self.clock.now(), ZoneInfo(self.zone_name))


def computer_zone() -> str:
    """The IANA name of the zone that this computer is set to."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode()


def day_text(on: date) -> str:
    """A date, as the language shown now writes it."""
    return QLocale().toString(QDate(on.year, on.month, on.day), _(_DAY))


def long_day_text(on: date) -> str:
    """A date with its weekday, as the language shown now writes it."""
    return QLocale().toString(QDate(on.year, on.month, on.day), QLocale.FormatType.LongFormat)
