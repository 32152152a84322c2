"""What protects the workspace, said plainly, and the ways to change it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.home import Home
from app.foundation.translation import N_, _
from ui.pages.settings.password_dialog import Deed, PasswordDialog
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import IconLabel, Label
from ui.widgets.translated import Translated
from ui.work.work import Work

_PLAIN = N_(
    "Its database is encrypted. The key lies in a file that only you can read: {path}. Whoever gets hold of this file "
    "and the database can read everything. Keep both together when you move or back up the workspace."
)
_WITH_KEYRING = N_(
    "Its database is encrypted. The key opens with your password together with a secret in the keyring of this "
    "computer. On another computer the files cannot be read, whoever knows the password."
)
_WITHOUT_KEYRING = N_(
    "Its database is encrypted, and the key opens with your password. There is no keyring on this computer, so the "
    "other half of the protection lies in a file that only you can read: {path}. Whoever gets hold of it and of the "
    "database can try passwords; choose a long one."
)


_DEEDS = (Deed.PROTECT, Deed.CHANGE, Deed.REMOVE)


class ProtectionPart(Translated, QWidget):
    """Tells how the key is kept, and offers what can be done about it."""

    changed = Signal()
    """There is a password now, or none any more."""

    def __init__(self, work: Work, home: Home) -> None:
        super().__init__()
        self._work, self._home = work, home
        self._words = Label(wrapped=True)
        self._icon = IconLabel("key-round", "warn_text", 18)
        self._buttons = {deed: Button(deed.value) for deed in _DEEDS}
        for deed, button in self._buttons.items():
            button.clicked.connect(partial(self._ask, deed))
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        protected = self._home.is_protected
        self._icon.set_icon("lock" if protected else "key-round", "ok_text" if protected else "warn_text")
        self._words.setText(self._state())
        for deed, button in self._buttons.items():
            button.setVisible(protected is not (deed is Deed.PROTECT))

    def showEvent(self, event: QShowEvent) -> None:
        self.retranslate()
        super().showEvent(event)

    def _state(self) -> str:
        if not self._home.is_protected:
            return _(_PLAIN).format(path=self._home.key_file)
        if self._home.secret_file.exists():
            return _(_WITHOUT_KEYRING).format(path=self._home.secret_file)
        return _(_WITH_KEYRING)

    def _ask(self, deed: Deed) -> None:
        dialog = PasswordDialog(deed, self._work, partial(_do, deed, self._home), self)
        dialog.done_with.connect(self._done)
        dialog.open()

    def _done(self, _nothing: object) -> None:
        self.retranslate()
        self.changed.emit()

    def _lay_out(self) -> None:
        line, buttons = QHBoxLayout(), QHBoxLayout()
        line.setSpacing(SPACE.md)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        for button in self._buttons.values():
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(line)
        column.addLayout(buttons)


def _do(deed: Deed, home: Home, present: str, new: str) -> None:
    from app.safekeeping.passwords import change_password, protect, remove_password

    match deed:
        case Deed.PROTECT:
            protect(home, new)
        case Deed.CHANGE:
            change_password(home, present, new)
        case Deed.REMOVE:
            remove_password(home, present)
