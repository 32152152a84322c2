"""How a part of the window speaks the language shown now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    _Widget = QWidget
else:
    _Widget = object


class Translated(_Widget):
    """Mixin, named before the Qt class: shows its texts anew whenever the language has changed.

    Such widgets take the source of a text, marked with `N_`, and translate it themselves. What is data, or is put
    together from data, its owner makes ready and sets again in its own `retranslate`.
    """

    def retranslate(self) -> None:
        """Show every text in the language shown now."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
