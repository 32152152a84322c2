"""The form by which a person and this computer join a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.foundation.errors import PaigongError
from app.foundation.translation import N_, _
from ui.shell.authority_choice import AuthorityChoice
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
    """What was entered, without blanks around it; the password as it was typed.

    With a `code` the password is one that the person chose with it, or empty. Of the organisation's own authority there
    is the file that was chosen, or else the certificate that this workspace trusts already, or none.
    """

    server: str
    login: str
    password: str
    device_name: str
    code: str = ""
    authority_file: Path | None = None
    authority: str = ""

    def __repr__(self) -> str:
        return f"SignInRequest({self.server!r}, {self.login!r}, …)"


class SignInForm(Translated, QWidget):
    """Asks for server, login, password or code, and a name for this computer; says under each field what is wrong."""

    sign_in_requested = Signal(SignInRequest)
    cancelled = Signal()

    def __init__(self, *, server: str = "", login: str = "", device_name: str = "", authority: str = "") -> None:
        """`authority` is the certificate that this workspace trusts already, where it is not the system that says."""
        super().__init__()
        self._server, self._login, self._device = QLineEdit(server), QLineEdit(login), QLineEdit(device_name)
        self._password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._code = QLineEdit(placeholderText="K7QM-3RPX")
        self._chosen = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._rows = self._make_rows()
        self.authority = AuthorityChoice(authority)
        self._by_code = False
        self._other_way = Button(N_("I have a code"), kind="quiet")
        self._problems: dict[QLineEdit, str] = {}
        self.banner = NoticeBanner(compact=True)
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._back = Button(N_("Back"), kind="quiet")
        self._submit = Button(N_("Sign in"), kind="primary")
        self._back.clicked.connect(self.cancelled)
        self._submit.clicked.connect(self.submit)
        self._other_way.clicked.connect(self._go_the_other_way)
        for field in self._rows:
            field.returnPressed.connect(self.submit)
            field.textEdited.connect(self._edited)
        self._lay_out()
        self.sign_in_by_code(False)
        self.set_busy(False)
        self.setFocusProxy(next((field for field in self._asked() if not field.text()), self._server))

    def sign_in_by_code(self, by_code: bool) -> None:
        """Ask for a code of the administrator, or for a password."""
        self._by_code = by_code
        self._rows[self._password].setVisible(not by_code)
        for field in (self._code, self._chosen):
            self._rows[field].setVisible(by_code)
        self._other_way.set_text_source(N_("I have a password") if by_code else N_("I have a code"))

    def submit(self) -> None:
        """Ask to be signed in, or say what is missing."""
        if self._progress.isVisible():
            return
        self.banner.dismiss()
        self._problems = {field: problem for field in self._asked() if (problem := self._problem_of(field))}
        self._show_problems()
        if self._problems:
            next(iter(self._problems)).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.sign_in_requested.emit(
            SignInRequest(
                server=self._server.text().strip(),
                login=self._login.text().strip(),
                password=self._chosen.text() if self._by_code else self._password.text(),
                device_name=self._device.text().strip(),
                code=self._code.text().strip() if self._by_code else "",
                authority_file=self.authority.file,
                authority=self.authority.known,
            )
        )

    def set_busy(self, busy: bool) -> None:
        """Show that the server is being asked, and take no input meanwhile: what it says cannot be taken back."""
        self._progress.setVisible(busy)
        for field in self._rows:
            field.setEnabled(not busy)
        for part in (self.authority, self._back, self._other_way, self._submit):
            part.setEnabled(not busy)
        self._submit.set_text_source(N_("Signing in…") if busy else N_("Sign in"))

    def show_refusal(self, notice: Notice) -> None:
        """Say why it did not work; the password is to be typed anew, the code to be looked at again."""
        self.set_busy(False)
        self.banner.show_notice(notice)
        self._password.clear()
        self._code.selectAll()
        (self._code if self._by_code else self._password).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_authority(self, error: PaigongError) -> None:
        """Say what is wrong with the file that was chosen; nothing was sent, and everything stays as it was entered."""
        self.set_busy(False)
        self.authority.refuse(error)

    def retranslate(self) -> None:
        self._show_problems()

    def _asked(self) -> list[QLineEdit]:
        """The fields that are asked for now, in their order."""
        left_out = (self._password,) if self._by_code else (self._code, self._chosen)
        return [field for field in self._rows if field not in left_out]

    def _go_the_other_way(self) -> None:
        self.banner.dismiss()
        self.sign_in_by_code(not self._by_code)
        (self._code if self._by_code else self._password).setFocus(Qt.FocusReason.OtherFocusReason)

    def _problem_of(self, field: QLineEdit) -> str:
        text = field.text().strip()
        if not text:
            return self._needed(field)
        if field is self._server and not _is_address(text):
            return _NO_ADDRESS
        return ""

    def _show_problems(self) -> None:
        for field, row in self._rows.items():
            problem = self._problems.get(field, "")
            row.show_error(_(problem) if problem else "")

    def _edited(self) -> None:
        """Take back what was said about the field that is being corrected."""
        field = self.sender()
        if isinstance(field, QLineEdit):
            self._problems.pop(field, None)
        self._show_problems()

    def _make_rows(self) -> dict[QLineEdit, FormRow]:
        """The fields in their order."""
        return {
            self._server: FormRow(
                N_("Server address"), self._server, hint_source=N_("For example https://paigong.example.org")
            ),
            self._login: FormRow(N_("Login"), self._login),
            self._password: FormRow(N_("Password"), self._password),
            self._code: FormRow(
                N_("Sign-in code"),
                self._code,
                hint_source=N_("Your administrator gave it to you; it is good for once."),
            ),
            self._chosen: FormRow(
                N_("Choose a password (optional)"),
                self._chosen,
                hint_source=N_("At least 8 characters. Without one you need a code the next time, too."),
            ),
            self._device: FormRow(
                N_("Name of this computer"), self._device, hint_source=N_("Others see it beside your name.")
            ),
        }

    def _needed(self, field: QLineEdit) -> str:
        """What is said where a field is empty that must not be."""
        needed = {
            self._server: N_("Enter the address of your server; your administrator knows it."),
            self._login: N_("Enter your login."),
            self._password: N_("Enter your password."),
            self._code: N_("Enter the code that your administrator gave you."),
            self._device: N_("Give this computer a name that your colleagues will recognise."),
        }
        return needed.get(field, "")

    def _lay_out(self) -> None:
        card = Card(margin=SPACE.xxl, spacing=SPACE.lg)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(BrandMark(48))
        card.body.addWidget(TranslatedLabel(N_("Sign in to your server"), "title"))
        card.body.addWidget(self.banner)
        for row in self._rows.values():
            card.body.addWidget(row)
        card.body.addWidget(self.authority)
        card.body.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._other_way)
        buttons.addWidget(self._submit)
        card.body.addLayout(buttons)
        scroll = ScrollColumn(margin=SPACE.lg)
        scroll.body.addStretch()
        scroll.body.addLayout(centered(card))
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)


_NO_ADDRESS = N_("This is not a web address. It begins with https:// or http://.")


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
