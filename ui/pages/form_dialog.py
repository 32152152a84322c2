"""A form over the page: fields that become one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.fields import Field
from ui.widgets.form_row import FormRow
from ui.widgets.growing_scroll import GrowingScroll
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.translated import Translated
from ui.work.drafts import DraftKeeper, Fields
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.drafts import Draft
    from app.storage.units import UnitOfWork

FieldT = TypeVar("FieldT", bound=QWidget)
_WIDTH = 480
_AROUND = 200
"""Pixels of the screen that title, buttons, a notice and the window's own frame take."""


class FormDialog(Translated, QDialog):
    """Asks for the fields that the subclass adds, and gives the command that they make.

    What is half filled in is kept, whatever happens, until the form is completed or begun anew. Closing it with
    Escape keeps it too: it is there again when the form is next opened.
    """

    def __init__(
        self, work: Work, clock: Clock, *, draft_id: str, title_source: str, submit_source: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._title_source = title_source
        self._fields: dict[str, Field] = {}
        self._rows: dict[str, FormRow] = {}
        self._needed: dict[str, str] = {}
        self._initial: Fields = {}
        self._kept: Fields = {}
        self._is_checked = self._is_filling = False
        self._draft = DraftKeeper(work, clock, draft_id, self.values, self)
        self._draft.found.connect(self._draft_found)
        self.banner = NoticeBanner(compact=True)
        self._form, self._body = QVBoxLayout(), QHBoxLayout()
        self._scroll, self._beside = GrowingScroll(_AROUND), QHBoxLayout()
        self._begin_anew = Button(N_("Start over"), kind="quiet")
        self._cancel = Button(N_("Cancel"))
        self.submit_button = Button(submit_source, kind="primary")
        self.submit_button.setDefault(True)
        self._begin_anew.clicked.connect(self.begin_anew)
        self._cancel.clicked.connect(self.reject)
        self.submit_button.clicked.connect(self.submit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self._lay_out()

    def command(self) -> object | None:
        """The command that the fields make, None for none; asked for only when `problems` knows none."""
        raise NotImplementedError

    def commands(self) -> tuple[object, ...]:
        """All that the fields make, done together or not at all: usually the one command."""
        command = self.command()
        return () if command is None else (command,)

    def problems(self) -> dict[str, str]:
        """What is wrong with what was entered, by the key of the field, in the language shown now."""
        return {}

    def add(
        self, key: str, label_source: str, field: FieldT, *, needed_source: str = "", hint_source: str = ""
    ) -> FieldT:
        """Add a field below the others; `needed_source` is what to say where it was left empty."""
        row = FormRow(label_source, field, hint_source=hint_source)
        self._rows[key], self._fields[key] = row, field  # type: ignore[assignment]  # every field is a widget too
        if needed_source:
            self._needed[key] = needed_source
        self._fields[key].edited.connect(self._edited)
        self._form.addWidget(row)
        return field

    def put_beside(self, keys: Iterable[str], width: int) -> None:
        """Let these fields stand beside the others, in a form of this width that then fits a small screen."""
        second = QVBoxLayout()
        second.setSpacing(SPACE.md)
        for key in keys:
            self._form.removeWidget(self._rows[key])
            second.addWidget(self._rows[key])
        self._form.addStretch()
        second.addStretch()
        self._body.setSpacing(SPACE.xl)
        self._body.addLayout(second, 1)
        self.setMinimumWidth(width)

    def put_aside(self, part: QWidget) -> None:
        """Let a part that shows what is entered stand beside the fields, in sight wherever they are scrolled to."""
        self._beside.setSpacing(SPACE.xl)
        self._beside.addWidget(part)

    def values(self) -> Fields:
        """What stands in the fields now, by key."""
        return {key: field.value() for key, field in self._fields.items()}

    def edited_keys(self) -> set[str]:
        """The keys of the fields that say something else than they did when the form was opened."""
        return {key for key, value in self.values().items() if value != self._initial.get(key)}

    def open(self) -> None:
        """Show the form, filled in as it was left the last time."""
        self.retranslate()
        self._initial = self._kept = self.values()
        self._begin_anew.hide()
        self._draft.look()
        self._fit()
        super().open()
        first = next((row.field for row in self._rows.values() if row.field.isEnabled()), self.submit_button)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        """Be as high as the fields need it, and no higher than the screen."""
        self._scroll.measure()
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize()))

    @contextmanager
    def filling_in(self) -> Iterator[None]:
        """What is filled in meanwhile is nobody's entry: the form begins with it, unless something was entered."""
        is_untouched = self.values() == self._initial
        self._is_filling = True
        yield
        self._is_filling = False
        if is_untouched:
            self._initial = self._kept = self.values()
        self._edited()

    def begin_anew(self) -> None:
        """Throw away what was entered."""
        self._fill(self._initial)
        self._kept = self._initial
        self._draft.drop()
        self._is_checked = False
        self.banner.dismiss()
        self._show_problems({})

    def submit(self) -> None:
        """Give the command, or say what is missing."""
        if not self.submit_button.isEnabled():
            return
        self._is_checked = True
        problems = self._all_problems()
        self._show_problems(problems)
        if problems:
            first = next(row for key, row in self._rows.items() if key in problems)
            first.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(first)
            return
        self.banner.dismiss()
        self.submit_button.setEnabled(False)
        self._draft.flush()
        self.give()

    def give(self) -> None:
        """Give what was entered, of which nothing is missing. A form that has more to do than commands says how."""
        commands = self.commands()
        if commands:
            self.carry_out(*commands)
        else:
            self._completed(None)

    def carry_out(self, *commands: object, and_write: Callable[[UnitOfWork], None] | None = None) -> None:
        """Carry commands out, all or none, with them what else is to be written, and the end of the draft."""

        def write(unit: UnitOfWork) -> None:
            if self.is_done_with():
                self._draft.dropping(unit)
            if and_write is not None:
                and_write(unit)

        self._work.run_command(*commands, and_write=write, done=self._completed, failed=self.refuse)

    def is_done_with(self) -> bool:
        """Whether what was entered is needed no more once it has been given."""
        return True

    def refuse(self, error: Exception) -> None:
        """Say why it could not be done; everything that was entered stays."""
        self.submit_button.setEnabled(True)
        self.banner.show_notice(notice_of(error))

    def retranslate(self) -> None:
        self.setWindowTitle(_(self._title_source))
        if self._is_checked:
            self._show_problems(self._all_problems())

    def _completed(self, _nothing: None) -> None:
        if self.is_done_with():
            self._draft.drop()  # once more, for what was typed meanwhile
        self.accept()

    def _edited(self) -> None:
        """What is offered before the form is shown is nobody's entry: it is not kept as a draft."""
        if self._is_filling or not self.isVisible():
            return
        values = self.values()
        self._begin_anew.setVisible(values != self._initial)
        if values != self._kept:
            self._kept = values
            self._draft.touch()
        if self._is_checked:
            self._show_problems(self._all_problems())

    def _draft_found(self, draft: Draft) -> None:
        self._kept = draft.fields
        self._fill(draft.fields)

    def _fill(self, values: Fields) -> None:
        for key, field in self._fields.items():
            field.set_value(values.get(key, ""))

    def _all_problems(self) -> dict[str, str]:
        empty = {key: _(source) for key, source in self._needed.items() if not self._fields[key].value()}
        return self.problems() | empty

    def _show_problems(self, problems: dict[str, str]) -> None:
        for key, row in self._rows.items():
            row.show_error(problems.get(key, ""))

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._form.setSpacing(SPACE.md)
        buttons = QHBoxLayout()
        buttons.addWidget(self._begin_anew)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.submit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(TranslatedLabel(self._title_source, "title"))
        column.addWidget(self.banner)
        self._body.addLayout(self._form, 1)
        self._scroll.body.addLayout(self._body)
        self._scroll.body.addStretch()
        self._beside.addWidget(self._scroll, 1)
        column.addLayout(self._beside)
        column.addLayout(buttons)
