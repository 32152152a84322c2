"""A keyboard without a mouse beside it, which counts its strokes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.hands import NO_MODIFIER, press, type_chinese, type_latin


class Keyboard:
    """Every stroke goes to wherever the keyboard is then; words that are typed count apart."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.strokes = 0

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        for key in keys:
            self.strokes += 1
            press(self._focused, key, modifier=modifier)

    def type(self, words: str) -> None:
        (type_latin if words.isascii() else type_chinese)(self._focused, words)

    @property
    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self._page
