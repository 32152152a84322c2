"""Somebody's day as a bar beside the agreed hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.attendance.rules import AWAY_FROM, IN_BY, Day
from ui.theme.theme import theme
from ui.theme.tokens import ColorName
from ui.widgets.painting import paint_round

_BEGIN, _END = time(6), time(20)
_HEIGHT = 8
_MARK_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class DayBarCell:
    """From 06:00 to 20:00: the agreed hours between two marks, and when the person was in.

    Who is still in is so until `now`; on a past day without a check-out nobody knows how long.
    """

    day: Day
    now: datetime | None

    @property
    def words(self) -> str:
        """Nothing that the times beside it do not say."""
        return ""

    def paint(self, painter: QPainter, area: QRectF) -> None:
        track = QRectF(area.x(), area.center().y() - _HEIGHT / 2, area.width() - 8, _HEIGHT)
        paint_round(painter, track, "separator", _HEIGHT / 2)
        for agreed in (IN_BY, AWAY_FROM):
            mark = QRectF(_place(track, agreed), area.center().y() - _MARK_HEIGHT / 2, 1, _MARK_HEIGHT)
            painter.fillRect(mark, theme.color("border_strong"))
        came = self.day.in_since
        if came is None:
            return
        left = self.day.out_since or self.now or came
        begin, end = _place(track, came.time()), _place(track, left.astimezone(came.tzinfo).time())
        color: ColorName = "warn" if self.day.late or self.day.early_away else "ok"
        paint_round(painter, QRectF(begin, track.y(), max(end - begin, _HEIGHT), _HEIGHT), color, _HEIGHT / 2)


def _place(track: QRectF, at: time) -> float:
    """Where a time of day lies on the track."""
    span = _minutes(_END) - _minutes(_BEGIN)
    share = (_minutes(at) - _minutes(_BEGIN)) / span
    return track.x() + track.width() * min(max(share, 0.0), 1.0)


def _minutes(at: time) -> float:
    return at.hour * 60 + at.minute + at.second / 60
