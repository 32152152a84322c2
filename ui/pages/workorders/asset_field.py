"""A device, given by the code on its label."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader

_AFTER_TYPING_MILLISECONDS = 150


class AssetField(Translated, QWidget):
    """Takes a code that a device carries or once did, and says which device that is."""

    edited = Signal()
    settled = Signal()
    """It is known now which device the code means, or that there is none."""

    def __init__(self, work: Work, customer_id: Callable[[], str]) -> None:
        """`customer_id` tells whose devices are meant; empty means everybody's."""
        super().__init__()
        self._work, self._customer_id = work, customer_id
        self._found: Asset | None = None
        self._asked: Reply | None = None
        self.code, self._says = LineField(), Label(role="caption")
        self._typing = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.look)
        self.code.edited.connect(self._code_edited)
        self.setFocusProxy(self.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.code)
        column.addWidget(self._says)
        self.retranslate()

    @property
    def asset_id(self) -> str | None:
        """The device that was found."""
        return self._found.id if self._found is not None else None

    @property
    def is_looking(self) -> bool:
        """Whether it is not known yet what the code means."""
        return self._typing.isActive() or self._asked is not None

    @property
    def is_unknown(self) -> bool:
        """Whether no device, or more than one, has the code."""
        return bool(self.value()) and not self.is_looking and self._found is None

    def value(self) -> str:
        return self.code.value()

    def set_value(self, value: str) -> None:
        self.code.set_value(value)

    def retranslate(self) -> None:
        self.code.setPlaceholderText(_(_EXAMPLE))
        self._show()

    def look(self) -> None:
        """Find out which device the code means."""
        self._typing.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        code, customer_id = self.value(), self._customer_id()
        if not code:
            self._settle(None)
            return

        def read(reader: Reader) -> list[Asset]:
            from app.assets.queries import assets_with_code

            return assets_with_code(reader, code, customer_id or None)

        self._asked = self._work.run_query(read, self._answered)

    def _code_edited(self) -> None:
        self._found = None
        self._typing.start()
        self._show()
        self.edited.emit()

    def _answered(self, found: list[Asset]) -> None:
        self._asked = None
        self._settle(found[0] if len(found) == 1 else None)

    def _settle(self, found: Asset | None) -> None:
        self._found = found
        self._show()
        self.settled.emit()
        self.edited.emit()

    def _show(self) -> None:
        text = self._found.name if self._found is not None else ""
        self._says.setText(text)
        self._says.setVisible(bool(text))


_EXAMPLE = N_("KJC-COM-1234")
