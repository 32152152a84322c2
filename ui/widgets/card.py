"""The white sheet on which things lie."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE


class Card(QFrame):
    """A frame with round corners. What lies in it is added to `body`, from top to bottom."""

    def __init__(self, *, margin: int = SPACE.lg, spacing: int = SPACE.md, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)
