"""What is promised, and in which hours."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.pages.service_levels.calendars_part import CalendarsPart
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import TranslatedLabel
from ui.work.work import Work


class ServiceLevelsPart(QWidget):
    """The calendars, with a way to make another one."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self.calendars = CalendarsPart(work, wall)
        self.new_calendar = Button(N_("New calendar"), icon="plus", kind="primary")
        self.new_calendar.hide()
        self.new_calendar.clicked.connect(self.calendars.open_form)
        self.calendars.counted.connect(self._calendars_counted)
        self._lay_out()
        self.setFocusProxy(self.calendars)

    def _calendars_counted(self, _count: int, may_manage: bool) -> None:
        self.new_calendar.setVisible(may_manage)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("The hours in which promises are counted."), "muted"), 1)
        head.addWidget(self.new_calendar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(self.calendars, 1)
