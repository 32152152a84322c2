"""All that one policy promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.live_page import LivePage
from ui.pages.service_levels.escalation_field import STEP_COLUMNS, STEP_TITLES, step_rows
from ui.pages.service_levels.policy_form import PolicyForm
from ui.pages.service_levels.policy_reading import ShownPolicy, policy_question
from ui.pages.service_levels.policy_wording import level_text, metric_text, policy_facts, promise_text
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.key_value_grid import KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TITLES = (N_("What"), N_("Level"), N_("Promise"), N_("Calendar"))
_COLUMNS = ColumnPlan(widths=(180, 90, 230, 170), stretched=2, least=180, yielding=(3,))
_PROMISED, _TOLD = "promised", "told"


class PolicyCard(LivePage):
    """The targets of a policy, and what it says beside them. It never changes; a copy can have other figures."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("policies", "calendars", "customers", "workspace_facts"))
        self._wall = wall
        self._policy_id = ""
        self.name, self._code = Label(role="subtitle", wrapped=True), Label(role="muted")
        self.copy_button = Button(N_("Copy and change…"), icon="copy")
        self._facts = KeyValueGrid()
        self.parts = FilterBar(
            (FilterChoice(_PROMISED, N_("What is promised")), FilterChoice(_TOLD, N_("Who is told")))
        )
        self.targets = SmallList(N_("What is promised"), _TITLES, _COLUMNS, ListUse.LOOK)
        self.steps = SmallList(N_("Who is told"), STEP_TITLES, STEP_COLUMNS, ListUse.LOOK)
        self.parts.chosen.connect(self._show_part)
        self.copy_button.clicked.connect(self.open_form)
        self._lay_out()
        self._card.hide()

    def show_policy(self, policy_id: str) -> None:
        """Show another policy; with an empty id none."""
        self._policy_id = policy_id
        self._card.hide()
        self.refresh()

    def question(self) -> Callable[[Reader], ShownPolicy | None] | None:
        return policy_question(self._policy_id)

    def show_answer(self, answer: ShownPolicy) -> None:
        self.name.setText(_(answer.made_by.name))
        self._code.setText(answer.made_by.code)
        self.copy_button.setVisible(answer.may_manage)
        self._facts.set_rows(policy_facts(answer.made_by))
        self.targets.show_rows(
            tuple(
                ListRow(
                    f"{terms.metric} {terms.level}",
                    (
                        TwoLineCell(metric_text(terms)),
                        TextCell(level_text(terms.level)),
                        TextCell(promise_text(terms)),
                        TextCell(answer.calendar_name(terms.calendar_id), "text_muted"),
                    ),
                )
                for terms in answer.made_by.targets
            )
        )
        self.steps.show_rows(step_rows(answer.steps, answer.people))
        self.parts.set_counts({_PROMISED: len(answer.made_by.targets), _TOLD: len(answer.steps)})
        self._card.show()

    def _show_part(self, part: str) -> None:
        self._layers.setCurrentWidget(self.targets if part == _PROMISED else self.steps)

    def open_form(self) -> None:
        """Ask for the figures of a copy."""
        if self._answer is not None:
            PolicyForm(self._work, self._wall.clock, self, self._answer).open()

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._code)
        head.addLayout(words, 1)
        head.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self._facts)
        self._layers = QStackedWidget()
        for rows in (self.targets, self.steps):
            self._layers.addWidget(rows)
        self._card.body.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.body.addWidget(self._layers, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
