"""What a person sees first: a welcome, and three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.theme.tokens import SPACE
from ui.widgets.appearance_buttons import LanguageButton, ThemeButton
from ui.widgets.brand import BrandMark
from ui.widgets.centered import centered
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner

_WIDTH = 960


class FirstStartPage(QWidget):
    """Asks how to begin. `banner` is for what goes wrong on the way."""

    sample_requested = Signal()
    server_requested = Signal()
    empty_requested = Signal()
    language_requested = Signal(str)
    dark_requested = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.banner = NoticeBanner()
        self.sample = ChoiceCard(
            "flask-conical",
            N_("Try with sample data"),
            N_("A small service desk with customers, devices and work orders. Nothing leaves this computer."),
        )
        self.server = ChoiceCard(
            "server",
            N_("Connect to a server"),
            N_("Your team already uses Paigong. Sign in once; after that you can work without a network too."),
        )
        self.empty = ChoiceCard(
            "file-plus",
            N_("Start empty"),
            N_("Begin with your own customers and devices on this computer. You can connect to a server later."),
        )
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._progress.hide()
        place = self._progress.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(place)
        self._languages, self._theme = LanguageButton(), ThemeButton()
        self._languages.language_requested.connect(self.language_requested)
        self._theme.dark_requested.connect(self.dark_requested)
        self.sample.clicked.connect(self.sample_requested)
        self.server.clicked.connect(self.server_requested)
        self.empty.clicked.connect(self.empty_requested)
        self.setFocusProxy(self.sample)
        self._lay_out()

    def set_busy(self, busy: bool) -> None:
        """Take no further choice while one is being carried out."""
        for choice in (self.sample, self.server, self.empty):
            choice.setEnabled(not busy)
        self._progress.setVisible(busy)

    def show_refusal(self, notice: Notice) -> None:
        """Say why it did not work; any choice can be taken again."""
        self.set_busy(False)
        self.banner.show_notice(notice)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(SPACE.xs)
        for choice in (self.sample, self.server, self.empty):
            choices.addWidget(choice)
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(sheet)
        inner.setSpacing(SPACE.sm)
        inner.addWidget(BrandMark(72), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(SPACE.sm)
        for label in (
            TranslatedLabel(N_("Welcome to Paigong"), "display"),
            TranslatedLabel(N_("Work orders, devices and visits. The same with and without a network."), "muted"),
        ):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(label)
        inner.addSpacing(SPACE.xl)
        inner.addWidget(self.banner)
        inner.addLayout(choices)
        inner.addWidget(self._progress)
        corner = QHBoxLayout()
        corner.addStretch()
        corner.addWidget(self._languages)
        corner.addWidget(self._theme)
        column = QVBoxLayout(self)
        column.addLayout(corner)
        column.addStretch(4)
        column.addLayout(centered(sheet))
        column.addStretch(5)
