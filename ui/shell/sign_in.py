"""The form by which a person and this computer join a server."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.brand import BrandMark
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.centered import centered
from ui.widgets.form_row import FormRow
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.translated import Translated

_WIDTH = 440


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """What was entered, without blanks around it; the password as it was typed."""

    server: str
    login: str
    password: str
    device_name: str

    def __repr__(self) -> str:
        return f"SignInRequest({self.server!r}, {self.login!r}, …)"


class SignInForm(Translated, QWidget):
    """Asks for server, login, password and a name for this computer; says under each field what is wrong with it."""

    sign_in_requested = Signal(SignInRequest)
    cancelled = Signal()

    def __init__(self, *, server: str = "", login: str = "", device_name: str = "") -> None:
        super().__init__()
        self._server, self._login, self._device = QLineEdit(server), QLineEdit(login), QLineEdit(device_name)
        self._password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._fields = (self._server, self._login, self._password, self._device)
        self._rows = (
            FormRow(N_("Server address"), self._server, hint_source=N_("For example https://paigong.example.org")),
            FormRow(N_("Login"), self._login),
            FormRow(N_("Password"), self._password),
            FormRow(N_("Name of this computer"), self._device, hint_source=N_("Others see it beside your name.")),
        )
        self._problems: dict[QLineEdit, str] = {}
        self.banner = NoticeBanner(compact=True)
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._back = Button(N_("Back"), kind="quiet")
        self._submit = Button(N_("Sign in"), kind="primary")
        self._back.clicked.connect(self.cancelled)
        self._submit.clicked.connect(self.submit)
        for field in self._fields:
            field.returnPressed.connect(self.submit)
            field.textEdited.connect(self._edited)
        self._lay_out()
        self.set_busy(False)
        self.setFocusProxy(next((field for field in self._fields if not field.text()), self._server))

    def submit(self) -> None:
        """Ask to be signed in, or say what is missing."""
        if self._progress.isVisible():
            return
        self.banner.dismiss()
        self._problems = {field: problem for field in self._fields if (problem := self._problem_of(field))}
        self._show_problems()
        if self._problems:
            next(iter(self._problems)).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.sign_in_requested.emit(
            SignInRequest(
                server=self._server.text().strip(),
                login=self._login.text().strip(),
                password=self._password.text(),
                device_name=self._device.text().strip(),
            )
        )

    def set_busy(self, busy: bool) -> None:
        """Show that the server is being asked, and take no input meanwhile: what it says cannot be taken back."""
        self._progress.setVisible(busy)
        for field in self._fields:
            field.setEnabled(not busy)
        for button in (self._back, self._submit):
            button.setEnabled(not busy)
        self._submit.set_text_source(N_("Signing in…") if busy else N_("Sign in"))

    def show_refusal(self, notice: Notice) -> None:
        """Say why it did not work; the password is to be typed anew."""
        self.set_busy(False)
        self.banner.show_notice(notice)
        self._password.clear()
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._show_problems()

    def _problem_of(self, field: QLineEdit) -> str:
        text = field.text().strip()
        if not text:
            return _NEEDED[self._fields.index(field)]
        if field is self._server and not _is_address(text):
            return _NO_ADDRESS
        return ""

    def _show_problems(self) -> None:
        for row, field in zip(self._rows, self._fields, strict=True):
            problem = self._problems.get(field, "")
            row.show_error(_(problem) if problem else "")

    def _edited(self) -> None:
        """Take back what was said about the field that is being corrected."""
        field = self.sender()
        if isinstance(field, QLineEdit):
            self._problems.pop(field, None)
        self._show_problems()

    def _lay_out(self) -> None:
        card = Card(margin=SPACE.xxl, spacing=SPACE.lg)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(BrandMark(48))
        card.body.addWidget(TranslatedLabel(N_("Sign in to your server"), "title"))
        card.body.addWidget(self.banner)
        for row in self._rows:
            card.body.addWidget(row)
        card.body.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._submit)
        card.body.addLayout(buttons)
        scroll = ScrollColumn(margin=SPACE.lg)
        scroll.body.addStretch()
        scroll.body.addLayout(centered(card))
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)


_NEEDED = (
    N_("Enter the address of your server; your administrator knows it."),
    N_("Enter your login."),
    N_("Enter your password."),
    N_("Give this computer a name that your colleagues will recognise."),
)
_NO_ADDRESS = N_("This is not a web address. It begins with https:// or http://.")


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
