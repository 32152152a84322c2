"""Asking for passwords, old and new: of the workspace, and of a file of unsent work."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.form_row import FormRow
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.translated import Translated
from ui.work.work import Work

_WIDTH = 480
_NOT_THE_SAME = N_("The two passwords differ. Type the new one twice.")
_NEEDED = N_("Enter the password.")
_PRESENT, _NEW, _AGAIN = N_("Present password"), N_("New password"), N_("New password once more")
_OF_FILE = N_("Password of the file")
_HINT = N_("At least eight characters.")


class Deed(Enum):
    """What the passwords are for."""

    PROTECT = N_("Protect with a password")
    CHANGE = N_("Change password")
    REMOVE = N_("Remove password")
    EXPORT = N_("Save unsent work to a file")
    IMPORT = N_("Take over unsent work from a file")


_EXPLANATIONS = {
    Deed.PROTECT: N_(
        "From now on Paigong asks for it at every start and when the window was locked. Nobody can open the workspace "
        "without it, not even your administrator: what has not reached the server by then would be lost with it."
    ),
    Deed.CHANGE: N_("The data stays as it is; only the password that opens it becomes another one."),
    Deed.REMOVE: N_("The key goes back into a plain file that only you can read, and nothing is asked for any more."),
    Deed.EXPORT: N_(
        "Photos and documents that the server does not have yet go with it. "
        "The file is encrypted with a password of its own, which you need where the file is read. Nothing is taken "
        "away from here: the server carries each entry out once, wherever it comes from."
    ),
    Deed.IMPORT: N_(
        "What was done on another computer of yours, and has not reached the server, is done here and sent from here."
    ),
}


class PasswordDialog(Translated, QDialog):
    """Asks for what a deed needs and does it; making keys of passwords is slow on purpose, and not done here."""

    done_with = Signal(object)
    """With what the deed came to."""

    def __init__(self, deed: Deed, work: Work, do: Callable[[str, str], object], parent: QWidget) -> None:
        """`do` does the deed with the present password and the new one, in another thread."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._deed, self._work, self._do = deed, work, do
        self._present, self._new, self._again = (QLineEdit(echoMode=QLineEdit.EchoMode.Password) for _ in range(3))
        wanted = {
            Deed.PROTECT: (self._new, self._again),
            Deed.CHANGE: (self._present, self._new, self._again),
            Deed.REMOVE: (self._present,),
            Deed.EXPORT: (self._new, self._again),
            Deed.IMPORT: (self._present,),
        }
        names = {self._present: _OF_FILE if deed is Deed.IMPORT else _PRESENT, self._new: _NEW, self._again: _AGAIN}
        hints = {self._new: _HINT}
        self._rows = {field: FormRow(names[field], field, hint_source=hints.get(field, "")) for field in wanted[deed]}
        self._explanation = TranslatedLabel(_EXPLANATIONS[deed], "muted", wrapped=True)
        self.banner = NoticeBanner(compact=True)
        self._cancel, self._submit = Button(N_("Cancel")), Button(deed.value, kind="primary")
        self._submit.setDefault(True)
        self._cancel.clicked.connect(self.reject)
        self._submit.clicked.connect(self.submit)
        self._lay_out()
        self.retranslate()
        next(iter(self._rows)).setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Do it, or say what is missing."""
        problems = {field: _(_NEEDED) for field in self._rows if not field.text()}
        if not problems and self._new in self._rows and self._new.text() != self._again.text():
            problems[self._again] = _(_NOT_THE_SAME)
        for field, row in self._rows.items():
            row.show_error(problems.get(field, ""))
        if problems:
            next(iter(problems)).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._set_busy(busy=True)
        job = partial(self._do, self._present.text(), self._new.text())
        self._work.keep_safe(job, self._done, self._refused)

    def retranslate(self) -> None:
        self.setWindowTitle(_(self._deed.value))
        self._explanation.setMinimumHeight(self._explanation.heightForWidth(_WIDTH - 2 * SPACE.xl))

    def reject(self) -> None:
        """Go back; not while the password is just being set: nobody would know which one holds."""
        if self._submit.isEnabled():
            super().reject()

    def _done(self, outcome: object) -> None:
        self._set_busy(busy=False)
        self.accept()
        self.done_with.emit(outcome)

    def _refused(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.banner.show_notice(notice_of(error))

    def _set_busy(self, *, busy: bool) -> None:
        for part in (*self._rows, self._cancel, self._submit):
            part.setEnabled(not busy)
        self._submit.set_text_source(N_("One moment…") if busy else self._deed.value)

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(TranslatedLabel(self._deed.value, "title"))
        column.addWidget(self._explanation)
        column.addWidget(self.banner)
        for row in self._rows.values():
            column.addWidget(row)
        column.addLayout(buttons)
