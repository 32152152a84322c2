"""Scanners that type what they read, anywhere in the window where nothing else is typed into."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

_LONGEST_GAP_SECONDS = 0.06
"""Between two keys of a scanner; nobody types a whole code so fast."""
_LEAST_CHARACTERS = 4
_TYPED_INTO = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SEPARATORS: dict[int, str] = {
    Qt.Key.Key_BracketRight: "\x1d",
    Qt.Key.Key_AsciiCircum: "\x1e",
    Qt.Key.Key_6: "\x1e",
    Qt.Key.Key_D: "\x04",
}
"""Between the fields of some codes stand characters that scanners type as Ctrl and one of these keys."""
_ALLOWED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Scanner(QObject):
    """Hears keys that come so fast that only a scanner sends them, and the Enter after them.

    A field that is typed into keeps what is scanned into it. The keys before the Enter go their way and may move the
    mark in a list; but a blank within a code, which would press a button, does not.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._text = ""
        self._last_at = 0.0
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._hear(event)
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        """Hear the keys of the window that has the focus, before its widgets do."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _hear(self, event: QKeyEvent) -> bool:
        now = self._clock()
        text = self._text if now - self._last_at <= _LONGEST_GAP_SECONDS else ""
        self._last_at, self._text = now, ""
        if isinstance(QApplication.focusWidget(), _TYPED_INTO):
            return False
        if event.key() in _ENTER and len(text) >= _LEAST_CHARACTERS:
            self.scanned.emit(text)
            return True
        if text and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._text = text + _SEPARATORS.get(event.key(), "")
            return event.key() in _SEPARATORS
        if event.text().isprintable() and not event.modifiers() & ~_ALLOWED:
            self._text = text + event.text()
        return bool(text) and event.key() == Qt.Key.Key_Space
