"""The form by which a customer gets the shipped groups of services, with their targets and their calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Offered:
    """The customers without groups, and the shipped calendars that are there already."""

    customers: tuple[Customer, ...]
    calendar_ids: frozenset[str]


class GroupsForm(FormDialog):
    """Whose services are measured; which systems belong to a group is said later."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id="knowledge.add_service_group",
            title_source=N_("Add service groups"),
            submit_source=N_("Add"),
            parent=parent,
        )
        self._offered: Offered | None = None
        self.customer = self.add(
            "customer_id",
            N_("Customer"),
            ChoiceField(),
            needed_source=N_("Choose the customer."),
            hint_source=N_(
                "Network, business systems, mail and home server, intranet and websites, with their targets."
            ),
        )
        work.run_query(_read_offered, self._show_offered)

    def commands(self) -> tuple[object, ...]:
        from app.knowledge.presets import preset_groups
        from app.sla.presets import preset_calendars

        known = self._offered.calendar_ids if self._offered else frozenset()
        missing = (calendar for calendar in preset_calendars() if calendar.id not in known)
        return (*missing, *preset_groups(self.customer.value()))

    def retranslate(self) -> None:
        super().retranslate()
        if self._offered is not None:
            self._show_offered(self._offered)

    def _show_offered(self, offered: Offered) -> None:
        self._offered = offered
        named = ((customer.id, customer.name) for customer in offered.customers)
        self.customer.set_choices((("", _("Choose…")), *named))


def _read_offered(reader: Reader) -> Offered:
    from app.calendars.tables import Calendar
    from app.directory.queries import customers
    from app.knowledge.tables import ServiceGroup

    measured = {group.customer_id for group in reader.find(ServiceGroup)}
    free = tuple(customer for customer in customers(reader) if customer.id not in measured)
    return Offered(free, frozenset(calendar.id for calendar in reader.find(Calendar)))
