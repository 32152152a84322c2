"""Where labels are printed: into a PDF, on a printer of this computer, or on a label printer at an address."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.printers import system
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.translated import Translated
from ui.work.work import Work

_PDF, _ADDRESS = "", "://"
"""No printer is called by what only addresses have in them."""
_PDF_NAME, _ADDRESS_NAME = N_("A PDF file"), N_("A label printer at an address")


class PrinterField(Translated, QWidget):
    """Its value is empty for a PDF, else the name of a printer of this computer or the address of a label printer."""

    edited = Signal()
    failed = Signal(object)
    """With the exception: the printers of this computer are not known."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._names: list[str] = []
        self._has_addresses = True
        self.choice, self.address = ChoiceField(), LineField()
        self.address.setPlaceholderText("zpl://10.0.0.7")
        self.choice.edited.connect(self._chosen)
        self.address.edited.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.choice)
        column.addWidget(self.address)
        self.setFocusProxy(self.choice)
        self.retranslate()

    def find_printers(self) -> None:
        """Ask this computer for its printers; what was chosen stays chosen."""
        self._work.keep_safe(system.names, self._found, self.failed.emit)

    def offer_addresses(self, *, offered: bool) -> None:
        """Label printers at an address take rolls, no sheets."""
        self._has_addresses = offered
        self._offer()

    @property
    def is_address(self) -> bool:
        """Whether it is to be the address of a label printer."""
        return self.choice.value() == _ADDRESS

    def value(self) -> str:
        return self.address.value() if self.is_address else self.choice.value()

    def set_value(self, value: str) -> None:
        if _ADDRESS in value:
            self.address.set_value(value)
            self.choice.set_value(_ADDRESS)
        else:
            self._wish(value)
            self.choice.set_value(value)
        self._chosen()

    def retranslate(self) -> None:
        self.choice.setAccessibleName(_("Printer"))
        self.address.setAccessibleName(_("Address of the label printer"))
        self._offer()

    def _wish(self, name: str) -> None:
        """A printer that is switched off may be chosen all the same: what is missing is told when it is printed on."""
        if name and name not in self._names:
            self._names.append(name)
            self._offer()

    def _found(self, names: list[str]) -> None:
        chosen = self.choice.value()
        self._names = names
        self._wish(chosen if chosen not in {_PDF, _ADDRESS} else "")
        self._offer()

    def _offer(self) -> None:
        addressed = ((_ADDRESS, _(_ADDRESS_NAME)),) if self._has_addresses else ()
        self.choice.set_choices(((_PDF, _(_PDF_NAME)), *((name, name) for name in self._names), *addressed))

    def _chosen(self) -> None:
        self.address.setVisible(self.is_address)
        self.edited.emit()
