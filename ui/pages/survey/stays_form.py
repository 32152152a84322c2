"""What stays from device to device: whose it is, where it stands, what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.assets.reading import RegisterChoices
from ui.pages.survey.walk import Stays
from ui.pages.wall_clock import WallClock
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField, Field, LineField
from ui.widgets.form_row import FormRow
from ui.widgets.translated import Translated
from ui.work.drafts import DraftKeeper, Fields
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.drafts import Draft

_LONGEST = 200


class StaysForm(Translated, Card):
    """Kept in the workspace as it is edited: whoever goes on another day begins where he was."""

    edited = Signal()
    done = Signal()
    """Enter was pressed in a line: the next device can be scanned."""
    missing = Signal(str)
    """With the sentence that says what is to be chosen first."""

    def __init__(self, work: Work, wall: WallClock, choices: RegisterChoices, dialog: QDialog) -> None:
        super().__init__()
        self._choices = choices
        self.customer, self.site, self.department, self.type = (ChoiceField() for _field in range(4))
        self.place, self.maker, self.model, self.user = (LineField() for _field in range(4))
        self._fields: dict[str, Field] = {
            "customer_id": self.customer,
            "site_id": self.site,
            "department_id": self.department,
            "place": self.place,
            "type_code": self.type,
            "maker": self.maker,
            "model": self.model,
            "user_name": self.user,
        }
        self._draft = DraftKeeper(work, wall.clock, "assets.survey", self.values, dialog)
        self._draft.found.connect(self._draft_found)
        self._lay_out()
        self.retranslate()
        self.customer.edited.connect(self._offer_places)
        for line in (self.place, self.maker, self.model, self.user):
            line.setMaxLength(_LONGEST)
            line.returnPressed.connect(self.done)
        for field in self._fields.values():
            field.edited.connect(self._edited)

    def look(self) -> None:
        """Look for what had been left."""
        if len(self._choices.customers) == 1:
            self.customer.set_value(self._choices.customers[0][0])
        self._draft.look()

    def check(self) -> bool:
        """Whether customer and type are chosen; says so where not."""
        wanted = {"customer_id": _("Choose the customer."), "type_code": _("Choose the type of device.")}
        for key, sentence in wanted.items():
            if not self._fields[key].value():
                self.missing.emit(sentence)
                return False
        return True

    def value(self) -> Stays:
        """What the next device has in common with those before it."""
        name = next(each.name for each in self._choices.types if each.id == self.type.value())
        return Stays(**self.values(), type_name=_(name))

    def values(self) -> Fields:
        """What stands in the fields, by key."""
        return {key: field.value() for key, field in self._fields.items()}

    @property
    def customer_name(self) -> str:
        return dict(self._choices.customers).get(self.customer.value(), "")

    @property
    def site_name(self) -> str:
        return self.site.currentText() if self.site.value() else ""

    def retranslate(self) -> None:
        choose = ("", _("Choose…"))
        self.customer.set_choices((choose, *self._choices.customers))
        self.type.set_choices((choose, *((each.id, f"{each.id}  {_(each.name)}") for each in self._choices.types)))
        self._offer_places()

    def _offer_places(self) -> None:
        customer_id, none = self.customer.value(), ("", "—")
        departments = self._choices.departments.get(customer_id, ())
        sites = self._choices.sites.get(customer_id, ())
        self.department.set_choices((none, *((each.id, f"{each.code}  {each.name}") for each in departments)))
        self.site.set_choices((none, *((each.id, each.name) for each in sites)))

    def _edited(self) -> None:
        self._draft.touch()
        self.edited.emit()

    def _draft_found(self, draft: Draft) -> None:
        for key, field in self._fields.items():
            field.set_value(draft.fields.get(key, ""))

    def _lay_out(self) -> None:
        column: QVBoxLayout = self.body
        for label, field in (
            (N_("Customer"), self.customer),
            (N_("Site"), self.site),
            (N_("Department"), self.department),
            (N_("Room (F2)"), self.place),
            (N_("Device type (F3)"), self.type),
            (N_("Maker"), self.maker),
            (N_("Model"), self.model),
            (N_("User of the next device"), self.user),
        ):
            column.addWidget(FormRow(label, field))
        column.addStretch()
