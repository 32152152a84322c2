"""Twelve months on one sheet, each day with its colour and its sign."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.calendars.day_kinds import DayKind, YearOfDays
from ui.pages.service_levels.wording import DAY_COLORS, day_words, sign_text, weekday_name
from ui.theme.fonts import font
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, TYPE, ColorName
from ui.widgets.elided_label import plain_tool_tip
from ui.widgets.painting import CENTERED, paint_focus_ring, paint_round, paint_text, smooth

_ACROSS, _DOWN = 4, 3
_CELL_WIDTH, _CELL_HEIGHT = 18, 18
_GAP = 14
_MONTH_WIDTH, _MONTH_HEIGHT = 7 * _CELL_WIDTH + _GAP, 8 * _CELL_HEIGHT + 4
_SIGN_SIZE = 8
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class YearGrid(QWidget):
    """Paints a year. A click, or Enter on the day that the arrow keys have come to, tells the day."""

    day_opened = Signal(object)
    """With the date."""
    day_pointed = Signal(str)
    """With all that is known of the day under the mouse or at the keyboard."""

    def __init__(self, year: int) -> None:
        super().__init__()
        self._days: YearOfDays | None = None
        self.current = date(year, 1, 1)
        self._cells = tuple(_cells(year))
        self._kinds: dict[date, DayKind] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_days(self, days: YearOfDays | None) -> None:
        """Show these days; nothing where there are none to be shown."""
        self._days = days
        self._look_up_kinds()
        self.point_at(self.current)

    def point_at(self, on: date) -> None:
        """Let the keyboard stand on a day, and show its year."""
        if on.year != self.current.year:
            self._cells = tuple(_cells(on.year))
            self._look_up_kinds()
        self.current = on
        words = self.words(on)
        self.setAccessibleDescription(words)
        self.day_pointed.emit(words)
        self.update()

    def words(self, on: date) -> str:
        """All that is known of a day."""
        return day_words(on, self._days.day(on)) if self._days else ""

    def day_at(self, place: QPointF) -> date | None:
        """The day that is painted there."""
        return next((on for on, cell in self._cells if cell.contains(place)), None)

    def place_of(self, on: date) -> QPointF:
        """The middle of a day of the year that is shown."""
        return next(cell.center() for day, cell in self._cells if day == on)

    def sizeHint(self) -> QSize:
        return QSize(_ACROSS * _MONTH_WIDTH - _GAP, _DOWN * _MONTH_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        for month in range(1, 13):
            self._paint_head(painter, month)
        for on, cell in self._cells:
            self._paint_day(painter, on, cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on = self.day_at(event.position())
        self.day_pointed.emit(self.words(on or self.current))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if on := self.day_at(event.position()):
            self.point_at(on)
            self.day_opened.emit(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            on = self.current + timedelta(days=_STEPS[key])
            if on.year == self.current.year:
                self.point_at(on)
        elif key in _OPENING:
            self.day_opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            on = self.day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tool_tip(self.words(on)) if on else "", self)
            return True
        return super().event(event)

    def _paint_head(self, painter: QPainter, month: int) -> None:
        corner = _corner(month)
        name = QRectF(corner.x(), corner.y(), 7 * _CELL_WIDTH, _CELL_HEIGHT)
        paint_text(painter, name, QLocale().standaloneMonthName(month), "text", size=TYPE.caption, weight=600)
        painter.setFont(font(_SIGN_SIZE))
        painter.setPen(theme.color("text_faint"))
        for day in range(7):
            area = QRectF(corner.x() + day * _CELL_WIDTH, corner.y() + _CELL_HEIGHT, _CELL_WIDTH, _CELL_HEIGHT - 4)
            painter.drawText(area, CENTERED, weekday_name(day, short=True))

    def _paint_day(self, painter: QPainter, on: date, cell: QRectF) -> None:
        kind = self._kinds.get(on, DayKind.FREE)
        ink: ColorName = "text" if kind is DayKind.WORKED else "text_faint"
        if kind in DAY_COLORS:
            fill, ink = DAY_COLORS[kind]
            paint_round(painter, cell.adjusted(1, 1, -1, -1), fill, RADIUS.control / 2)
        sign = sign_text(kind)
        painter.setPen(theme.color(ink))
        painter.setFont(font(TYPE.tiny, 600 if sign else 400, tabular=True))
        painter.drawText(cell.adjusted(0, 2 if sign else 0, -6 if sign else 0, 0), CENTERED, str(on.day))
        if sign:
            painter.setFont(font(_SIGN_SIZE, 600))
            painter.drawText(QRectF(cell.right() - 9, cell.top() + 1, 9, 10), CENTERED, sign)
        if on == self.current and self.hasFocus():
            paint_focus_ring(painter, cell, RADIUS.control / 2)

    def _look_up_kinds(self) -> None:
        """Painting a year has little time: what does not change is known before."""
        self._kinds = {on: self._days.kind(on) for on, _cell in self._cells} if self._days else {}


def _cells(year: int) -> Iterator[tuple[date, QRectF]]:
    """Each day of a year and where it is painted."""
    for month in range(1, 13):
        corner, first = _corner(month), date(year, month, 1).weekday()
        for day in range(1, monthrange(year, month)[1] + 1):
            week, weekday = divmod(day - 1 + first, 7)
            left, top = corner.x() + weekday * _CELL_WIDTH, corner.y() + (week + 2) * _CELL_HEIGHT - 4
            yield date(year, month, day), QRectF(left, top, _CELL_WIDTH, _CELL_HEIGHT)


def _corner(month: int) -> QPointF:
    down, across = divmod(month - 1, _ACROSS)
    return QPointF(across * _MONTH_WIDTH, down * _MONTH_HEIGHT)
