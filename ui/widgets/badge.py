"""A count of things that wait for somebody."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.tokens import ColorName
from ui.widgets.painting import badge_text, badge_width, paint_badge, smooth

_HEIGHT = 20


class Badge(QWidget):
    """Shows a count, up to "99+", and nothing at all at zero."""

    def __init__(self, count: int = 0, ground: ColorName = "surface") -> None:
        super().__init__()
        self._ground: ColorName = ground
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(False)
        self.setSizePolicy(policy)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(badge_text(count))
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(badge_width(self._count)) + 4, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(smooth(QPainter(self)), 2, 2, self._count, self._ground)
