"""The forms by which a repair goes on: the maker has the device, the device is back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.foundation.errors import Rejection
from app.foundation.translation import N_, _
from app.repairs.rules import REPAIR_OUTCOME_NAMES, RepairOutcome
from ui.pages.form_dialog import FormDialog
from ui.pages.repairs.wording import parse_cost
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

CURRENCIES = ("CNY", "HKD", "USD", "EUR", "GBP", "NOK", "SEK", "DKK")


class ArriveForm(FormDialog):
    """By which number the maker calls the repair."""

    def __init__(self, work: Work, wall: WallClock, repair_id: str, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"repairs.arrive_at_maker:{repair_id}",
            title_source=N_("Arrived at the maker"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._repair_id = repair_id
        self.reference = self.add(
            "reference",
            N_("The maker's reference"),
            LineField(),
            hint_source=N_("The number by which the maker calls this repair, if there is one."),
        )

    def command(self) -> object:
        from app.repairs.commands import ArriveAtMaker

        return ArriveAtMaker(repair_id=self._repair_id, reference=self.reference.value())


class TakeBackForm(FormDialog):
    """How the device came back, and what it cost."""

    def __init__(self, work: Work, wall: WallClock, repair_id: str, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"repairs.take_back:{repair_id}",
            title_source=N_("Take the device back"),
            submit_source=N_("Take back"),
            parent=parent,
        )
        self._repair_id = repair_id
        self.outcome = self.add("outcome", N_("Outcome"), ChoiceField())
        self.cost = self.add(
            "cost",
            N_("Cost"),
            LineField(),
            hint_source=N_("For example 1,234.50. Leave it empty where nothing was charged."),
        )
        self.currency = self.add("currency", N_("Currency"), ChoiceField())
        self.note = self.add("note", N_("Note"), TextField())
        self.currency.set_choices(tuple((code, code) for code in CURRENCIES))

    def command(self) -> object:
        from app.repairs.commands import TakeBack

        cost = self.cost.value()
        return TakeBack(
            repair_id=self._repair_id,
            outcome=RepairOutcome(self.outcome.value()),
            cost_minor=parse_cost(cost) if cost else None,
            currency=self.currency.value() if cost else "",
            note=self.note.value(),
        )

    def problems(self) -> dict[str, str]:
        try:
            if self.cost.value():
                parse_cost(self.cost.value())
        except Rejection:
            wrong = _("“{amount}” is not a sum of money. Write it like 1,234.50.")
            return {"cost": wrong.format(amount=self.cost.value())}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        self.outcome.set_choices(tuple((outcome, _(name)) for outcome, name in REPAIR_OUTCOME_NAMES.items()))
