"""Labels in the few sizes that the window uses."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.foundation.translation import _
from ui.theme.tokens import ColorName
from ui.widgets.painting import paint_icon, smooth
from ui.widgets.translated import Translated

Role = Literal["body", "display", "title", "subtitle", "strong", "muted", "caption", "error"]


class Label(QLabel):
    """A text that is data, shown as it is: never taken for HTML."""

    def __init__(self, text: str = "", role: Role = "body", *, wrapped: bool = False) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrapped)
        self.setText(text)


class TranslatedLabel(Translated, Label):
    """A text of the window itself, given as its source."""

    def __init__(self, text_source: str, role: Role = "body", *, wrapped: bool = False) -> None:
        super().__init__("", role, wrapped=wrapped)
        self._text_source = text_source
        self.retranslate()

    def set_text_source(self, text_source: str) -> None:
        self._text_source = text_source
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(self._text_source) if self._text_source else "")


class IconLabel(QWidget):
    """An icon that only illustrates the words beside it."""

    def __init__(self, icon: str, color: ColorName = "text_muted", size: int = 16) -> None:
        super().__init__()
        self._icon, self._color, self._size = icon, color, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, color: ColorName) -> None:
        self._icon, self._color = icon, color
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        paint_icon(painter, self._icon, self._color, area.center().x() - self._size / 2, area.center().y(), self._size)
