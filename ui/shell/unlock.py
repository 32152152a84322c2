"""The page that a protected workspace lies behind: it asks for the password, and shows nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.foundation.translation import N_, ngettext
from ui.theme.tokens import SPACE
from ui.widgets.brand import BrandMark
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.centered import centered
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.translated import Translated

_WIDTH = 440


class UnlockForm(Translated, QWidget):
    """Asks for the password of this workspace."""

    unlock_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._is_busy, self._seconds = False, 0
        self.banner = NoticeBanner(compact=True)
        self._password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self.submit)
        self._waiting = Label(role="caption", wrapped=True)
        self._submit = Button(N_("Unlock"), kind="primary", icon="key-round")
        self._submit.clicked.connect(self.submit)
        self.setFocusProxy(self._password)
        self._lay_out()
        self._show_state()

    def submit(self) -> None:
        """Ask to be let in, unless an attempt is under way or has to wait."""
        if not self._password.isReadOnly() and self._password.text():
            self.banner.dismiss()
            self.unlock_requested.emit(self._password.text())

    def set_busy(self, busy: bool) -> None:
        """Take no input while the password is being tried."""
        self._is_busy = busy
        self._show_state()

    def set_waiting(self, seconds: int) -> None:
        """Take no input for so many seconds after a wrong password; 0: from now on again."""
        self._seconds = seconds
        self._show_state()

    def show_refusal(self, notice: Notice) -> None:
        """Say why it did not work; the password is to be typed anew."""
        self._password.clear()
        self.banner.show_notice(notice)
        self.set_busy(False)

    def retranslate(self) -> None:
        self._show_state()

    def _show_state(self) -> None:
        ready = not self._is_busy and not self._seconds
        self._password.setReadOnly(not ready)  # and not disabled: the keyboard would go elsewhere
        self._submit.setEnabled(ready)
        self._submit.set_text_source(N_("Unlocking…") if self._is_busy else N_("Unlock"))
        self._waiting.setVisible(bool(self._seconds))
        waiting = ngettext(
            "After so many wrong passwords the next can be tried in {count} second.",
            "After so many wrong passwords the next can be tried in {count} seconds.",
            self._seconds,
        )
        self._waiting.setText(waiting.format(count=self._seconds))
        if ready:
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        card = Card(margin=SPACE.xxl, spacing=SPACE.lg)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(BrandMark(48))
        card.body.addWidget(TranslatedLabel(N_("Paigong is locked"), "title"))
        card.body.addWidget(
            TranslatedLabel(
                N_("This workspace is protected by a password. What is in it shows when it is entered."),
                "muted",
                wrapped=True,
            )
        )
        card.body.addWidget(self.banner)
        card.body.addWidget(FormRow(N_("Password of this workspace"), self._password))
        card.body.addWidget(self._waiting)
        card.body.addWidget(self._submit)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(centered(card))
        column.addStretch(3)
