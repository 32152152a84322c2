"""The sign of Paigong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import ICON_FOLDER


class BrandMark(QWidget):
    """The sign, `size` pixels high; the same in both themes."""

    def __init__(self, size: int = 64) -> None:
        super().__init__()
        self._size = size
        self._picture = QSvgRenderer(str(ICON_FOLDER / "paigong.svg"), self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._picture.render(QPainter(self), QRectF(self.rect()))
