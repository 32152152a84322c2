"""When things happened in the sample data: counted back from now, on working days, by the clock on the wall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_AGO = re.compile(r"(?P<minutes>\d+)m|(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)")
_SATURDAY = 5
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody gives commands at an instant (aware, UTC), all or none."""

    at: datetime
    actor_id: str
    commands: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The present, aware, and the zone in which clocks hang on the wall."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The date on the wall."""
        return self.now.astimezone(self.zone).date()

    @property
    def zone_name(self) -> str:
        """An IANA name for the zone; where the computer knows only its offset, one of the zones named after those."""
        if isinstance(self.zone, ZoneInfo):
            return self.zone.key
        offset = self.now.astimezone(self.zone).utcoffset() or timedelta()
        hours = round(offset / timedelta(hours=1))
        return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"

    def instant(self, written: str) -> datetime:
        """What ``38m`` (minutes ago) or ``2d 09:14`` (two working days ago) means."""
        match = _AGO.fullmatch(written)
        if match is None:
            raise ValueError(written)
        if match["minutes"]:
            return self.now - timedelta(minutes=int(match["minutes"]))
        return self.wall(self.working_day(int(match["days"])), time(int(match["hour"]), int(match["minute"])))

    def working_day(self, ago: int) -> date:
        """The date so many working days (Monday to Friday) before today; 0 is today, whatever day that is."""
        day = self.today
        while ago:
            day -= timedelta(days=1)
            ago -= day.weekday() < _SATURDAY
        return day

    def wall(self, day: date, clock: time) -> datetime:
        """The instant at which the clock on the wall shows this."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def earlier_today(self, clock: time, minutes_ago: int) -> datetime:
        """When the clock showed this today; where that is still to come, so many minutes ago, but not yesterday."""
        wanted = self.wall(self.today, clock)
        return wanted if wanted < self.now else max(self._midnight, self.now - timedelta(minutes=minutes_ago))

    @property
    def _midnight(self) -> datetime:
        return self.wall(self.today, time())


def next_quarter(at: datetime) -> datetime:
    """The next full quarter of an hour, at which people make appointments."""
    return at + _QUARTER - timedelta(seconds=at.timestamp() % _QUARTER.total_seconds())
