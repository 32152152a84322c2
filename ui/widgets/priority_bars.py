"""A priority as bars and words."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import metrics
from ui.theme.tokens import SIZE, TYPE
from ui.widgets.painting import paint_priority_bars, paint_text, smooth

_TEXT_LEFT = 27


class PriorityBars(QWidget):
    """Four bars, all full at level 1 (most urgent), and the priority's own name (P2, 3a) beside them."""

    def __init__(self, level: int = 4, text: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_priority(level, text)

    def set_priority(self, level: int, text: str) -> None:
        self._level, self._text = level, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = metrics(TYPE.caption, 600).horizontalAdvance(self._text)
        return QSize(_TEXT_LEFT + math.ceil(words), SIZE.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        paint_priority_bars(painter, 0, self.height() / 2, self._level)
        words = QRectF(self.rect()).adjusted(_TEXT_LEFT, 0, 0, 0)
        paint_text(painter, words, self._text, "text_muted", size=TYPE.caption, weight=600)
