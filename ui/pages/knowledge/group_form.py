"""The form for a group of services of one's own, and for correcting any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.calendars.tables import Calendar
    from app.directory.tables import Customer
    from app.storage.units import Reader

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class GroupChoices:
    """Whose services a group can be of, and in which hours it can be measured."""

    customers: tuple[Customer, ...]
    calendars: tuple[Calendar, ...]


class GroupForm(FormDialog):
    """A new group of services, or (`editing`) what one is called and how it is measured."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, editing: Editing | None = None) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id if editing else "knowledge.add_own_service_group",
            title_source=N_("Correct the service group") if editing else N_("New service group"),
            submit_source=N_("Save") if editing else N_("Add"),
            parent=parent,
        )
        self._editing = editing
        self._choices = GroupChoices((), ())
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose the customer."))
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.target = self.add(
            "target_hundredths",
            N_("Target in percent"),
            LineField(),
            needed_source=N_("Enter the target, such as 99.5."),
            hint_source=N_("So much of its hours it is to be available."),
        )
        self.calendar = self.add(
            "calendar_id", N_("Calendar"), ChoiceField(), needed_source=N_("Choose the calendar of its hours.")
        )
        if editing is not None:
            self._show_edited(editing)
        self.customer.edited.connect(self._offer_calendars)
        work.run_query(_read_choices, self._choices_read)

    def command(self) -> object | None:
        from app.knowledge.commands import AddServiceGroup, EditServiceGroup

        if self._editing is not None:
            return self._editing.command(EditServiceGroup, self.edited_keys(), self._entered())
        return AddServiceGroup(id=new_id(), customer_id=self.customer.value(), **self._entered())

    def problems(self) -> dict[str, str]:
        if _hundredths(self.target.value()) is None:
            return {"target_hundredths": _("Write a number from 0 to 100 with at most two decimals, such as 99.5.")}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        self.customer.set_choices((("", _("Choose…")), *((each.id, each.name) for each in self._choices.customers)))
        self._offer_calendars()

    def _entered(self) -> Mapping[str, Any]:
        return {
            "name": self.name.value(),
            "target_hundredths": _hundredths(self.target.value()),
            "calendar_id": self.calendar.value(),
        }

    def _show_edited(self, editing: Editing) -> None:
        self._rows["customer_id"].hide()
        self._needed.pop("customer_id")
        self.name.set_value(editing.text("name"))
        self.target.set_value(f"{Decimal(editing.value('target_hundredths')) / 100}")
        self.calendar.set_value(editing.text("calendar_id"))

    def _choices_read(self, choices: GroupChoices) -> None:
        self._choices = choices
        with self.filling_in():
            self.retranslate()

    def _offer_calendars(self) -> None:
        own = (None, self._editing.row.customer_id if self._editing else self.customer.value())
        offered = ((each.id, each.name) for each in self._choices.calendars if each.customer_id in own)
        self.calendar.set_choices((("", _("Choose…")), *offered))


def _hundredths(text: str) -> int | None:
    """A percentage that somebody wrote, in hundredths; None where it is none."""
    try:
        hundredths = Decimal(text.strip().replace(",", ".")) * 100
    except InvalidOperation:
        return None
    is_one = hundredths.is_finite() and 0 <= hundredths <= _WHOLE and hundredths == int(hundredths)
    return int(hundredths) if is_one else None


def _read_choices(reader: Reader) -> GroupChoices:
    from app.calendars.queries import all_calendars
    from app.directory.queries import customers

    return GroupChoices(tuple(customers(reader)), tuple(all_calendars(reader)))
