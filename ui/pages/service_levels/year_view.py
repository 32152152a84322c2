"""A calendar's year: to leaf through, with what its colours and signs mean."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.calendars.day_kinds import DAY_KIND_NAMES, DayKind, YearOfDays
from app.foundation.translation import N_, _
from ui.pages.service_levels.wording import DAY_COLORS, sign_text
from ui.pages.service_levels.year_grid import YearGrid
from ui.pages.wall_clock import day_text
from ui.theme.fonts import font
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE, TYPE
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import CENTERED, paint_round, smooth
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated


class YearView(Translated, QWidget):
    """A year with a way to the one before and to the next; below it, in words, the day that is pointed at."""

    day_opened = Signal(object)
    """With the date that was clicked, or opened by Enter."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._days: YearOfDays | None = None
        self.grid = YearGrid(today.year)
        self.year = Label(role="subtitle")
        self.pointed = ElidedLabel(role="muted")
        self.limit = Label(role="caption", wrapped=True)
        self.earlier, self.later = (
            ToolButton("chevron-left", N_("Year before")),
            ToolButton("chevron-right", N_("Next year")),
        )
        self.earlier.clicked.connect(self._show_earlier)
        self.later.clicked.connect(self._show_later)
        self.grid.day_opened.connect(self.day_opened)
        self.grid.day_pointed.connect(self.pointed.show_text)
        self._lay_out()
        self.retranslate()

    def show_days(self, days: YearOfDays | None) -> None:
        """Show a calendar; the year stays the one that was looked at."""
        self._days = days
        self.grid.show_days(days)
        self.retranslate()

    def retranslate(self) -> None:
        self.year.setText(str(self.grid.current.year))
        self.grid.setAccessibleName(_("Days of the year {year}").format(year=self.grid.current.year))
        self.pointed.show_text(self.grid.words(self.grid.current))
        known = self._days.known_through if self._days else None
        text = _("Public holidays are announced until {day}; what falls due later is provisional.")
        self.limit.setText(text.format(day=day_text(known)) if known else "")

    def _show_earlier(self) -> None:
        self._leaf(-1)

    def _show_later(self) -> None:
        self._leaf(1)

    def _leaf(self, years: int) -> None:
        year = self.grid.current.year + years
        if date.min.year <= year <= date.max.year:
            self.grid.point_at(date(year, 1, 1))
            self.retranslate()

    def _lay_out(self) -> None:
        head, legend = QHBoxLayout(), QHBoxLayout()
        for part in (self.earlier, self.year, self.later):
            head.addWidget(part)
        head.addSpacing(SPACE.md)
        head.addWidget(self.pointed, 1)
        for kind in DAY_COLORS:
            legend.addWidget(_Swatch(kind))
            legend.addWidget(TranslatedLabel(DAY_KIND_NAMES[kind], "caption"))
            legend.addSpacing(SPACE.sm)
        legend.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addLayout(legend)
        column.addWidget(self.limit)


class _Swatch(QWidget):
    """Colour and sign of one kind of day."""

    def __init__(self, kind: DayKind) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        fill, ink = DAY_COLORS[self._kind]
        paint_round(painter, QRectF(self.rect()), fill, RADIUS.control / 2)
        painter.setFont(font(TYPE.tiny, 600))
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(self.rect()), CENTERED, sign_text(self._kind))
