"""What was just judged, to be read from afar: a large icon, a word, a sentence, on the colour of its tone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE
from ui.widgets.labels import IconLabel, Label
from ui.widgets.painting import smooth
from ui.widgets.tones import Tone

_ICON, _LEAST_HEIGHT = 32, 96


class VerdictView(QWidget):
    """Shows the latest verdict; it keeps its place while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.IDLE
        self._icon = IconLabel("qr-code", size=_ICON)
        self.title, self.detail = Label(role="title", wrapped=True), Label(wrapped=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        row.setSpacing(SPACE.lg)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self.setMinimumHeight(_LEAST_HEIGHT)

    def show_verdict(self, tone: Tone, icon: str, title: str, detail: str) -> None:
        """Show this in place of what was shown."""
        self._tone = tone
        self._icon.set_icon(icon, tone.look.soft_text)
        self.title.setText(title)
        self.detail.setText(detail)
        self.setAccessibleName(f"{title}. {detail}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        look = self._tone.look
        painter.setPen(QPen(theme.color(look.strong), 2))
        painter.setBrush(theme.color(look.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS.card, RADIUS.card)
