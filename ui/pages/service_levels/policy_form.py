"""The form for a policy that is like another one, with other figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.service_levels.escalation_field import EscalationField
from ui.pages.service_levels.policy_reading import ShownPolicy
from ui.pages.service_levels.targets_field import TargetsField
from ui.pages.service_levels.waits_field import WaitsField
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.scroll_column import ScrollColumn
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.commands import AddPolicy

_WIDTH, _LEAST_HEIGHT = 920, 380
_MOST_PERCENT = 99
_PARTS = {"targets": N_("What is promised"), "waits": N_("Reminders"), "steps": N_("Who is told")}


class PolicyForm(FormDialog):
    """A new code and name, whose it is, the figures, reminders and who is told; all else is as in what is copied."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget, shown: ShownPolicy) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"sla.add_policy:{shown.made_by.id}",
            title_source=N_("Copy the policy"),
            submit_source=N_("Add"),
            parent=parent,
        )
        self._shown = shown
        self.code = self.add("code", N_("Code"), LineField(), needed_source=N_("Enter a code of its own."))
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.customer = self.add("customer_id", N_("For whom"), ChoiceField())
        self.thresholds = self.add(
            "thresholds",
            N_("Warnings at percent"),
            LineField(),
            hint_source=N_("Of the time that is promised, such as 50, 75, 90. Leave it empty for none."),
        )
        self.targets = self.add("targets", N_("What is promised"), TargetsField(shown.made_by.targets, shown.calendars))
        self.waits = self.add(
            "waits",
            N_("Reminders, in minutes"),
            WaitsField(shown.made_by.pauses, shown.made_by.chase_minutes),
            hint_source=N_("Those of suppliers are working time. Leave a field empty for none."),
        )
        self.steps = self.add(
            "steps",
            N_("Who is told"),
            EscalationField(work, clock, shown),
            hint_source=N_("A step that names kinds of work takes the place of those that name none."),
        )
        self.name.set_value(_(shown.made_by.name))
        self.thresholds.set_value(", ".join(map(str, shown.made_by.thresholds)))
        self.parts = FilterBar(tuple(FilterChoice(key, name) for key, name in _PARTS.items()))
        self._layers = QStackedWidget()
        self.parts.chosen.connect(self._show_part)
        self._arrange()

    def command(self) -> AddPolicy:
        steps = self.steps.steps()
        usual = not self._shown.made_by.steps and steps == self._shown.steps
        return replace(
            self._shown.made_by,
            id=new_id(),
            code=self.code.value(),
            name=self.name.value(),
            customer_id=self.customer.value() or None,
            thresholds=tuple(sorted(self._percents())),
            targets=self.targets.targets(),
            pauses=self.waits.pauses(),
            chase_minutes=self.waits.chase_minutes,
            steps={} if usual else steps,
        )

    def problems(self) -> dict[str, str]:
        wrong = {"targets": self.targets.wrong(), "waits": self.waits.wrong()}
        if not all(1 <= percent <= _MOST_PERCENT for percent in self._percents()):
            wrong["thresholds"] = _("Write whole numbers from 1 to 99 with commas between them.")
        return {key: text for key, text in wrong.items() if text}

    def retranslate(self) -> None:
        super().retranslate()
        customers = tuple((customer.id, customer.name) for customer in self._shown.customers)
        self.customer.set_choices((("", _("Everybody")), *customers))

    def submit(self) -> None:
        """Show the part in which something is wrong."""
        wrong = next((key for key in self.problems() if key in _PARTS), None)
        if wrong is not None:
            self.parts.choose(wrong)
        super().submit()

    def _percents(self) -> set[int]:
        """The percents that were entered; 0 stands for what is no number."""
        written = re.findall(r"[^\s,，、;；%]+", self.thresholds.value())
        return {int(word) if word.isdecimal() else 0 for word in written}

    def _show_part(self, part: str) -> None:
        self._layers.setCurrentIndex(list(_PARTS).index(part))

    def _arrange(self) -> None:
        """One part at a time; each scrolls where it is longer than the form."""
        for key in _PARTS:
            scroll = ScrollColumn(spacing=SPACE.sm)
            scroll.body.addWidget(self._rows[key])
            scroll.body.addStretch()
            self._layers.addWidget(scroll)
        self._layers.setMinimumHeight(_LEAST_HEIGHT)
        self.setMinimumWidth(_WIDTH)
        self._form.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        self._form.addWidget(self._layers, 1)
