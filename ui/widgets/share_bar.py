"""How much of something is used up."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.painting import paint_round, smooth
from ui.widgets.tones import Tone


class ShareBar(QWidget):
    """A thin bar filled from the left; whoever owns it says the same in words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(6)
        self._share, self._tone = 0.0, Tone.OK

    def set_share(self, share: float, tone: Tone) -> None:
        """Fill `share` (0 to 1, cut there) of the bar."""
        self._share, self._tone = min(max(share, 0.0), 1.0), tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        paint_round(painter, area, "border", 3)
        if self._share:
            area.setWidth(max(area.height(), area.width() * self._share))
            paint_round(painter, area, self._tone.look.strong, 3)
