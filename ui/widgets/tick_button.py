"""A box to tick, large enough for a thumb in a glove."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import paint_focus_ring, paint_icon, paint_round, smooth

REACH = 44
_BOX, _ICON = 28, 20


class Tick(Enum):
    """What the box shows; the words beside it say the same."""

    EMPTY = auto()
    DONE = auto()
    NOT_DONE = auto()
    NOT_APPLICABLE = auto()


_LOOKS: dict[Tick, tuple[str, ColorName, ColorName]] = {
    Tick.DONE: ("check", "accent", "on_accent"),
    Tick.NOT_DONE: ("x", "bad_soft", "bad_text"),
    Tick.NOT_APPLICABLE: ("ban", "idle_soft", "idle_text"),
}
"""Icon, ground and colour of the icon."""


class TickButton(KeyboardButton):
    """Paints one `Tick`."""

    def __init__(self) -> None:
        super().__init__()
        self.tick = Tick.EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tick(self, tick: Tick) -> None:
        self.tick = tick
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(REACH, REACH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        box = QRectF(area.center().x() - _BOX / 2, area.center().y() - _BOX / 2, _BOX, _BOX)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            paint_round(painter, area, "pressed" if self.isDown() else "hover", RADIUS.control)
        if self.tick is Tick.EMPTY:
            painter.setPen(QPen(theme.color("text_faint" if self.isEnabled() else "border_strong"), 2))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS.control, RADIUS.control)
        else:
            icon, ground, color = _LOOKS[self.tick]
            paint_round(painter, box, ground, RADIUS.control)
            paint_icon(painter, icon, color, box.center().x() - _ICON / 2, box.center().y(), _ICON)
        if self.shows_focus:
            paint_focus_ring(painter, area)
