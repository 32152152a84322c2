"""One field of a form: its label, a hint, and what is wrong with what was entered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.labels import IconLabel, Label, TranslatedLabel
from ui.widgets.translated import Translated


class FormRow(Translated, QWidget):
    """A label above `field`, a hint or an error below it. The label names the field for screen readers too."""

    def __init__(self, label_source: str, field: QWidget, *, hint_source: str = "") -> None:
        super().__init__()
        self._label_source = label_source
        self.field = field
        self._label = TranslatedLabel(label_source, "strong")
        self._label.setBuddy(field)
        self._hint = TranslatedLabel(hint_source, "caption", wrapped=True)
        self._error = Label(role="error", wrapped=True)
        self._error_line = QWidget()
        self._lay_out()
        self._hint.setVisible(bool(hint_source))
        self._error_line.hide()
        self.retranslate()

    @property
    def error(self) -> str:
        """What is said to be wrong now; empty while nothing is."""
        return self._error.text()

    def show_error(self, text: str) -> None:
        """Say under the field what is wrong with it; an empty `text` says that nothing is."""
        self._error.setText(text)
        self._error_line.setVisible(bool(text))
        self._hint.setVisible(not text and bool(self._hint.text()))
        self.field.setAccessibleDescription(text)
        self.field.setProperty("wrong", bool(text))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def retranslate(self) -> None:
        self.field.setAccessibleName(_(self._label_source))

    def _lay_out(self) -> None:
        line = QHBoxLayout(self._error_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.xs + 2)
        line.addWidget(IconLabel("circle-alert", "bad_text", 14))
        line.addWidget(self._error, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs + 2)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self._label, self.field, self._hint, self._error_line):
            column.addWidget(part)
