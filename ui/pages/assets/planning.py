"""Lists of devices for planning and budget: what is to be replaced, whose warranty ends, what needs a label."""

from __future__ import annotations

from datetime import date

from app.assets.filters import Due, Planned
from app.foundation.translation import N_, _
from app.maintenance.rules import add_months
from ui.widgets.fields import ChoiceField

_UNLABELLED = "unlabelled"
_LISTS = (
    ("", N_("Everything")),
    (_UNLABELLED, N_("Needs a label")),
    (f"{Planned.REPLACEMENT} 0", N_("To be replaced now")),
    (f"{Planned.REPLACEMENT} 12", N_("To be replaced within a year")),
    (f"{Planned.WARRANTY} 3", N_("Warranty ends within 3 months")),
    (f"{Planned.WARRANTY} 12", N_("Warranty ends within a year")),
    (f"{Planned.CONTRACT} 3", N_("Contract ends within 3 months")),
    (f"{Planned.CONTRACT} 12", N_("Contract ends within a year")),
)
_WIDTH = 230


class PlanningField(ChoiceField):
    """Chooses one of the lists; its value says which, and within how many months."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)

    def retranslate(self) -> None:
        """Offer the lists in the language shown now."""
        self.setAccessibleName(_("List for planning"))
        self.set_choices(tuple((value, _(text)) for value, text in _LISTS))

    @property
    def wants_unlabelled(self) -> bool:
        """Whether the devices are wanted that have no label with their present code."""
        return self.value() == _UNLABELLED

    def due(self, today: date) -> Due | None:
        """What is wanted to be due, reckoned from today; None where everything is wanted."""
        what, _space, months = self.value().partition(" ")
        return Due(Planned(what), today, add_months(today, int(months))) if months else None
