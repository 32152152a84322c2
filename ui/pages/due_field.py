"""When something is to be done: not at all, in a while, or at a certain time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTimeEdit, QWidget

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.fields import DateField
from ui.widgets.translated import Translated

_STEP_MINUTES = 5
_SPANS = (
    (timedelta(hours=1), N_("In 1 hour")),
    (timedelta(hours=4), N_("In 4 hours")),
    (timedelta(hours=8), N_("In 8 hours")),
    (timedelta(days=1), N_("In 1 day")),
)
_AT = N_("At a certain time")


class DueField(Translated, QWidget):
    """Offers a few spans from now; its value is the time on the wall as ISO text, empty where there is none."""

    edited = Signal()

    def __init__(self, wall: WallClock, none_source: str) -> None:
        """`none_source` says what it means that no time was chosen."""
        super().__init__()
        self._wall, self._none_source = wall, none_source
        self.choice, self.day, self.time = QComboBox(), DateField(wall.today()), QTimeEdit()
        self.time.setDisplayFormat("HH:mm")
        self.choice.addItems([none_source, *(source for _span, source in _SPANS), _AT])
        self.choice.activated.connect(self._chosen)
        self.day.edited.connect(self._time_edited)
        self.time.timeChanged.connect(self._time_edited)
        self.setFocusProxy(self.choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self.choice, 1)
        row.addWidget(self.day)
        row.addWidget(self.time)
        self.set_value("")
        self.retranslate()

    @property
    def at(self) -> datetime | None:
        """The instant that was chosen, aware."""
        value = self.value()
        if not value:
            return None
        return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(self._wall.zone_name)).astimezone(UTC)

    def value(self) -> str:
        return f"{self.day.value()}T{self.time.time().toString('HH:mm')}" if self.choice.currentIndex() else ""

    def set_value(self, value: str) -> None:
        """Show a time on the wall, or none."""
        self.choice.setCurrentIndex(len(_SPANS) + 1 if value else 0)
        self._show_time(datetime.fromisoformat(value) if value else self._wall.now())
        self._enable(bool(value))
        self.edited.emit()

    def set_at(self, at: datetime | None) -> None:
        """Show an instant, or none."""
        self.set_value(self._wall.local(at).strftime("%Y-%m-%dT%H:%M") if at else "")

    def retranslate(self) -> None:
        for place, source in enumerate((self._none_source, *(text for _span, text in _SPANS), _AT)):
            self.choice.setItemText(place, _(source))
        self.day.setAccessibleName(_("Day"))
        self.time.setAccessibleName(_("Time"))

    def _chosen(self, place: int) -> None:
        if 1 <= place <= len(_SPANS):
            self._show_time(_rounded_up(self._wall.now() + _SPANS[place - 1][0]))
        self._enable(place > 0)
        self.edited.emit()

    def _time_edited(self) -> None:
        self.choice.setCurrentIndex(len(_SPANS) + 1)
        self.edited.emit()

    def _enable(self, enabled: bool) -> None:
        self.day.setEnabled(enabled)
        self.time.setEnabled(enabled)

    def _show_time(self, at: datetime) -> None:
        """Show a time without taking it for an edit."""
        for part in (self.day, self.time):
            part.blockSignals(True)
        self.day.setDate(QDate(at.year, at.month, at.day))
        self.time.setTime(QTime(at.hour, at.minute))
        for part in (self.day, self.time):
            part.blockSignals(False)


def _rounded_up(at: datetime) -> datetime:
    """The next time that people would name."""
    minutes = -(-at.minute // _STEP_MINUTES) * _STEP_MINUTES
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
