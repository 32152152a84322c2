"""A note that is put together from phrases with a touch or two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.fields import TextField
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_HEIGHT, _PHRASES_HEIGHT = 56, 240


class QuickNote(Translated, QWidget):
    """A field, the phrases in a menu, and the button that adds the note; what was not added yet stays in the field."""

    note_requested = Signal(str)

    def __init__(self, work: Work, clock: Clock) -> None:
        super().__init__()
        self._work, self._clock = work, clock
        self.text = TextField()
        self.text.setFixedHeight(_HEIGHT)
        self.choose = ToolButton("list-checks", N_("Choose a phrase"))
        self.add = Button(N_("Add note"))
        self.menu = QMenu(self)
        self.text.edited.connect(self._edited)
        self.choose.clicked.connect(self._choose_clicked)
        self.add.clicked.connect(self._add_clicked)
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE.xs)
        buttons.addWidget(self.choose)
        buttons.addStretch()
        row = QHBoxLayout()
        row.setSpacing(SPACE.sm)
        row.addWidget(self.text, 1)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addLayout(row)
        column.addWidget(self.add)
        self._edited()
        self.retranslate()

    def retranslate(self) -> None:
        self.text.setPlaceholderText(_("Note, in your own words or from phrases"))
        self.text.setAccessibleName(_("Note"))

    def put(self, phrase: str) -> None:
        """Put a phrase behind what stands in the field."""
        self.text.set_value(" ".join(filter(None, (self.text.value(), phrase))))

    def clear(self) -> None:
        """The note was added."""
        self.text.set_value("")

    def _edited(self) -> None:
        self.add.setEnabled(bool(self.text.value()))

    def _add_clicked(self) -> None:
        self.note_requested.emit(self.text.value())

    def _choose_clicked(self) -> None:
        self._work.run_query(_read_phrases, self._offer)

    def _offer(self, phrases: tuple[str, ...]) -> None:
        self.menu.clear()
        for phrase in phrases:
            self.menu.addAction(phrase.replace("&", "&&")).triggered.connect(partial(self._chosen, phrase))
        self.menu.addSeparator()
        self.menu.addAction(_("Edit the phrases…")).triggered.connect(self._edit)
        self.menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))

    def _chosen(self, phrase: str, _checked: object = None) -> None:
        self.put(phrase)

    def _edit(self) -> None:
        PhrasesForm(self._work, self._clock, self).open()


class PhrasesForm(FormDialog):
    """The phrases, one a line. They stay on this computer, so no command is made of them."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget) -> None:
        super().__init__(
            work,
            clock,
            draft_id="today.phrases",
            title_source=N_("Phrases for notes"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self.phrases = self.add(
            "phrases",
            N_("Phrases"),
            TextField(),
            hint_source=N_("One a line. With none the phrases that came with the program are back."),
        )
        self.phrases.setFixedHeight(_PHRASES_HEIGHT)
        work.run_query(_read_phrases, self._phrases_known)

    def give(self) -> None:
        from app.workorders.phrases import keep_phrases

        keep = partial(keep_phrases, self.phrases.value().splitlines())
        self._work.write(keep, done=self._completed, failed=self.refuse)

    def _phrases_known(self, phrases: tuple[str, ...]) -> None:
        with self.filling_in():
            self.phrases.set_value("\n".join(phrases))


def _read_phrases(reader: Reader) -> tuple[str, ...]:
    from app.workorders.phrases import phrases

    return phrases(reader)
