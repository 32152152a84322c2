"""Fields of forms. Each gives and takes its value as text, so that a form can be checked and kept as a draft."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QDate, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SIZE
from ui.widgets.translated import Translated

_TEXT_HEIGHT = 92
_DATE_FORMAT = "yyyy-MM-dd"
_CHECKS_A_ROW = 2
_CHECK_HEIGHT = 24
YES, NO = "yes", ""


class Field(Protocol):
    """What a form knows of each of its fields."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted whenever the value is another one."""

    def value(self) -> str:
        """What was entered, without blanks around it; empty where nothing was."""

    def set_value(self, value: str) -> None:
        """Show `value` as if it had been entered."""


class LineField(QLineEdit):
    """A line of text."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(self.edited)

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: str) -> None:
        self.setText(value)


class ScannedField(LineField):
    """A line that a code is scanned into: the Enter that a scanner sends goes on to the next field, and no further."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class TextField(QPlainTextEdit):
    """Some lines of text; Tab leaves the field."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_TEXT_HEIGHT)
        self.textChanged.connect(self.edited)

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: str) -> None:
        self.setPlainText(value)


class ChoiceField(QComboBox):
    """One of a few choices. The first may be *none yet*, with an empty value."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""
        self.currentIndexChanged.connect(self.edited)
        self.activated.connect(self._chosen)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer `choices`, each a value and its text; what was chosen, or is still wanted, stays chosen."""
        wanted = self.value() or self._wanted
        self.blockSignals(True)
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.blockSignals(False)
        self.set_value(wanted)
        self.edited.emit()

    def value(self) -> str:
        """What is chosen; as long as nothing is offered yet, what is to be."""
        return (self.currentData() or "") if self.count() else self._wanted

    def set_value(self, value: str) -> None:
        """Choose `value`, now or when it is first offered."""
        self._wanted = value
        self.setCurrentIndex(max(0, self.findData(value)) if self.count() else -1)

    def _chosen(self) -> None:
        self._wanted = self.value()


class CheckField(Translated, QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, text_source: str) -> None:
        super().__init__()
        self._text_source = text_source
        self.setMinimumHeight(SIZE.control)  # in the middle of the line beside other fields
        self.toggled.connect(self.edited)
        self.retranslate()

    def value(self) -> str:
        return YES if self.isChecked() else NO

    def set_value(self, value: str) -> None:
        self.setChecked(value == YES)

    def retranslate(self) -> None:
        self.setText(_(self._text_source))


class ChecksField(QWidget):
    """Any of a few choices; its value are theirs, with a space between them."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""
        self._boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer `choices`, each a value without spaces and its text; what was chosen, or is still wanted, stays so."""
        wanted = self.value() or self._wanted
        for box in self._boxes.values():
            box.deleteLater()
        self._boxes = {value: QCheckBox(text) for value, text in choices}
        for place, box in enumerate(self._boxes.values()):
            box.setMinimumHeight(_CHECK_HEIGHT)
            self._grid.addWidget(box, place // _CHECKS_A_ROW, place % _CHECKS_A_ROW)
            box.toggled.connect(self.edited)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))
        self.set_value(wanted)

    def value(self) -> str:
        return " ".join(value for value, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: str) -> None:
        """Choose these, now or when they are first offered."""
        self._wanted = value
        for choice, box in self._boxes.items():
            box.setChecked(choice in value.split())


class DateField(QDateEdit):
    """A date; its value is ISO text."""

    edited = Signal()

    def __init__(self, on: date, parent: QWidget | None = None) -> None:
        super().__init__(QDate(on.year, on.month, on.day), parent)
        self.setDisplayFormat(_DATE_FORMAT)
        self.setCalendarPopup(True)
        self.setFixedHeight(SIZE.control + 2)
        self.dateChanged.connect(self.edited)

    @property
    def on(self) -> date:
        """The date that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def value(self) -> str:
        return self.on.isoformat()

    def set_value(self, value: str) -> None:
        self.setDate(QDate.fromString(value, _DATE_FORMAT))
