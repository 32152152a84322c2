"""Under which terms Paigong and what it stands on are given."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import TranslatedLabel
from ui.widgets.translated import Translated

_ROOT = Path(__file__).resolve().parents[3]
_OF_FILES, _OUR_OWN = _ROOT / "resources" / "LICENSES.md", _ROOT / "LICENSE"
_SIZE = QSize(760, 600)


class LicencesDialog(Translated, QDialog):
    """Shows the texts as they lie beside the program; one that is not there is left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextEdit(readOnly=True)
        self.text.setMarkdown(f"{_read(_OF_FILES)}\n\n```\n{_read(_OUR_OWN)}\n```\n")
        close = Button(N_("Close"), kind="primary")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(TranslatedLabel(N_("Licences"), "title"))
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
        self.resize(_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Licences"))
        self.text.setAccessibleName(_("Licences"))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
