"""The logo of a design: a picture from a file, made black and white at once."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.work.work import Work

_WIDTH = 110

declare({"label_logo_unreadable": N_("The file {file} cannot be read ({detail}). Choose another one.")})


class LogoField(QWidget):
    """Its value is the logo in Base64, for the draft."""

    edited = Signal()
    failed = Signal(object)
    """With the exception: what was chosen can be no logo."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.logo = b""
        self.shown = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.shown.setFixedSize(_WIDTH, SIZE.control)
        self.shown.setStyleSheet("background: white")  # as on the label, in either theme
        self.choose, self.remove = Button(N_("Choose…"), icon="upload"), Button(N_("Remove"), kind="quiet")
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        for part in (self.shown, self.choose, self.remove):
            row.addWidget(part)
        row.addStretch()
        self.setFocusProxy(self.choose)
        self.show_logo(b"")

    def show_logo(self, logo: bytes) -> None:
        """Show a logo, or none."""
        self.logo = logo
        picture = QPixmap()
        picture.loadFromData(logo)
        if not picture.isNull():
            ratio = self.devicePixelRatioF()
            picture = picture.scaled(
                self.shown.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            picture.setDevicePixelRatio(ratio)
        self.shown.setPixmap(picture)
        self.shown.setVisible(bool(logo))
        self.remove.setVisible(bool(logo))
        self.edited.emit()

    def value(self) -> str:
        return b64encode(self.logo).decode()

    def set_value(self, value: str) -> None:
        self.show_logo(b64decode(value))

    def take_file(self, path: str) -> None:
        """Make a logo of the picture in this file."""
        self._work.compute(_logo_of_file, path, done=self.show_logo, failed=self.failed.emit)

    def _choose(self) -> None:
        chooser = QFileDialog(self, _("Choose a logo"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.take_file)
        chooser.open()

    def _remove(self) -> None:
        self.show_logo(b"")


def _logo_of_file(path: str) -> bytes:
    from app.labels.logos import MOST_FILE_BYTES, logo_of

    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Trouble("label_logo_unreadable", file=Path(path).name, detail=detail) from error
    return logo_of(content)
