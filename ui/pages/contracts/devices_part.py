"""The devices on a contract's list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.pages.contracts.reading import ShownContract
from ui.pages.workorders.asset_field import AssetField
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, SmallList
from ui.work.work import Work

_COLUMNS = ColumnPlan(widths=(160, 300), stretched=1, least=160)
_HEIGHT = 190


class DevicesPart(QWidget):
    """Puts devices on the list by their codes, and takes the marked one off it."""

    wanted = Signal(object)
    """With the command that changes the list."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._shown: ShownContract | None = None
        self.devices = SmallList(N_("Devices on its list"), (N_("Code"), N_("Name")), _COLUMNS)
        self.devices.setFixedHeight(_HEIGHT)
        self._none_needed = TranslatedLabel(N_("The contract covers all devices, whatever its list says."), "caption")
        self.device = AssetField(work, self._customer)
        self.add, self.take_off = Button(N_("Put on the list"), icon="plus"), Button(N_("Take off the list"), icon="x")
        self.device.settled.connect(self._show_buttons)
        self.device.edited.connect(self._show_buttons)
        self.devices.row_chosen.connect(self._show_buttons)
        self.add.clicked.connect(self._add_clicked)
        self.take_off.clicked.connect(self._take_off_clicked)
        self._lay_out()

    def show_contract(self, shown: ShownContract) -> None:
        """Show the list of a contract."""
        self._shown = shown
        self.devices.show_rows(
            tuple(ListRow(device.id, (TwoLineCell(device.code), TextCell(device.name))) for device in shown.devices)
        )
        self._none_needed.setVisible(shown.contract.all_devices)
        for part in (self.device, self.add, self.take_off):
            part.setVisible(shown.may_manage)
        self._show_buttons()

    def _customer(self) -> str:
        return self._shown.contract.customer_id if self._shown else ""

    def _show_buttons(self) -> None:
        self.add.setEnabled(self.device.asset_id is not None)
        self.take_off.setEnabled(bool(self.devices.chosen_id))

    def _add_clicked(self) -> None:
        if self.device.asset_id is not None:
            self._list(self.device.asset_id, listed=True)
            self.device.set_value("")

    def _take_off_clicked(self) -> None:
        self._list(self.devices.chosen_id, listed=False)

    def _list(self, asset_id: str, *, listed: bool) -> None:
        from app.sla.contract_commands import ListDevice

        if self._shown is not None:
            self.wanted.emit(ListDevice(contract_id=self._shown.contract.id, asset_id=asset_id, listed=listed))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.device, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.take_off, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self._none_needed)
        column.addWidget(self.devices)
        column.addLayout(row)
