"""Correcting when work on a visit really began and ended."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QWidget

from app.foundation.translation import N_, _
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.fields import DateField
from ui.widgets.translated import Translated
from ui.work.work import Work


class TimesForm(FormDialog):
    """Only what has happened can be corrected; the history keeps what stood."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, editing: Editing) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"times:{editing.draft_id}",
            title_source=N_("Correct the times"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._editing = editing
        self.times = {
            key: self.add(key, label, MomentField(wall, editing.value(key)))
            for key, label in (("started_at", N_("Work started")), ("finished_at", N_("Work ended")))
            if editing.value(key) is not None
        }

    def command(self) -> object | None:
        from app.workorders.edit_commands import EditVisit

        wanted = {key: field.at for key, field in self.times.items()}
        return self._editing.command(EditVisit, self.edited_keys(), wanted)


class MomentField(Translated, QWidget):
    """A day and a time; its value is the time on the wall as ISO text."""

    edited = Signal()

    def __init__(self, wall: WallClock, at: datetime) -> None:
        super().__init__()
        self._zone = ZoneInfo(wall.zone_name)
        self.day, self.time = DateField(wall.local(at).date()), QTimeEdit()
        self.time.setDisplayFormat("HH:mm")
        self.set_value(wall.local(at).strftime("%Y-%m-%dT%H:%M"))
        self.day.edited.connect(self.edited)
        self.time.timeChanged.connect(self.edited)
        self.setFocusProxy(self.time)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        self.retranslate()

    @property
    def at(self) -> datetime:
        """The instant that is shown, aware."""
        return datetime.fromisoformat(self.value()).replace(tzinfo=self._zone).astimezone(UTC)

    def value(self) -> str:
        return f"{self.day.value()}T{self.time.time().toString('HH:mm')}"

    def set_value(self, value: str) -> None:
        day, _t, time = value.partition("T")
        self.day.set_value(day)
        self.time.setTime(QTime.fromString(time, "HH:mm"))

    def retranslate(self) -> None:
        self.day.setAccessibleName(_("Day"))
        self.time.setAccessibleName(_("Time"))
