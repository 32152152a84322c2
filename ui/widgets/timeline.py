"""What happened to one thing, the latest first, joined by a line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import TYPE, ColorName
from ui.widgets.painting import lay_out_text, paint_icon, paint_round, smooth
from ui.widgets.tones import Tone

_DISC = 26
_ICON = 14
_TEXT_LEFT = 38
_ENTRY_GAP = 12
_NATURAL_WIDTH = 280


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event, its texts ready to be shown; `detail` is when and where."""

    icon: str
    title: str
    detail: str
    tone: Tone = Tone.IDLE


class Timeline(QWidget):
    """Paints the events below each other; long texts take as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[TimelineEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        """Show `entries` in place of what was shown."""
        self._entries = entries
        self.setAccessibleDescription("\n".join(f"{entry.title}, {entry.detail}" for entry in entries))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [self._entry_height(entry, width - _TEXT_LEFT) for entry in self._entries]
        return math.ceil(sum(heights) + _ENTRY_GAP * max(0, len(heights) - 1)) + 2

    def sizeHint(self) -> QSize:
        return QSize(_NATURAL_WIDTH, self.heightForWidth(max(self.width(), _NATURAL_WIDTH)))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NATURAL_WIDTH // 2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        top = 1.0
        for place, entry in enumerate(self._entries, start=1):
            height = self._entry_height(entry, self.width() - _TEXT_LEFT)
            if place < len(self._entries):
                line_top = top + _DISC + 2
                line = QRectF(_DISC / 2 - 0.75, line_top, 1.5, top + height + _ENTRY_GAP - 2 - line_top)
                painter.fillRect(line, theme.color("border_strong"))
            self._paint_entry(painter, entry, top)
            top += height + _ENTRY_GAP

    def _paint_entry(self, painter: QPainter, entry: TimelineEntry, top: float) -> None:
        look = entry.tone.look
        ground: ColorName = "hover" if entry.tone is Tone.IDLE else look.soft
        paint_round(painter, QRectF(0, top, _DISC, _DISC), ground, _DISC / 2)
        icon_color: ColorName = "text_muted" if entry.tone is Tone.IDLE else look.soft_text
        paint_icon(painter, entry.icon, icon_color, (_DISC - _ICON) / 2, top + _DISC / 2, _ICON)
        title, detail = _lay_out(entry, self.width() - _TEXT_LEFT)
        painter.setPen(theme.color("text"))
        title.draw(painter, QPointF(_TEXT_LEFT, top - 2))
        painter.setPen(theme.color("text_muted"))
        detail.draw(painter, QPointF(_TEXT_LEFT, top - 1 + title.boundingRect().height()))

    def _entry_height(self, entry: TimelineEntry, width: float) -> float:
        title, detail = _lay_out(entry, width)
        return max(float(_DISC), title.boundingRect().height() + detail.boundingRect().height())


def _lay_out(entry: TimelineEntry, width: float) -> tuple[QTextLayout, QTextLayout]:
    title = lay_out_text(entry.title, width, size=TYPE.body, weight=500)
    return title, lay_out_text(entry.detail, width, size=TYPE.caption, tabular=True)
