"""What is promised, and in which hours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.pages.service_levels.calendars_part import CalendarsPart
from ui.pages.service_levels.policies_part import PoliciesPart
from ui.pages.service_levels.shares_part import SharesPart
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.work.work import Work

CALENDARS, POLICIES, SHARES = "calendars", "policies", "shares"


class ServiceLevelsPart(QWidget):
    """Calendars or policies, each with what can be added, or what became of promises about many calls."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self.parts = FilterBar(
            (
                FilterChoice(CALENDARS, N_("Calendars")),
                FilterChoice(POLICIES, N_("Policies")),
                FilterChoice(SHARES, N_("Shares of calls")),
            )
        )
        self.calendars, self.policies = CalendarsPart(work, wall), PoliciesPart(work, wall)
        self.shares = SharesPart(work, wall)
        self.new_calendar = Button(N_("New calendar"), icon="plus", kind="primary")
        self.take_presets = Button(N_("Take the shipped policies"), icon="download", kind="primary")
        self._offered = {CALENDARS: False, POLICIES: False}
        self._counts: dict[str, int] = {}
        self._layers = QStackedWidget()
        self.parts.chosen.connect(self._show_part)
        self.shares.order_requested.connect(self.order_requested)
        self.new_calendar.clicked.connect(self.calendars.open_form)
        self.take_presets.clicked.connect(self.policies.take_presets)
        self.calendars.counted.connect(self._calendars_counted)
        self.policies.counted.connect(self._policies_counted)
        self._lay_out()
        self._show_part()
        self.setFocusProxy(self.calendars)

    def _calendars_counted(self, count: int, may_add: bool) -> None:
        self._counted(CALENDARS, count, may_add=may_add)

    def _policies_counted(self, count: int, may_take: bool) -> None:
        self._counted(POLICIES, count, may_add=may_take)

    def _counted(self, part: str, count: int, *, may_add: bool) -> None:
        self._offered[part] = may_add
        self._counts[part] = count
        self.parts.set_counts(self._counts)
        self._show_part()

    def _show_part(self) -> None:
        part = self.parts.choice
        shown = {CALENDARS: self.calendars, POLICIES: self.policies, SHARES: self.shares}
        self._layers.setCurrentWidget(shown[part])
        self.new_calendar.setVisible(self._offered[CALENDARS] and part == CALENDARS)
        self.take_presets.setVisible(self._offered[POLICIES] and part == POLICIES)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch()
        for button in (self.new_calendar, self.take_presets):
            head.addWidget(button)
        for part in (self.calendars, self.policies, self.shares):
            self._layers.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(self._layers, 1)
