"""Who calls: chosen in the directory, or a name as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Person
    from app.storage.units import Reader

_AFTER_TYPING_MILLISECONDS = 150


class PersonField(Translated, QWidget):
    """Offers a customer's people below the line while somebody types; its value is the name that stands there."""

    edited = Signal()
    chosen = Signal(object)
    """With the `Person`."""

    def __init__(self, work: Work, customer_id: Callable[[], str]) -> None:
        """`customer_id` tells whose people are offered; empty means everybody's."""
        super().__init__()
        self._work, self._customer_id = work, customer_id
        self._person_id = ""
        self._offered: list[Person] = []
        self._asked: Reply | None = None
        self.offers = QListView()
        self.line, self._says = LineField(), Label(role="caption", wrapped=True)
        self._typing = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self._ask)
        self._texts = QStringListModel(self)
        self.completer = QCompleter(self._texts, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(self.line)
        self.completer.setPopup(self.offers)
        self.completer.activated[QModelIndex].connect(  # type: ignore[index]  # the stubs know one overload only
            self._row_activated
        )
        self.line.edited.connect(self._line_edited)
        self.line.textEdited.connect(self._typing.start)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.line)
        column.addWidget(self._says)
        self._show()

    @property
    def person_id(self) -> str:
        """The person who was chosen; empty where a name alone stands there."""
        return self._person_id

    def value(self) -> str:
        return self.line.value()

    def set_value(self, value: str) -> None:
        """Show a name, of nobody in particular."""
        self.line.set_value(value)

    def set_person(self, person_id: str, name: str) -> None:
        """Show somebody of the directory, or with an empty id a name alone."""
        self.line.set_value(name)
        self._person_id = person_id
        self._show()
        self.edited.emit()

    def forget_person(self) -> None:
        """Leave the name, but of nobody in particular: it is another customer's call."""
        self.set_person("", self.value())

    def retranslate(self) -> None:
        self._show()

    def _line_edited(self) -> None:
        self._person_id = ""
        self._show()
        self.edited.emit()

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._work.run_query(partial(_read, self.value(), self._customer_id()), self._offer)

    def _offer(self, people: list[Person]) -> None:
        self._asked, self._offered = None, people
        self._texts.setStringList([" · ".join(filter(None, (each.name, each.phone))) for each in people])
        if people and self.line.hasFocus():
            self.completer.complete()
        else:
            self.offers.hide()

    def _row_activated(self, index: QModelIndex) -> None:
        person = self._offered[index.row()]
        self.set_person(person.id, person.name)
        self.chosen.emit(person)

    def _show(self) -> None:
        self._says.setText(_("From the directory") if self._person_id else "")
        self._says.setVisible(bool(self._person_id))


def _read(text: str, customer_id: str, reader: Reader) -> list[Person]:
    from app.workorders.queries.callers import people_found

    return people_found(reader, text, customer_id) if text else []
