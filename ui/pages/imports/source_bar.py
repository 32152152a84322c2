"""What is imported: the kind of table, whose rows these are, and what becomes of codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.directory.imports import ImportChoices, ImportKind, Matching
from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.translated import Translated

_GIVE, _KEEP = "give", "keep"
_CODE_CHOICES = ((_GIVE, N_("Give our codes beside them")), (_KEEP, N_("Keep them as the codes")))
_MATCHING = (
    (Matching.ADD_ONLY, N_("Leave them as they are")),
    (Matching.CODE, N_("Update, known by code")),
    (Matching.SERIAL, N_("Update, known by serial number")),
    (Matching.BOTH, N_("Update, known by both")),
)
_NO_CUSTOMER = N_("Choose a customer")


class SourceBar(Translated, QWidget):
    """Choices side by side; those that do not matter to the kind of table are hidden."""

    kind_chosen = Signal(str)
    choices_made = Signal(object)
    """With the `ImportChoices`."""

    def __init__(self, kinds: tuple[ImportKind[Any], ...]) -> None:
        super().__init__()
        self._kinds = kinds
        self._choices = ImportChoices()
        self._customers: tuple[tuple[str, str], ...] = ()
        self.kind_choice, self.customer_choice, self.code_choice = ChoiceField(), ChoiceField(), ChoiceField()
        self.matching_choice = ChoiceField()
        self._customer_row = FormRow(N_("Customer"), self.customer_choice)
        self._code_row = FormRow(N_("Codes of another form"), self.code_choice)
        self.kind_choice.activated.connect(self._kind_chosen)
        self.customer_choice.activated.connect(self._choice_made)
        self.code_choice.activated.connect(self._choice_made)
        self.matching_choice.activated.connect(self._choice_made)
        self._matching_row = FormRow(N_("Devices that are here"), self.matching_choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.md)
        what = FormRow(N_("What the rows are"), self.kind_choice)
        for part in (what, self._customer_row, self._code_row, self._matching_row):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
            row.addWidget(part, 1)
        self.retranslate()

    def set_customers(self, customers: tuple[tuple[str, str], ...]) -> None:
        """Offer these customers, each an id and a name."""
        self._customers = customers
        self.retranslate()

    def show_choices(self, kind: ImportKind[Any], choices: ImportChoices) -> None:
        """Show what was chosen."""
        self._choices = choices
        self.kind_choice.set_value(kind.name)
        self.customer_choice.set_value(choices.customer_id)
        self.code_choice.set_value(_KEEP if choices.keep_codes else _GIVE)
        self._customer_row.setVisible(kind.of_customer)
        self._code_row.setVisible(kind.of_devices)
        self._matching_row.setVisible(kind.of_devices)
        self.matching_choice.set_value(choices.matching)

    def retranslate(self) -> None:
        self.kind_choice.set_choices(tuple((kind.name, _(kind.label)) for kind in self._kinds))
        self.customer_choice.set_choices((("", _(_NO_CUSTOMER)), *self._customers))
        self.code_choice.set_choices(tuple((choice, _(source)) for choice, source in _CODE_CHOICES))
        self.customer_choice.set_value(self._choices.customer_id)
        self.matching_choice.set_choices(tuple((choice, _(source)) for choice, source in _MATCHING))
        self.matching_choice.set_value(self._choices.matching)

    def _kind_chosen(self) -> None:
        self.kind_chosen.emit(self.kind_choice.value())

    def _choice_made(self) -> None:
        matching = Matching(self.matching_choice.value())
        self.choices_made.emit(
            replace(
                self._choices,
                customer_id=self.customer_choice.value(),
                keep_codes=self.code_choice.value() == _KEEP,
                matching=matching,
            )
        )
