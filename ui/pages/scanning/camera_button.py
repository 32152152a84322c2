"""The button that lets the camera scan."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.foundation.translation import N_
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work


class CameraButton(ToolButton):
    """Opens the camera over the window it stands in, and tells what was scanned; a `lasting` one stays open."""

    scanned = Signal(str)

    def __init__(self, work: Work, *, lasting: bool = False) -> None:
        super().__init__("camera", N_("Scan with the camera"))
        self._work, self._lasting = work, lasting
        self.clicked.connect(self.open_camera)

    def open_camera(self) -> None:
        """Show what the camera sees."""
        from ui.pages.scanning.camera_dialog import CameraDialog

        dialog = CameraDialog(self._work, self.window(), lasting=self._lasting)
        dialog.scanned.connect(self.scanned)
        dialog.open()
