"""The form by which what was scanned is written down for a device that is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.assets.barcodes import Barcode
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.widgets.labels import Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset


class AttachForm(LooksUp, FormDialog):
    """Asks for the device: it gets its serial number, or one more code that leads to it."""

    attached = Signal(str)
    """With the id of the device."""

    def __init__(self, work: Work, wall: WallClock, barcode: Barcode, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"assets.attach:{barcode.text[:100]}",
            title_source=N_("It belongs to a known device"),
            submit_source=N_("Write it down"),
            parent=parent,
        )
        self._barcode = barcode
        self.device = self.add(
            "device",
            N_("Code on the label of the device"),
            AssetField(work, str),
            needed_source=N_("Enter or scan the code on the label of the device."),
        )
        self.becomes = Label(role="muted", wrapped=True)
        self._form.addWidget(self.becomes)
        self.device.edited.connect(self.retranslate)
        self.accepted.connect(self._tell_attached)

    def take_scanned(self, text: str) -> None:
        """Take the label of the device that was meant."""
        self.device.set_value(text)

    def command(self) -> object | None:
        from app.assets.edit_commands import AddAlias, EditAsset
        from app.storage.edits import edit_of

        asset = self.device.found
        if self._becomes_serial_number(asset):
            return edit_of(EditAsset, asset, serial_number=self._barcode.serial_number)
        return AddAlias(asset_id=asset.id, alias=self._barcode.code or self._barcode.serial_number)

    def problems(self) -> dict[str, str]:
        unknown = _("No device, or more than one, has this code. Correct it.")
        return {"device": unknown} if self.device.is_unknown else {}

    def retranslate(self) -> None:
        super().retranslate()
        asset, text = self.device.found, self._barcode.code or self._barcode.serial_number
        is_serial = asset is not None and self._becomes_serial_number(asset)
        becomes = _("{text} becomes its serial number.") if is_serial else _("{text} leads to it from now on.")
        self.becomes.setText(becomes.format(text=text) if asset is not None else text)

    def _becomes_serial_number(self, asset: Asset) -> bool:
        return bool(self._barcode.serial_number) and not asset.serial_number

    def _tell_attached(self) -> None:
        self.attached.emit(self.device.asset_id)
