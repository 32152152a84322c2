"""The head of a page or of a part of it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE
from ui.widgets.labels import TranslatedLabel


class PageHeader(QWidget):
    """A title, a line below it that says what this is for, and actions at the right."""

    def __init__(self, title_source: str, subtitle_source: str = "") -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TranslatedLabel(title_source, "subtitle"))
        if subtitle_source:
            words.addWidget(TranslatedLabel(subtitle_source, "muted", wrapped=True))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE.sm)
        self._row.addLayout(words, 1)

    def add_action(self, action: QWidget) -> None:
        """Put `action` at the right end."""
        self._row.addWidget(action)
