"""The button with words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.foundation.translation import _
from ui.theme.icons import icon as themed_icon
from ui.theme.theme import theme
from ui.theme.tokens import ColorName
from ui.widgets.translated import Translated

Kind = Literal["primary", "secondary", "quiet", "link", "danger"]

_ICON_COLORS: dict[Kind, ColorName] = {
    "primary": "on_accent",
    "secondary": "text_muted",
    "quiet": "accent_text",
    "link": "accent_text",
    "danger": "bad_text",
}
_ICON_SIZE = 16


class Button(Translated, QPushButton):
    """A button that translates its text and tints its icon. At most one in sight is `primary`."""

    def __init__(
        self, text_source: str, *, icon: str = "", kind: Kind = "secondary", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text_source, self._icon_name, self._kind = text_source, icon, kind
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(_ICON_SIZE, _ICON_SIZE))
        self.retranslate()
        if icon:
            self.tint()
            theme.changed.connect(self.tint)

    def set_text_source(self, text_source: str) -> None:
        self._text_source = text_source
        self.retranslate()

    def set_icon(self, icon: str) -> None:
        """Show another icon; only a button that was made with one has room for it."""
        self._icon_name = icon
        self.tint()

    def retranslate(self) -> None:
        # The space sets the words off from the icon: a style sheet has no word for that gap.
        gap = " " if self._icon_name else ""
        self.setText(gap + _(self._text_source))
        self.setAccessibleName(_(self._text_source))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it on a page too, as it does in a dialog."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click, out of habit, is one click: what it asks for is not asked for twice."""
        event.accept()

    def tint(self) -> None:
        """Give the icon the colour it has in the theme worn now."""
        self.setIcon(themed_icon(self._icon_name, _ICON_COLORS[self._kind], _ICON_SIZE))
