"""A large choice: a whole card that is a button."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.foundation.translation import _
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE, TYPE, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import (
    lay_out_text,
    paint_focus_ring,
    paint_icon,
    paint_round,
    paint_shadow,
    paint_text,
    smooth,
)
from ui.widgets.translated import Translated

_DISC = 48
_ICON = 24
_SHADOW_ROOM = 10
_PADDING = 22
_WIDTH = 280
_HEIGHT = 216


class ChoiceCard(Translated, KeyboardButton):
    """An icon, a few words, and a sentence that says what this choice means."""

    def __init__(self, icon: str, title_source: str, sentence_source: str) -> None:
        super().__init__()
        self._icon, self._title_source, self._sentence_source = icon, title_source, sentence_source
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(self._title_source))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(_(self._sentence_source))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH - 40, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect()).adjusted(_SHADOW_ROOM, _SHADOW_ROOM, -_SHADOW_ROOM, -_SHADOW_ROOM)
        self._paint_sheet(painter, area)
        left, width = area.x() + _PADDING, area.width() - 2 * _PADDING
        top = area.y() + _PADDING
        paint_round(painter, QRectF(left, top, _DISC, _DISC), "accent_soft", RADIUS.panel)
        paint_icon(painter, self._icon, "accent_text", left + (_DISC - _ICON) / 2, top + _DISC / 2, _ICON)
        top += _DISC + SPACE.lg
        paint_text(painter, QRectF(left, top, width, 22), self.text(), "text", size=TYPE.subtitle, weight=600)
        painter.setPen(theme.color("text_muted"))
        lay_out_text(_(self._sentence_source), width, size=TYPE.body).draw(painter, QPointF(left, top + 28))

    def _paint_sheet(self, painter: QPainter, area: QRectF) -> None:
        lit = self.underMouse() or self.shows_focus
        if lit:
            paint_shadow(painter, area.adjusted(16, 8, -16, -24), RADIUS.panel)  # all of it within the card's room
        painter.setPen(QPen(theme.color("accent" if lit else "border"), 1))
        painter.setBrush(theme.color("hover" if self.isDown() else "surface"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.panel, RADIUS.panel)
        color: ColorName = "accent" if lit else "text_faint"
        paint_icon(painter, "arrow-right", color, area.right() - _PADDING - 20, area.y() + _PADDING + _DISC / 2, 20)
        if self.shows_focus:
            paint_focus_ring(painter, area, RADIUS.panel - 1)
