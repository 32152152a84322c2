"""Who is served, who serves, what is promised, and what work begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.translation import N_
from ui.pages.checklists.part import ChecklistsPart
from ui.pages.directory.customers_part import CustomersPart
from ui.pages.directory.device_types_part import DeviceTypesPart
from ui.pages.directory.forms import CustomerForm, OwnPersonForm, TeamForm
from ui.pages.directory.own_staff_part import OwnStaffPart
from ui.pages.live_page import LivePage
from ui.pages.service_levels.part import ServiceLevelsPart
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

CUSTOMERS, OWN_STAFF, SERVICE_LEVELS, CHECKLISTS = "customers", "own_staff", "service_levels", "checklists"
DEVICE_TYPES = "device_types"
_PARTS = (
    FilterChoice(CUSTOMERS, N_("Customers")),
    FilterChoice(OWN_STAFF, N_("Our people")),
    FilterChoice(SERVICE_LEVELS, N_("Service levels")),
    FilterChoice(CHECKLISTS, N_("Checklists")),
    FilterChoice(DEVICE_TYPES, N_("Device types")),
)


@dataclass(frozen=True, slots=True)
class DirectoryFacts:
    """How many customers and colleagues there are, and whether more may be added here."""

    customer_count: int
    staff_count: int
    may_manage: bool


class DirectoryPage(LivePage):
    """Customers, our own people, service levels, checklists or device types; each with what can be added."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("customers", "people", "workspace_facts"))
        self._wall = wall
        self._may_manage = False
        self.parts = FilterBar(_PARTS)
        self.customers, self.own_staff = CustomersPart(work, wall), OwnStaffPart(work, wall)
        self.service_levels, self.checklists = ServiceLevelsPart(work, wall), ChecklistsPart(work, wall)
        self.device_types = DeviceTypesPart(work, wall)
        self.service_levels.order_requested.connect(self.order_requested)
        self.add_customer = Button(N_("New customer"), icon="plus", kind="primary")
        self.add_team = Button(N_("New team"), icon="plus")
        self.add_person = Button(N_("New colleague"), icon="plus", kind="primary")
        self._layers = QStackedWidget()
        self.parts.chosen.connect(self._part_chosen)
        self.add_customer.clicked.connect(self._add_customer_clicked)
        self.add_team.clicked.connect(self._add_team_clicked)
        self.add_person.clicked.connect(self._add_person_clicked)
        self._lay_out()
        self.setFocusProxy(self.customers)
        self._show_buttons()

    def question(self) -> Callable[[Reader], DirectoryFacts]:
        return _read_facts

    def show_answer(self, answer: DirectoryFacts) -> None:
        self.parts.set_counts({CUSTOMERS: answer.customer_count, OWN_STAFF: answer.staff_count})
        self._may_manage = answer.may_manage
        self._show_buttons()

    def show_record(self, customer_id: str) -> None:
        """Show a customer."""
        self.parts.choose(CUSTOMERS)
        self.customers.show_customer(customer_id)

    def show_service_levels(self) -> None:
        """Show what is promised."""
        self.parts.choose(SERVICE_LEVELS)

    def _part_chosen(self, key: str) -> None:
        shown: dict[str, QWidget] = {
            CUSTOMERS: self.customers,
            OWN_STAFF: self.own_staff,
            SERVICE_LEVELS: self.service_levels,
            CHECKLISTS: self.checklists,
            DEVICE_TYPES: self.device_types,
        }
        self._layers.setCurrentWidget(shown[key])
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.add_customer.setVisible(self._may_manage and self.parts.choice == CUSTOMERS)
        for button in (self.add_team, self.add_person):
            button.setVisible(self._may_manage and self.parts.choice == OWN_STAFF)

    def _add_customer_clicked(self) -> None:
        CustomerForm(self._work, self._wall.clock, self).open()

    def _add_team_clicked(self) -> None:
        TeamForm(self._work, self._wall.clock, self).open()

    def _add_person_clicked(self) -> None:
        OwnPersonForm(self._work, self._wall.clock, self).open()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch()
        for button in (self.add_customer, self.add_team, self.add_person):
            head.addWidget(button)
        for part in (self.customers, self.own_staff, self.service_levels, self.checklists, self.device_types):
            self._layers.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(self._layers, 1)


def _read_facts(reader: Reader) -> DirectoryFacts:
    from app.directory.queries import customers, myself, own_staff

    may_manage = myself(reader).grants.may(Permission.MANAGE_DIRECTORY, None)
    return DirectoryFacts(len(customers(reader)), len(own_staff(reader).people), may_manage)
