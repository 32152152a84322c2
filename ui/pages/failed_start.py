"""What is shown in place of the workspace where it cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.theme.tokens import SPACE
from ui.widgets.brand import BrandMark
from ui.widgets.button import Button
from ui.widgets.centered import centered
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner

_WIDTH = 720


class FailedStartPage(QWidget):
    """Says why, and what to do before the next start: nothing can be seen here, and nothing entered."""

    close_requested = Signal()

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._close = Button(N_("Close Paigong"), kind="primary")
        self._close.clicked.connect(self.close_requested)
        self.setFocusProxy(self._close)
        banner = NoticeBanner(lasting=True)
        banner.show_notice(notice)
        title = TranslatedLabel(N_("Your workspace could not be opened"), "title")
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(sheet)
        inner.setSpacing(SPACE.lg)
        inner.addWidget(BrandMark(48), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(banner)
        inner.addWidget(self._close, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(centered(sheet))
        column.addStretch(3)
