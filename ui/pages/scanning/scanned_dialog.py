"""What is to be done with what was scanned, where that is not plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.scanning.reading import Judged
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList
from ui.widgets.translated import Translated

if TYPE_CHECKING:
    from app.assets.tables import Asset

_WIDTH = 560
_MOST_ROWS = 6


class ScannedDialog(Translated, QDialog):
    """Asks which device is meant, what becomes of one that nobody knows, or whether it belongs to the order at hand.

    No button has the keyboard at first, and none is the default: the Enter of a scanner presses nothing.
    """

    rescanned = Signal(str)
    """Something else was scanned; this is over."""
    device_requested = Signal(str)
    """With the id of the device that is to be shown."""
    addition_requested = Signal(object)
    """With the command that makes it the device of the order at hand."""
    registration_requested = Signal(object)
    attachment_requested = Signal(object)
    """Each with the `Barcode`."""

    def __init__(self, judged: Judged, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._judged = judged
        self._title, self._sentence = Label(role="title"), Label(role="muted", wrapped=True)
        self.rows = SmallList(
            N_("Devices"), ("", ""), ColumnPlan((0, 180), stretched=0, least=200, yielding=(1,)), ListUse.OPEN
        )
        self.add_button = Button(N_("Add to this order"), icon="plus", kind="primary")
        self.open_button = Button(N_("Open the device"), icon="server")
        self.register_button = Button(N_("Register a device"), icon="plus", kind="primary")
        self.attach_button = Button(N_("It belongs to a known device…"), icon="tag")
        self.close_button = Button(N_("Close"))
        self._lay_out()
        self._connect()
        self.retranslate()

    def open(self) -> None:
        """Show the dialog, with the keyboard on nothing that Enter presses."""
        super().open()
        (self.rows if self.rows.isVisible() else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def take_scanned(self, text: str) -> None:
        """Make room for what is scanned next."""
        self.reject()
        self.rescanned.emit(text)

    def retranslate(self) -> None:
        judged = self._judged
        self.setWindowTitle(_("Scanned"))
        self._title.setText(judged.barcode.text)
        self._sentence.setText(_sentence(judged))
        self.rows.show_rows(tuple(_row(asset, customer) for asset, customer in judged.devices))

    def _add(self) -> None:
        self.accept()
        self.addition_requested.emit(self._judged.addition)

    def _open(self) -> None:
        self._show_device(self._judged.devices[0][0].id)

    def _show_device(self, asset_id: str) -> None:
        self.accept()
        self.device_requested.emit(asset_id)

    def _register(self) -> None:
        self.accept()
        self.registration_requested.emit(self._judged.barcode)

    def _attach(self) -> None:
        self.accept()
        self.attachment_requested.emit(self._judged.barcode)

    def _connect(self) -> None:
        self.rows.row_opened.connect(self._show_device)
        self.add_button.clicked.connect(self._add)
        self.open_button.clicked.connect(self._open)
        self.register_button.clicked.connect(self._register)
        self.attach_button.clicked.connect(self._attach)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        count, judged = len(self._judged.devices), self._judged
        self.setMinimumWidth(_WIDTH)
        self.rows.horizontalHeader().hide()
        self.rows.setFixedHeight(min(count, _MOST_ROWS) * SIZE.row + 2)
        self.rows.setVisible(count > 1)
        is_registered = judged.may_register and not count
        for button, is_offered in (
            (self.add_button, judged.order is not None),
            (self.open_button, count == 1),
            (self.register_button, is_registered),
            (self.attach_button, is_registered and not judged.barcode.is_product),
        ):
            button.setVisible(is_offered)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        buttons.setSpacing(SPACE.sm)
        for button in (self.register_button, self.attach_button, self.add_button, self.open_button):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        for part in (self._title, self._sentence, self.rows):
            column.addWidget(part)
        column.addLayout(buttons)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(False)


def _row(asset: Asset, customer: str) -> ListRow:
    return ListRow(
        asset.id, (TwoLineCell(f"{asset.code}  {asset.name}", asset.place), TextCell(customer, "text_muted"))
    )


def _order_sentence(asset: Asset, number: str, stands: str) -> str:
    named = {"code": asset.code, "name": asset.name, "number": number}
    if stands:
        sentence = _("{code}, {name}. Order {number} is about {stands} so far; the added one takes its place.")
        return sentence.format(**named, stands=stands)
    return _("{code}, {name}. Order {number} names no device yet.").format(**named)


def _sentence(judged: Judged) -> str:
    barcode = judged.barcode
    if judged.order is not None:
        return _order_sentence(judged.devices[0][0], judged.order.number, judged.stands)
    if judged.devices:
        return _("Several devices carry this. Choose which one is meant.")
    if barcode.is_product:
        return _(
            "This is the number of an article (EAN, UPC): all devices of that model carry it. Scan the serial number, "
            "which often stands below it after S/N, or our label."
        )
    if judged.is_blank_label:
        return _("This label was printed before its device was known. Register the device that it sticks on.")
    if barcode.code:
        return _("No device is known by this. A device that is registered now carries it as the code {code}.").format(
            code=barcode.code
        )
    return _("No device is known by this. A device that is registered now has it as serial number {number}.").format(
        number=barcode.serial_number
    )
