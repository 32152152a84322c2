"""What is as high as what lies in it, as far as the screen has room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class GrowingScroll(QScrollArea):
    """Grows with what is added to `body` and scrolls only where the screen ends.

    Qt by itself opens no window higher than two thirds of the screen, and squeezes what does not fit. `rest` pixels of
    the screen are left for what stands around it.
    """

    def __init__(self, rest: int) -> None:
        super().__init__()
        self._rest = rest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(content)

    def measure(self) -> None:
        """Find out how high it is; Qt itself does so only once it is shown."""
        self.body.invalidate()
        self.body.activate()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.body.totalSizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        room = self.screen().availableSize().height() - self._rest
        return QSize(self.body.totalMinimumSize().width(), min(self._height(), room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.body.activate()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the narrower a text is wrapped, the higher it is

    def _height(self) -> int:
        width = self.viewport().width() if self.isVisible() else self.body.totalSizeHint().width()
        if self.body.hasHeightForWidth():
            return self.body.totalHeightForWidth(width)
        return self.body.totalSizeHint().height()
