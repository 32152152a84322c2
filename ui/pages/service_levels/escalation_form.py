"""The form for one step of an escalation: when whom to tell, and of which work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from app.sla.rules.escalation import LEAST_URGENT, MEASURE_NAMES, TOLD_NAMES, Measure, Told
from app.sla.rules.promises import ANY_LEVEL, METRIC_NAMES, SHARES, Metric
from app.workorders.rules import ORDER_KIND_NAMES
from ui.pages.form_dialog import FormDialog
from ui.pages.service_levels.policy_reading import ShownPolicy
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChecksField, ChoiceField, LineField
from ui.widgets.scroll_column import ScrollColumn
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.commands import StepTerms

_WIDTH, _LIST_HEIGHT = 920, 480
_MOST = {Measure.SHARE: 1_000}
_MOST_MINUTES = 100_000
_LEFT, _RIGHT = ("amount", "measure", "up_to_priority", "tells", "person_ids"), ("metrics", "levels", "kinds")


class EscalationForm(FormDialog):
    """Makes no command: the step becomes part of the policy that is being entered."""

    settled = Signal(str, object)
    """With the step's name and its terms."""

    def __init__(
        self, work: Work, clock: Clock, parent: QWidget, shown: ShownPolicy, name: str, terms: StepTerms | None
    ) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"sla.step:{shown.made_by.id}:{name}",
            title_source=N_("Step of the escalation") if terms else N_("New step of the escalation"),
            submit_source=N_("Take over"),
            parent=parent,
        )
        self._shown, self._name = shown, name
        self.amount = self.add("amount", N_("When"), LineField(), needed_source=N_("Enter a number."))
        self.measure = self.add("measure", N_("What is counted"), ChoiceField())
        self.priority = self.add("up_to_priority", N_("Priorities"), ChoiceField())
        self.tells = self.add("tells", N_("Who is told"), ChecksField())
        self.people = self.add("person_ids", N_("By name"), ChecksField())
        hint = N_("Nothing marked: all.")
        self.metrics = self.add("metrics", N_("Promises"), ChecksField(), hint_source=hint)
        self.levels = self.add("levels", N_("Levels"), ChecksField(), hint_source=hint)
        self.kinds = self.add("kinds", N_("Kinds of work"), ChecksField(), hint_source=hint)
        self._arrange()
        if terms is not None:
            self._fill(_entered(terms))
        self.accepted.connect(self._settle)

    def command(self) -> None:
        return None

    def problems(self) -> dict[str, str]:
        text, most = self.amount.value(), _MOST.get(Measure(self.measure.value()), _MOST_MINUTES)
        wrong: dict[str, str] = {}
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
            wrong["amount"] = _("“{text}” is no whole number from {least} to {most}.").format(
                text=text, least=1, most=f"{most:,}"
            )
        if not self.tells.value() and not self.people.value():
            wrong["tells"] = _("Choose who is told.")
        return wrong

    def retranslate(self) -> None:
        super().retranslate()
        self.measure.set_choices(tuple((measure, _(name)) for measure, name in MEASURE_NAMES.items()))
        urgent = tuple((str(each), _("up to P{priority}").format(priority=each)) for each in range(1, LEAST_URGENT))
        self.priority.set_choices(((str(LEAST_URGENT), _("all priorities")), *urgent))
        self.tells.set_choices(tuple((told, _(name)) for told, name in TOLD_NAMES.items()))
        self.people.set_choices(tuple(self._shown.people.items()))
        promised = {target.metric for target in self._shown.made_by.targets} - SHARES
        self.metrics.set_choices(tuple((each, _(METRIC_NAMES[each])) for each in Metric if each in promised))
        levels = dict.fromkeys(target.level for target in self._shown.made_by.targets if target.level != ANY_LEVEL)
        self.levels.set_choices(tuple((level, level) for level in levels))
        self._rows["levels"].setVisible(bool(levels))
        self.kinds.set_choices(tuple((kind, _(name)) for kind, name in ORDER_KIND_NAMES.items()))

    def _settle(self) -> None:
        from app.sla.commands import StepTerms

        terms = StepTerms(
            amount=int(self.amount.value()),
            measure=Measure(self.measure.value()),
            tells=tuple(map(Told, self.tells.value().split())),
            person_ids=tuple(self.people.value().split()),
            metrics=tuple(map(Metric, self.metrics.value().split())),
            levels=tuple(self.levels.value().split()),
            kinds=tuple(self.kinds.value().split()),
            up_to_priority=int(self.priority.value()),
        )
        self.settled.emit(self._name, terms)

    def _arrange(self) -> None:
        """When and who on the left, of which work on the right; long lists scroll."""
        columns = QHBoxLayout()
        columns.setSpacing(SPACE.xl)
        for keys in (_LEFT, _RIGHT):
            scroll = ScrollColumn()
            scroll.setMinimumHeight(_LIST_HEIGHT)
            scroll.body.setContentsMargins(0, 0, SPACE.md, 0)
            for key in keys:
                scroll.body.addWidget(self._rows[key])
            scroll.body.addStretch()
            columns.addWidget(scroll, 1)
        self._form.addLayout(columns, 1)
        self.setMinimumWidth(_WIDTH)


def _entered(terms: StepTerms) -> dict[str, str]:
    """A step as it would have been entered."""
    return {
        "amount": str(terms.amount),
        "measure": terms.measure,
        "up_to_priority": str(terms.up_to_priority),
        "tells": " ".join(terms.tells),
        "person_ids": " ".join(terms.person_ids),
        "metrics": " ".join(terms.metrics),
        "levels": " ".join(terms.levels),
        "kinds": " ".join(terms.kinds),
    }
