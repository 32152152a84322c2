"""The hours of a week: a line a day."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.calendars.rules import MONDAY, SUNDAY
from ui.pages.service_levels.wording import weekday_name
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.widgets.translated import Translated

_DAYS = range(MONDAY, SUNDAY + 1)


class WeekField(Translated, QWidget):
    """Seven lines such as ``09:00-12:00 13:30-18:00``; its value has a line a day."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines = tuple(LineField() for _day in _DAYS)
        self._names = tuple(Label(role="muted") for _day in _DAYS)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.md)
        grid.setVerticalSpacing(SPACE.xs)
        for day, (name, line) in enumerate(zip(self._names, self.lines, strict=True)):
            name.setBuddy(line)
            grid.addWidget(name, day, 0)
            grid.addWidget(line, day, 1)
            line.edited.connect(self.edited)
        self.setFixedHeight(len(_DAYS) * (SIZE.control + 2 + SPACE.xs))
        self.setFocusProxy(self.lines[MONDAY])
        self.retranslate()

    def week(self) -> dict[str, str]:
        """The hours by day, as a calendar holds them; days without any are left out."""
        return {str(day): line.value() for day, line in enumerate(self.lines) if line.value()}

    def value(self) -> str:
        return "\n".join(line.value() for line in self.lines) if self.week() else ""

    def set_value(self, value: str) -> None:
        texts = value.split("\n")
        for day, line in enumerate(self.lines):
            line.set_value(texts[day] if day < len(texts) else "")

    def retranslate(self) -> None:
        for day, (name, line) in enumerate(zip(self._names, self.lines, strict=True)):
            name.setText(weekday_name(day))
            line.setAccessibleName(weekday_name(day))
