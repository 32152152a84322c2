"""The form that proposes another policy for a contract, or other kinds of work that it covers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.contracts.reading import ShownContract
from ui.pages.contracts.wording import kind_choices
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChecksField, ChoiceField, DateField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.contract_commands import ProposeAmendment


class AmendmentForm(FormDialog):
    """Which policy and kinds of work, from which day on, and why; it counts once somebody else has approved it.

    At first it says what counts today. Kinds that nobody touches stay as they will be on that day.
    """

    def __init__(self, work: Work, wall: WallClock, shown: ShownContract, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"sla.propose_amendment:{shown.contract.id}",
            title_source=N_("Propose an amendment"),
            submit_source=N_("Propose"),
            parent=parent,
        )
        self._shown = shown
        self.policy = self.add("policy_id", N_("Policy"), ChoiceField(), needed_source=N_("Choose the policy."))
        self.effective_on = self.add("effective_on", N_("Counts from"), DateField(wall.today()))
        self.reason = self.add("reason", N_("Reason"), TextField())
        self.excluded_kinds = self.add("excluded_kinds", N_("Excluded kinds"), ChecksField())
        self.chargeable_kinds = self.add("chargeable_kinds", N_("Chargeable kinds"), ChecksField())
        ruling = next((each for each in shown.amendments if each.id == shown.ruling_id), None)
        self.policy.set_value(ruling.policy_id if ruling else "")
        self.excluded_kinds.set_value(" ".join(shown.amended.excluded_kinds))
        self.chargeable_kinds.set_value(" ".join(shown.amended.chargeable_kinds))

    def command(self) -> ProposeAmendment:
        from app.sla.contract_commands import ProposeAmendment

        return ProposeAmendment(
            id=new_id(),
            contract_id=self._shown.contract.id,
            policy_id=self.policy.value(),
            effective_on=date.fromisoformat(self.effective_on.value()),
            reason=self.reason.value(),
            excluded_kinds=self._kinds("excluded_kinds"),
            chargeable_kinds=self._kinds("chargeable_kinds"),
        )

    def retranslate(self) -> None:
        super().retranslate()
        policies = tuple((each.id, f"{_(each.name)} ({each.code})") for each in self._shown.policies.values())
        self.policy.set_choices((("", _("Choose…")), *policies))
        for field in (self.excluded_kinds, self.chargeable_kinds):
            field.set_choices(kind_choices())

    def _kinds(self, key: str) -> tuple[str, ...] | None:
        return tuple(self._fields[key].value().split()) if key in self.edited_keys() else None
