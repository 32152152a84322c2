"""How the columns of a file are understood, each with the choice to understand it otherwise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.sheets.amounts import DecimalMark
from app.foundation.sheets.columns import ColumnForm, ColumnMapping, Field, FieldKind
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.sheet import Sheet
from app.foundation.sheets.words import form_words
from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields import ChoiceField
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.translated import Translated

_NOT_IMPORTED = N_("Not imported")
_SAMPLED_ROWS = 200
"""So many rows are searched for a value to show."""
_CHOICE_WIDTH = 176
_FORMS: dict[FieldKind, tuple[ColumnForm, ...]] = {
    FieldKind.DATE: (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST),
    FieldKind.AMOUNT: (DecimalMark.POINT, DecimalMark.COMMA),
}
_DOUBTS = (DateOrder.UNCLEAR, DecimalMark.UNCLEAR)


class ColumnPanel(ScrollColumn):
    """One line for each column of the file."""

    mapping_requested = Signal(int, str)
    """With the place of the column and the name of the field; an empty one for *not imported*."""
    form_requested = Signal(str, object)
    """With the name of the field and the form in which its column is to be read."""

    def __init__(self) -> None:
        super().__init__(margin=SPACE.md, spacing=SPACE.sm)
        self._lines: tuple[_ColumnLine, ...] = ()

    def show_sheet(self, sheet: Sheet, fields: tuple[Field, ...]) -> None:
        """Show the columns of another file, or of the same taken for another kind of table."""
        self.clear()
        self._lines = tuple(_ColumnLine(sheet, place, fields) for place in range(len(sheet.columns)))
        for line in self._lines:
            line.mapping_requested.connect(self.mapping_requested)
            line.form_requested.connect(self.form_requested)
            self.body.addWidget(line)
        self.body.addStretch()

    def show_mapping(self, mapping: ColumnMapping, forms: dict[str, ColumnForm]) -> None:
        """Show how each column is understood; `forms` by field."""
        by_place = {place: field for field, place in mapping.columns.items()}
        for place, line in enumerate(self._lines):
            field = by_place.get(place, "")
            line.show_use(field, forms.get(field))

    def clear(self) -> None:
        """Show no columns."""
        while (item := self.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._lines = ()


class _ColumnLine(Translated, QWidget):
    """A column: its name over one of its values, the choice of a field, and of a form where the field has one."""

    mapping_requested = Signal(int, str)
    form_requested = Signal(str, object)

    def __init__(self, sheet: Sheet, place: int, fields: tuple[Field, ...]) -> None:
        super().__init__()
        self._name, self._place = sheet.columns[place], place
        self._fields = {known.name: known for known in fields}
        self._field = ""
        self._forms: tuple[ColumnForm, ...] = ()
        self._form: ColumnForm | None = None
        self.field_choice, self.form_choice = ChoiceField(), ChoiceField()
        self.field_choice.activated.connect(self._field_chosen)
        self.form_choice.activated.connect(self._form_chosen)
        self._lay_out(_sample(sheet, place))

    def show_use(self, field: str, form: ColumnForm | None) -> None:
        """Show that the column is understood as `field`, in this form."""
        self._field, self._form = field, form
        self._forms = _forms_beside(form, self._fields[field].kind) if field else ()
        self.retranslate()

    def retranslate(self) -> None:
        fields = (("", _(_NOT_IMPORTED)), *((known.name, _(known.label)) for known in self._fields.values()))
        _offer(self.field_choice, fields, self._field)
        self.field_choice.setAccessibleName(_("What “{column}” holds").format(column=self._name))
        forms = tuple((form.value, form_words(form)) for form in self._forms)
        _offer(self.form_choice, forms, self._form.value if self._form else "")
        self.form_choice.setAccessibleName(_("How “{column}” is written").format(column=self._name))
        self.form_choice.setVisible(bool(forms))

    def _field_chosen(self) -> None:
        self.mapping_requested.emit(self._place, self.field_choice.value())

    def _form_chosen(self) -> None:
        chosen = next(form for form in self._forms if form.value == self.form_choice.value())
        self.form_requested.emit(self._field, chosen)

    def _lay_out(self, sample: str) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(self._name, "strong"))
        words.addWidget(ElidedLabel(sample, "caption"))
        words.addStretch()
        choices = QVBoxLayout()
        choices.setSpacing(SPACE.xs)
        for choice in (self.field_choice, self.form_choice):
            choice.setFixedWidth(_CHOICE_WIDTH)
            choices.addWidget(choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addLayout(words, 1)
        row.addLayout(choices)


def _forms_beside(form: ColumnForm | None, kind: FieldKind) -> tuple[ColumnForm, ...]:
    """The forms to choose from, with the doubt while there is one; none where the values need none."""
    if form is None or form is DateOrder.NOT_NEEDED:
        return ()
    return ((form,) if form in _DOUBTS else ()) + _FORMS[kind]


def _sample(sheet: Sheet, place: int) -> str:
    """The first value of the column."""
    values = (" ".join(row.cells[place].split()) for row in sheet.rows[:_SAMPLED_ROWS])
    return next(filter(None, values), "")


def _offer(choice: ChoiceField, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
    choice.set_choices(choices)
    choice.set_value(chosen)
