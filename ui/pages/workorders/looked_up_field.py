"""A record that is given by what is written on it: a code, a number."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from ui.pages.form_dialog import FormDialog as _Form
else:
    _Form = object  # Qt knows the signals of the first of its own classes only, so this is none

_AFTER_TYPING_MILLISECONDS = 150


class LookedUpField(Translated, QWidget):
    """Takes what somebody types, looks it up, and says below the line what it means."""

    edited = Signal()
    settled = Signal()
    """It is known now what is meant, or that there is no such thing."""

    def __init__(self, work: Work, customer_id: Callable[[], str], example_source: str) -> None:
        """`customer_id` tells whose things are meant; empty means everybody's."""
        super().__init__()
        self._work, self._customer_id, self._example_source = work, customer_id, example_source
        self._found: Any = None
        self._asked: Reply | None = None
        self.line, self._says = LineField(), Label(role="caption", wrapped=True)
        self._typing = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.look)
        self.line.edited.connect(self._line_edited)
        self.setFocusProxy(self.line)
        self.row = QHBoxLayout()
        self.row.setSpacing(SPACE.xs)
        self.row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addLayout(self.row)
        column.addWidget(self._says)
        self.retranslate()

    @abstractmethod
    def question(self, text: str, customer_id: str) -> Callable[[Reader], object | None]:
        """What finds the one record that `text` means; None where there is none, or more than one."""

    @abstractmethod
    def words(self, found: Any) -> str:
        """What is said of the record that was found."""

    @property
    def found(self) -> Any:
        """The record that is meant; None where there is none, or it is not known yet."""
        return self._found

    @property
    def is_looking(self) -> bool:
        """Whether it is not known yet what is meant."""
        return self._typing.isActive() or self._asked is not None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing, or more than one thing, is meant by what was typed."""
        return bool(self.value()) and not self.is_looking and self._found is None

    def value(self) -> str:
        return self.line.value()

    def set_value(self, value: str) -> None:
        self.line.set_value(value)

    def retranslate(self) -> None:
        self.line.setPlaceholderText(_(self._example_source))
        self._show()

    def look(self) -> None:
        """Find out what is meant."""
        self._typing.stop()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if self.value():
            question = self.question(self.value(), self._customer_id())
            self._asked = self._work.run_query(question, self._answered)
        else:
            self._settle(None)

    def _line_edited(self) -> None:
        self._found = None
        self._typing.start()
        self._show()
        self.edited.emit()

    def _answered(self, found: object | None) -> None:
        self._asked = None
        self._settle(found)

    def _settle(self, found: object | None) -> None:
        self._found = found
        self._show()
        self.settled.emit()
        self.edited.emit()

    def _show(self) -> None:
        text = self.words(self._found) if self._found is not None else ""
        self._says.setText(text)
        self._says.setVisible(bool(text))


class LooksUp(_Form):
    """Mixed into a `FormDialog`: it is sent only once its fields know what was meant."""

    def submit(self) -> None:
        for field in self._fields.values():
            if isinstance(field, LookedUpField) and field.is_looking:
                field.settled.connect(self.submit, Qt.ConnectionType.SingleShotConnection)
                return
        super().submit()
