"""What all buttons that paint themselves share."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

KEYBOARD_REASONS = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)
RETURNING_REASONS = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
"""The focus was here before: another window, or a menu, only borrowed it."""


class KeyboardButton(QAbstractButton):
    """A button that is reached by Tab, that Enter presses as Space does, and that shows where the keyboard is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._focused_by_keyboard = False

    @property
    def shows_focus(self) -> bool:
        """Whether the focus is here and came by the keyboard; after a click no ring is wanted."""
        return self.hasFocus() and self._focused_by_keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in RETURNING_REASONS:
            self._focused_by_keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._focused_by_keyboard = True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)
