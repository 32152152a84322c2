"""What stands where a list has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.centered import centered
from ui.widgets.labels import TranslatedLabel
from ui.widgets.painting import paint_icon, paint_round, smooth

_DISC = 64
_ICON = 28
_WIDTH = 300


class EmptyState(QWidget):
    """An icon, a sentence that says why it is empty, and the one thing to do about it."""

    action_requested = Signal()

    def __init__(self, icon: str, sentence_source: str, action_source: str = "") -> None:
        super().__init__()
        self.sentence = TranslatedLabel(sentence_source, "muted", wrapped=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE.lg)
        column.addStretch(2)
        column.addWidget(_IconDisc(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(centered(self.sentence))
        if action_source:
            self.action = Button(action_source, kind="primary")
            self.action.clicked.connect(self.action_requested)
            column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class _IconDisc(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_DISC, _DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        paint_round(painter, QRectF(self.rect()), "accent_soft", _DISC / 2)
        paint_icon(painter, self._icon, "accent_text", (_DISC - _ICON) / 2, _DISC / 2, _ICON)
