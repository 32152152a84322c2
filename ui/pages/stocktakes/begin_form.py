"""The form in which a stocktake is begun."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.assets.rules import DEVICE_TYPES
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.stocktakes.commands import BeginStocktake
from ui.pages.form_dialog import FormDialog
from ui.pages.stocktakes.reading import BeginChoices
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import CheckField, ChecksField, ChoiceField, LineField
from ui.work.work import Work

_LONGEST_NAME = 200


class BeginForm(FormDialog):
    """Whose devices are counted: all, or those of a site, of a department, of some types."""

    begun = Signal(str)
    """With the id of the stocktake."""

    def __init__(self, work: Work, wall: WallClock, choices: BeginChoices, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id="stocktakes.begin",
            title_source=N_("Begin a stocktake"),
            submit_source=N_("Begin"),
            parent=parent,
        )
        self._choices, self._id = choices, new_id()
        self.customer = self.add(
            "customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose whose devices are counted.")
        )
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Say what it is called."))
        self.site = self.add("site_id", N_("Site"), ChoiceField())
        self.department = self.add("department_id", N_("Department"), ChoiceField())
        self.types = self.add(
            "type_codes", N_("Device types"), ChecksField(), hint_source=N_("Without any, all types are counted.")
        )
        self.blind = self.add("blind", N_("Blind"), CheckField(N_("Who scans does not see what is expected")))
        self.name.setMaxLength(_LONGEST_NAME)
        self.customer.edited.connect(self._offer_parts)
        self.accepted.connect(self._tell_begun)
        self.retranslate()

    def command(self) -> object:
        return BeginStocktake(
            id=self._id,
            customer_id=self.customer.value(),
            name=self.name.value(),
            site_id=self.site.value() or None,
            department_id=self.department.value() or None,
            type_codes=tuple(self.types.value().split()),
            blind=bool(self.blind.value()),
        )

    def retranslate(self) -> None:
        super().retranslate()
        only = len(self._choices.customers) == 1
        self.customer.set_choices((*(() if only else (("", "—"),)), *self._choices.customers))
        self.types.set_choices(
            tuple((code, _(DEVICE_TYPES[code]) if code in DEVICE_TYPES else name) for code, name in self._choices.types)
        )
        self._offer_parts()

    def _offer_parts(self) -> None:
        customer_id = self.customer.value()
        self.site.set_choices((("", _("All sites")), *self._choices.sites.get(customer_id, ())))
        self.department.set_choices((("", _("All departments")), *self._choices.departments.get(customer_id, ())))

    def _tell_begun(self) -> None:
        self.begun.emit(self._id)
