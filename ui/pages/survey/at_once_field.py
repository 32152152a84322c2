"""Whether the label of each device is printed as soon as the device is registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.foundation.errors import Rejection
from app.foundation.translation import N_
from ui.widgets.fields import CheckField

if TYPE_CHECKING:
    from ui.pages.labels.at_once import LabelsAtOnce


class AtOnceField(CheckField):
    """Unticks itself where nothing can be printed; the printer is looked for anew when it is ticked again."""

    failed = Signal(object)
    """With the exception: the labels are printed later."""

    def __init__(self, make_printing: Callable[[QObject], LabelsAtOnce]) -> None:
        super().__init__(N_("Print each label at once"))
        self._make_printing = make_printing
        self._printing: LabelsAtOnce | None = None
        self.edited.connect(self._chosen)

    def print_label(self, asset_id: str) -> None:
        """Print the label of this device, if that is wanted."""
        if self._printing is not None and self.isChecked():
            self._printing.print_label(asset_id)

    def _chosen(self) -> None:
        if not self.isChecked():
            return
        if self._printing is None:
            self._printing = self._make_printing(self)
            self._printing.failed.connect(self._fail)
        try:
            self._printing.check()
        except Rejection as rejection:
            self._fail(rejection)

    def _fail(self, error: Exception) -> None:
        self.setChecked(False)
        if self._printing is not None:
            self._printing.deleteLater()
            self._printing = None
        self.failed.emit(error)
