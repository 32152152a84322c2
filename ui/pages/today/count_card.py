"""A count of things that need attention: a whole card that leads to them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.foundation.translation import _
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE, TYPE, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import paint_focus_ring, paint_icon, paint_round, paint_text, smooth
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated

_WIDTH = 150
_HEIGHT = 72
_DISC = 36
_ICON = 18


class CountCard(Translated, KeyboardButton):
    """Icon, count and words; it is coloured only while there is something to count."""

    requested = Signal(str)
    """With the key."""

    def __init__(self, key: str, icon: str, text_source: str, tone: Tone) -> None:
        super().__init__()
        self._key, self._icon, self._text_source, self._tone = key, icon, text_source, tone
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)
        self.retranslate()

    @property
    def count(self) -> int:
        """How many things need attention."""
        return self._count

    def set_count(self, count: int) -> None:
        self._count = count
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(self._text_source))
        self.setAccessibleName(f"{self.text()} {self._count:,}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("accent" if self.underMouse() else "border"), 1))
        painter.setBrush(theme.color("hover" if self.isDown() else "surface"))
        painter.drawRoundedRect(area, RADIUS.card, RADIUS.card)
        look = (self._tone if self._count else Tone.IDLE).look
        icon_color: ColorName = look.soft_text if self._count else "text_faint"
        left, middle = area.x() + SPACE.lg, area.center().y()
        paint_round(painter, QRectF(left, middle - _DISC / 2, _DISC, _DISC), look.soft, _DISC / 2)
        paint_icon(painter, self._icon, icon_color, left + (_DISC - _ICON) / 2, middle, _ICON)
        words = area.adjusted(SPACE.lg + _DISC + SPACE.md, 0, -SPACE.sm, 0)
        words.setHeight(area.height() / 2 + 6)
        number_color: ColorName = "text" if self._count else "text_muted"
        paint_text(painter, words, f"{self._count:,}", number_color, size=TYPE.title, weight=600, tabular=True)
        words.moveTop(middle - 2)
        words.setHeight(area.height() / 2 - 8)
        paint_text(painter, words, self.text(), "text_muted", size=TYPE.caption)
        if self.shows_focus:
            paint_focus_ring(painter, area, RADIUS.card)

    def _clicked(self) -> None:
        self.requested.emit(self._key)
