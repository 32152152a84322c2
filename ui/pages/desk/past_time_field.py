"""When something was: the last time that the clock on the wall showed what is entered."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.foundation.translation import _
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import LineField
from ui.widgets.translated import Translated

_TIME = re.compile(
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})[ T]+)?"
    r"(?P<hour>\d{1,2})[:：.]?(?P<minute>\d{2})(?:[:：](?P<second>\d{2}))?"
)


def past_time(text: str, now: datetime) -> datetime | None:
    """The last instant at or before `now` (aware, as the wall shows it) that reads so; None where nothing does.

    It takes `9:05`, `0905`, `18:40:12` and, for another day, `2026-11-01 18:40`.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    try:
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        day = datetime.fromisoformat(match["day"]).date() if match["day"] else now.date()
    except ValueError:
        return None
    found = datetime.combine(day, at, now.tzinfo)
    if found > now and not match["day"]:
        found = datetime.combine(day - timedelta(days=1), at, now.tzinfo)
    return found if found <= now else None


class PastTimeField(Translated, LineField):
    """Takes a time of the day that has passed; its value names the day too, so that a draft means tomorrow the same."""

    def __init__(self, wall: WallClock) -> None:
        super().__init__()
        self._wall = wall
        self.retranslate()

    @property
    def at(self) -> datetime | None:
        """The instant that is meant, aware."""
        found = past_time(self.text(), self._wall.now())
        return None if found is None else found.replace(tzinfo=ZoneInfo(self._wall.zone_name)).astimezone(UTC)

    @property
    def is_wrong(self) -> bool:
        """Whether something was entered that is no time, or lies in the future."""
        return bool(super().value()) and self.at is None

    def value(self) -> str:
        at = self.at
        return super().value() if at is None else self._wall.local(at).strftime("%Y-%m-%d %H:%M:%S")

    def set_value(self, value: str) -> None:
        """Show a time as it is entered; of today without the day."""
        self.setText(value.removeprefix(f"{self._wall.today().isoformat()} "))

    def set_at(self, at: datetime) -> None:
        """Show an instant."""
        self.set_value(self._wall.local(at).strftime("%Y-%m-%d %H:%M:%S"))

    def retranslate(self) -> None:
        self.setPlaceholderText(_("hh:mm"))
        self.setToolTip(_("A time that has passed, such as 18:40, or with its day: 2026-11-01 18:40."))
