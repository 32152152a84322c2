"""One setting: what it is called, what it means, and the way to change it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.labels import TranslatedLabel
from ui.widgets.translated import Translated

_CONTROL_WIDTH = 300


class SettingRow(Translated, QWidget):
    """Words at the left, the control at the right; the words name the control for screen readers too."""

    def __init__(self, title_source: str, explanation_source: str, control: QWidget) -> None:
        super().__init__()
        self._title_source, self._explanation_source = title_source, explanation_source
        self._control = control
        control.setFixedWidth(_CONTROL_WIDTH)
        title = TranslatedLabel(title_source, "strong")
        title.setBuddy(control)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(TranslatedLabel(explanation_source, "caption", wrapped=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.lg)
        row.addLayout(words, 1)
        row.addWidget(control)
        self.retranslate()

    def retranslate(self) -> None:
        self._control.setAccessibleName(_(self._title_source))
        self._control.setAccessibleDescription(_(self._explanation_source))


def section(title_source: str, *parts: QWidget) -> Card:
    """A card of settings under a title."""
    card = Card(margin=SPACE.lg + SPACE.xs, spacing=SPACE.lg)
    card.body.addWidget(TranslatedLabel(title_source, "subtitle"))
    for part in parts:
        card.body.addWidget(part)
    return card
