"""The choice of an authority of the organisation's own, which few have: quiet until somebody makes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.errors import PaigongError
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.form_row import FormRow
from ui.widgets.labels import IconLabel
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated


class AuthorityChoice(Translated, QWidget):
    """Asks for the file with the certificate; shows its name, takes it back, and says what is wrong with it.

    `known` is the certificate that this workspace trusts already; it is kept until it is taken back.
    """

    def __init__(self, known: str = "") -> None:
        super().__init__()
        self.known = known
        self.file: Path | None = None
        self._refusal: PaigongError | None = None
        self._ask = Button(N_("My organisation has its own certificate authority…"), kind="quiet")
        self._name = ElidedLabel()
        self._take_back = ToolButton("x", N_("Trust the authorities of this computer again"))
        self._row = FormRow(N_("Certificate of your organisation's authority"), self._make_line())
        self._ask.clicked.connect(self.ask_for_file)
        self._take_back.clicked.connect(self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._row)
        self.retranslate()

    @property
    def error(self) -> str:
        """What is said to be wrong with the file; empty while nothing is."""
        return self._row.error

    def ask_for_file(self) -> None:
        """Let a person choose the file."""
        chooser = QFileDialog(self, _("Choose the certificate of the authority"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([_("Certificates") + " (*.pem *.crt *.cer)", _("All files") + " (*)"])
        chooser.fileSelected.connect(self.choose)
        chooser.open()

    def choose(self, path: str) -> None:
        """Take this file; whether it holds a certificate is seen when it is used."""
        self.file = Path(path)
        self._show(None)
        self._take_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back(self) -> None:
        """Trust no authority but those of this computer."""
        self.file, self.known = None, ""
        self._show(None)
        self._ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: PaigongError) -> None:
        """Say under the file why it cannot be used."""
        self._show(error)
        self._take_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._show(self._refusal)

    def _show(self, refusal: PaigongError | None) -> None:
        self._refusal = refusal
        is_chosen = self.file is not None or bool(self.known)
        self._ask.setVisible(not is_chosen)
        self._row.setVisible(is_chosen)
        if self.file is None:
            self._name.show_text(_("The one that this workspace trusts already"))
        else:
            self._name.show_text(self.file.name, str(self.file))
        self._row.show_error(sentence(refusal) if refusal else "")

    def _make_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(IconLabel("file-text"))
        row.addWidget(self._name, 1)
        row.addWidget(self._take_back)
        return line
