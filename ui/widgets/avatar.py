"""The round sign of a person."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import SIZE
from ui.widgets.painting import paint_avatar, smooth


class Avatar(QWidget):
    """Two letters of a person's name on a colour that the name chooses; a dashed circle while nobody is named."""

    def __init__(self, name: str = "", size: int = SIZE.avatar) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(smooth(QPainter(self)), QRectF(self.rect()), self._name)
