"""A fact of a visit with what can be done about it: copy the address, find the way, correct the time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.tokens import SPACE
from ui.widgets.labels import IconLabel, Label


class ActionRow(QWidget):
    """An icon, some words that can be marked, and buttons; nothing where there are no words."""

    def __init__(self, icon: str, *buttons: QWidget) -> None:
        super().__init__()
        self.words = Label(wrapped=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(IconLabel(icon))
        row.addWidget(self.words, 1)
        for button in buttons:
            row.addWidget(button)

    def set_words(self, text: str) -> None:
        self.words.setText(text)
        self.setVisible(bool(text))
