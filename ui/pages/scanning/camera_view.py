"""What the camera sees, with a frame around it that lights up when a code was read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS
from ui.widgets.painting import paint_icon, smooth

_SIZE = QSize(640, 400)
_FLASH_MILLISECONDS = 350
_FLASH_WIDTH = 6
_TICK = 96


class CameraView(QWidget):
    """Paints the latest frame as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._flash = QTimer(self, singleShot=True, interval=_FLASH_MILLISECONDS)
        self._flash.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        """Show this in place of what was shown; an empty one for nothing."""
        self._image = image
        self.update()

    def flash(self) -> None:
        """Show that a code was read."""
        self._flash.start()
        self.update()

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface_sunken"))
        painter.drawRoundedRect(area, RADIUS.card, RADIUS.card)
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            seen = QRectF(0, 0, size.width(), size.height())
            seen.moveCenter(area.center())
            painter.drawImage(seen, self._image)
        if self._flash.isActive():
            painter.setPen(QPen(theme.color("ok"), _FLASH_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = _FLASH_WIDTH / 2
            painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), RADIUS.card, RADIUS.card)
            paint_icon(painter, "circle-check", "ok", area.center().x() - _TICK / 2, area.center().y(), _TICK)
