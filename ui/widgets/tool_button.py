"""The square button with an icon only."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.foundation.translation import _
from ui.theme.tokens import RADIUS, SIZE, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import badge_text, badge_width, paint_badge, paint_focus_ring, paint_icon, paint_round, smooth
from ui.widgets.translated import Translated


class ToolButton(Translated, KeyboardButton):
    """An icon that does something; its words are the tool tip and what a screen reader says.

    `shortcut_text` is only told, for example "Ctrl+P"; whoever owns the shortcut sets it up.
    """

    def __init__(self, icon: str, text_source: str, *, shortcut_text: str = "") -> None:
        super().__init__()
        self._icon, self._text_source, self._shortcut_text = icon, text_source, shortcut_text
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def set_count(self, count: int) -> None:
        """Show a badge with `count`, none at zero."""
        self._count = count
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        text = _(self._text_source)
        self.setToolTip(f"{text}  {self._shortcut_text}".rstrip())
        self.setAccessibleName(f"{text} {badge_text(self._count)}" if self._count else text)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.control, SIZE.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown() or self.isChecked()):
            paint_round(painter, area, "pressed" if self.isDown() else "hover", RADIUS.control)
        color: ColorName = "text_muted" if self.isEnabled() else "border_strong"
        paint_icon(painter, self._icon, color, area.center().x() - SIZE.icon / 2, area.center().y(), SIZE.icon)
        if self._count:
            left = min(area.center().x() + 1, area.right() - badge_width(self._count))
            paint_badge(painter, left, 1, self._count)
        if self.shows_focus:
            paint_focus_ring(painter, area)
