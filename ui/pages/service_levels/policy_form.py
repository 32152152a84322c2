"""The form for a policy that is like another one, with other figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.service_levels.policy_reading import ShownPolicy
from ui.pages.service_levels.targets_field import TargetsField
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.scroll_column import ScrollColumn
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.commands import AddPolicy

_WIDTH, _LEAST_HEIGHT = 860, 260


class PolicyForm(FormDialog):
    """A new code and name, whose it is, and the figures; everything else is as in the policy that is copied."""

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
        self.targets = self.add("targets", N_("What is promised"), TargetsField(shown.made_by.targets, shown.calendars))
        self.name.set_value(_(shown.made_by.name))
        self._let_figures_scroll()

    def command(self) -> AddPolicy:
        return replace(
            self._shown.made_by,
            id=new_id(),
            code=self.code.value(),
            name=self.name.value(),
            customer_id=self.customer.value() or None,
            targets=self.targets.targets(),
        )

    def problems(self) -> dict[str, str]:
        wrong = self.targets.wrong()
        return {"targets": wrong} if wrong else {}

    def retranslate(self) -> None:
        super().retranslate()
        customers = tuple((customer.id, customer.name) for customer in self._shown.customers)
        self.customer.set_choices((("", _("Everybody")), *customers))

    def _let_figures_scroll(self) -> None:
        scroll = ScrollColumn(spacing=SPACE.sm)
        scroll.body.addWidget(self._rows["targets"])
        scroll.body.addStretch()
        scroll.setMinimumHeight(_LEAST_HEIGHT)
        self.setMinimumWidth(_WIDTH)
        self._form.addWidget(scroll, 1)
