"""The one field that finds the caller, and what it finds, as one types."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.workorders.calls import Found, FoundKind
from ui.pages.scanning.camera_button import CameraButton
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.search_field import SearchField
from ui.widgets.small_list import ListRow, SmallList
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_MOST_ROWS = 6
_KINDS = {
    FoundKind.PERSON: N_("Person"),
    FoundKind.DEPARTMENT: N_("Department"),
    FoundKind.ASSET: N_("Device"),
    FoundKind.CUSTOMER: N_("Customer"),
}
_NOBODY = N_("Nobody and nothing is called so. Look for the customer, and enter the name below.")
_SEVERAL = N_("Several devices carry this code. Choose whose it is.")
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CallerField(Translated, QWidget):
    """Arrows and Enter choose, while the keyboard stays in the field.

    A scanner types a code and Enter before anything can be found: what alone carries the code is chosen as soon as it
    is found; where several do, the person is asked.
    """

    chosen = Signal(object)
    """With the `Found`."""
    begun = Signal()
    """Somebody calls: the first is typed."""

    def __init__(self, work: Work, at_hand: Callable[[], str]) -> None:
        """`at_hand` tells the customer whose devices stand first; empty for nobody's."""
        super().__init__()
        self._work, self._at_hand = work, at_hand
        self._found: tuple[Found, ...] = ()
        self._asked: Reply | None = None
        self._answered_text = ""
        self._is_awaited = self._was_looked_at = self._had_text = False
        self.line = SearchField(N_("Name, phone, department, asset code or label"))
        self.camera = CameraButton(work)
        self.rows = SmallList(N_("Who is found"), ("", ""), ColumnPlan((0, 110), stretched=0, least=0))
        self.says = TranslatedLabel("", "caption", wrapped=True)
        self.rows.horizontalHeader().hide()
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.clicked.connect(self._clicked)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._edited)
        self.line.search_changed.connect(self._ask)
        self.camera.scanned.connect(self.take_scanned)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self._results = Card(margin=1, spacing=0)
        self._results.body.addWidget(self.rows)
        row = QHBoxLayout()
        row.setSpacing(SPACE.xs)
        row.addWidget(self.line, 1)
        row.addWidget(self.camera)
        column.addLayout(row)
        for part in (self.says, self._results):
            column.addWidget(part)
        self._show(())
        self.retranslate()

    @property
    def found(self) -> tuple[Found, ...]:
        """What is offered now."""
        return self._found

    def take_scanned(self, text: str) -> None:
        """Find whose this is, as if it had been typed with Enter."""
        self.line.setText(text)
        self._edited(text)
        self._enter_pressed()

    def clear(self) -> None:
        """Forget what was typed."""
        self._is_awaited = self._had_text = False
        self.line.clear()
        self._show(())

    def retranslate(self) -> None:
        self.line.setToolTip(_("Type, or scan a label. Arrows and Enter choose. ({keys})").format(keys="F2"))
        self._show(self._found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()), event.modifiers())
        return super().eventFilter(watched, event)

    def _edited(self, text: str) -> None:
        if bool(text) and not self._had_text:
            self.begun.emit()
        self._had_text = bool(text)

    def _key_pressed(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key means here; the answer is whether it meant anything."""
        if key in _STEPS and self._found:
            ids = self.rows.row_ids
            self.rows.choose(ids[(ids.index(self.rows.chosen_id) + _STEPS[key]) % len(ids)])
            self._was_looked_at = True
        elif key in _ENTER and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._enter_pressed()
        elif key == Qt.Key.Key_Escape and self.line.text():
            self.clear()
        else:
            return False
        return True

    def _enter_pressed(self) -> None:
        text = self.line.text().strip()
        if text and text != self._answered_text:
            self._is_awaited = True
            self._ask(text)
        elif self._is_ambiguous and not self._was_looked_at:
            self._was_looked_at = True
            self.says.set_text_source(_SEVERAL)
            self.says.show()
        elif self._found:
            self._choose(self.rows.chosen_id)

    @property
    def _is_ambiguous(self) -> bool:
        return sum(each.exact for each in self._found) > 1

    def _ask(self, text: str) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if not text:
            self._show(())
            return
        self._asked = self._work.run_query(partial(_read, text, self._at_hand()), self._answered)

    def _answered(self, answer: tuple[str, tuple[Found, ...]]) -> None:
        text, found = answer
        self._asked = None
        self._show(found)
        self._answered_text = text
        awaited, self._is_awaited = self._is_awaited, False
        if awaited:
            self._choose_certain()
        if not found:
            self.says.set_text_source(_NOBODY)
            self.says.show()

    def _choose_certain(self) -> None:
        """Choose the one who must be meant by what was typed before anything was found; else ask."""
        exact = [each for each in self._found if each.exact]
        people = [each for each in self._found if each.kind is FoundKind.PERSON]
        likeliest = exact or people or self._found
        if len(likeliest) == 1:
            self._choose(likeliest[0].id)
        elif exact:
            self._enter_pressed()

    def _show(self, found: tuple[Found, ...]) -> None:
        self._found, self._answered_text, self._was_looked_at = found, "", False
        self.says.hide()
        self.rows.show_rows(tuple(_row(each) for each in found))
        if found:
            self.rows.choose(found[0].id)
        self.rows.setFixedHeight(min(len(found), _MOST_ROWS) * SIZE.row)
        self._results.setVisible(bool(found))

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(self.rows.row_ids[index.row()])

    def _choose(self, found_id: str) -> None:
        chosen = next(each for each in self._found if each.id == found_id)
        self.clear()
        self.chosen.emit(chosen)


def _row(found: Found) -> ListRow:
    return ListRow(found.id, (TwoLineCell(found.title, found.detail), TextCell(_(_KINDS[found.kind]), "text_muted")))


def _read(text: str, at_hand: str, reader: Reader) -> tuple[str, tuple[Found, ...]]:
    from app.workorders.queries.callers import find_callers

    return text, find_callers(reader, text, at_hand)
