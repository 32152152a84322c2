"""The steps of a policy's escalations: a list, to which steps are added, and in which they are changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_
from ui.pages.service_levels.escalation_form import EscalationForm
from ui.pages.service_levels.policy_reading import ShownPolicy
from ui.pages.service_levels.policy_wording import step_scope_text, step_when_text, step_who_text
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.commands import StepTerms

STEP_TITLES = (N_("When"), N_("For"), N_("Who"))
STEP_COLUMNS = ColumnPlan(widths=(200, 200, 260), stretched=2, least=200)
_SHOWN_ROWS = 5


def step_rows(steps: Mapping[str, StepTerms], people: Mapping[str, str]) -> tuple[ListRow, ...]:
    """The steps in words, by their names; `people` are the names of those who are told by name."""
    return tuple(
        ListRow(
            name,
            (
                TwoLineCell(step_when_text(terms)),
                TextCell(step_scope_text(terms), "text_muted"),
                TextCell(step_who_text(terms, people)),
            ),
        )
        for name, terms in steps.items()
    )


class EscalationField(QWidget):
    """Its value, for the draft, is all steps as JSON."""

    edited = Signal()

    def __init__(self, work: Work, clock: Clock, shown: ShownPolicy) -> None:
        super().__init__()
        self._work, self._clock, self._shown = work, clock, shown
        self._steps = dict(shown.steps)
        self.rows = SmallList(N_("Who is told"), STEP_TITLES, STEP_COLUMNS)
        self.rows.setMinimumHeight(_SHOWN_ROWS * SIZE.row)
        self.add_step = Button(N_("Add a step…"), icon="plus")
        self.change, self.remove = Button(N_("Change…"), icon="pencil"), Button(N_("Remove"), icon="trash-2")
        self.add_step.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        self._lay_out()
        self.setFocusProxy(self.rows)
        self._show()

    def steps(self) -> dict[str, StepTerms]:
        """The steps as they are now, by their names."""
        return dict(self._steps)

    def value(self) -> str:
        return msgspec.json.encode(self._steps).decode()

    def set_value(self, value: str) -> None:
        from app.sla.commands import StepTerms

        self._steps = msgspec.json.decode(value, type=dict[str, StepTerms]) if value else {}
        self._show()

    def _show(self) -> None:
        self.rows.show_rows(step_rows(self._steps, self._shown.people))
        for button in (self.change, self.remove):
            button.setEnabled(bool(self._steps))
        self.edited.emit()

    def _add(self) -> None:
        numbers = (str(number) for number in range(1, len(self._steps) + 2))
        self._ask(next(name for name in numbers if name not in self._steps), None)

    def _change(self) -> None:
        self._ask(self.rows.chosen_id, self._steps[self.rows.chosen_id])

    def _ask(self, name: str, terms: StepTerms | None) -> None:
        form = EscalationForm(self._work, self._clock, self, self._shown, name, terms)
        form.settled.connect(self._take)
        form.open()

    def _take(self, name: str, terms: StepTerms) -> None:
        self._steps[name] = terms
        self._show()
        self.rows.choose(name)

    def _remove(self) -> None:
        del self._steps[self.rows.chosen_id]
        self._show()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.sm)
        for button in (self.add_step, self.change, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE.sm, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.rows)
        column.addLayout(buttons)
