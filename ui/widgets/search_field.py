"""The field that searches in the list below it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from app.foundation.translation import N_, _
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.translated import Translated

_PAUSE_MILLISECONDS = 120
"""So long after the last key the search begins: shorter than a person notices, longer than between two keys."""


class SearchField(Translated, QLineEdit):
    """Tells what to search for once typing pauses. Text that an input method still composes does not count."""

    search_changed = Signal(str)

    def __init__(self, placeholder_source: str) -> None:
        super().__init__()
        self._placeholder_source = placeholder_source
        self._glass, self._clear = QAction(self), QAction(self)
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._text_changed)
        theme.changed.connect(self.tint)
        self.tint()
        self.retranslate()

    def tint(self) -> None:
        """Give the icons the colour they have in the theme worn now."""
        self._glass.setIcon(icon("search", "text_faint", 16))
        self._clear.setIcon(icon("x", "text_muted", 16))

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self._placeholder_source))
        self.setAccessibleName(_(self._placeholder_source))
        self._clear.setText(_(_CLEAR))

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _tell(self) -> None:
        self.search_changed.emit(self.text().strip())


_CLEAR = N_("Clear the search")
