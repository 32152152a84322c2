"""The forms by which a customer gets the shipped groups of services, and by which systems belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.knowledge.affected_form import SystemsField, system_text
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer, SupportedSystem
    from app.knowledge.tables import ServiceGroup
    from app.storage.units import Reader

_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Offered:
    """The customers without groups, and the shipped calendars that are there already."""

    customers: tuple[Customer, ...]
    calendar_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Members:
    """A customer's supported systems, and those of them that belong to a group."""

    systems: tuple[SupportedSystem, ...]
    listed: frozenset[str]


class GroupsForm(FormDialog):
    """Whose services are measured; which systems belong to a group is said later."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id="knowledge.add_service_group",
            title_source=N_("Take the shipped groups"),
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


class SystemsForm(FormDialog):
    """Which supported systems of its customer belong to a group of services."""

    def __init__(self, work: Work, wall: WallClock, group: ServiceGroup, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"knowledge.list_system:{group.id}",
            title_source=N_("Systems of the group"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)
        self._group = group
        self._listed: frozenset[str] = frozenset()
        self.systems = self.add(
            "system_ids",
            N_("Supported systems"),
            SystemsField(),
            hint_source=N_("Each of them has the same weight. Without any, the group counts as one system."),
        )
        work.run_query(partial(_read_members, group), self._show_members)

    def commands(self) -> tuple[object, ...]:
        from app.knowledge.commands import ListSystem

        wanted = frozenset(self.systems.value().split())
        return tuple(
            ListSystem(group_id=self._group.id, system_id=system_id, listed=system_id in wanted)
            for system_id in sorted(wanted ^ self._listed)
        )

    def _show_members(self, found: Members) -> None:
        self._listed = found.listed
        with self.filling_in():
            self.systems.set_choices(tuple((system.id, system_text(system)) for system in found.systems))
            self.systems.set_value(" ".join(found.listed))


def _read_members(group: ServiceGroup, reader: Reader) -> Members:
    from app.directory.queries import systems_of
    from app.knowledge.tables import ServiceGroupSystem

    members = reader.having(ServiceGroupSystem, "id", group_id=group.id)
    return Members(tuple(systems_of(reader, group.customer_id)), frozenset(each.system_id for each in members))
