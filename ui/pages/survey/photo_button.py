"""A photo of the device that was registered last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from ui.pages.files.attaching import About, Attaching
from ui.widgets.button import Button
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset


class PhotoButton(Button):
    """Belongs to the device that was the last one when it was pressed, whatever is registered meanwhile."""

    attached = Signal()
    failed = Signal(object)
    """With the exception; the window behind says it, too."""

    def __init__(self, work: Work, clock: Clock) -> None:
        super().__init__(N_("Add a photo…"), icon="paperclip")
        self._attaching = Attaching(work, clock, self)
        self._about: About | None = None
        self._has_failed = False
        work.failed.connect(self._fail)
        self._attaching.changed.connect(self._changed)
        self.clicked.connect(self._choose)

    def show_device(self, asset: Asset | None) -> None:
        """The next photo shows this device."""
        self._about = (asset.customer_id, "assets", asset.id) if asset is not None else None
        self.setEnabled(asset is not None)

    def attach(self, files: list[str], about: About) -> None:
        """Keep these files with a device."""
        self._has_failed = False
        self._attaching.attach_files([Path(file) for file in files], about)

    def _choose(self) -> None:
        about = self._about
        if about is None:
            return
        chooser = QFileDialog(self, _("Add a photo…"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.filesSelected.connect(lambda files: self.attach(files, about))
        chooser.open()

    def _fail(self, error: Exception) -> None:
        if self._attaching.under_way:
            self._has_failed = True
            self.failed.emit(error)

    def _changed(self) -> None:
        if not self._attaching.under_way and not self._has_failed:
            self.attached.emit()
