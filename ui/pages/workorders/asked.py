"""What the forms about one order and those about several ask alike: each is mixed into a `FormDialog`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.foundation.ids import new_id
from app.foundation.translation import N_, _, ngettext
from app.workorders.rules import IMPACT_NAMES, URGENCY_NAMES
from ui.pages.due_field import DueField
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.looked_up_field import LooksUp
from ui.pages.workorders.order_field import OrderField
from ui.widgets.fields import CheckField, ChoiceField, LineField

if TYPE_CHECKING:
    from app.directory.tables import Person, Team
    from app.storage.units import Reader
    from app.workorders.commands import AssignOrder, CancelOrder
    from app.workorders.desk_commands import PrioritiseOrder
    from app.workorders.link_commands import LinkOrders
    from app.workorders.passing_commands import HandOver
    from app.workorders.queries.listing import EngineerLoad
    from app.workorders.tables import Visit, WorkOrder

if TYPE_CHECKING:
    from ui.pages.form_dialog import FormDialog as _Form
else:
    _Form = object  # Qt knows the signals of the first of its own classes only, so these are none

_TEAM, _PERSON = "team:", "person:"
_BY_TABLE = ""


class AsksEngineer(_Form):
    """Who is to go, and when."""

    def ask_engineer(self, wall: WallClock) -> None:
        """Add the fields."""
        self._loads: tuple[EngineerLoad, ...] = ()
        self.engineer = self.add("engineer_id", N_("Engineer"), ChoiceField(), needed_source=N_("Choose who is to go."))
        self.planned = self.add("planned_at", N_("Planned for"), DueField(wall, N_("As soon as possible")))
        self._work.run_query(_read_loads, self._loads_known)

    def assigning(self, order_id: str) -> AssignOrder:
        """The command for an order."""
        from app.workorders.commands import AssignOrder

        engineer_id, planned_at = self.engineer.value(), self.planned.at
        return AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=engineer_id, planned_at=planned_at)

    def retranslate(self) -> None:
        super().retranslate()
        self.engineer.set_choices((("", _("Choose…")), *((load.person_id, _load_text(load)) for load in self._loads)))

    def _loads_known(self, loads: tuple[EngineerLoad, ...]) -> None:
        self._loads = loads
        self.retranslate()


class AsksNewcomer(_Form):
    """Who goes on with a visit, and what he must know."""

    def ask_newcomer(self, leaving_id: str) -> None:
        """Add the fields; who hands over is not offered."""
        self._leaving_id = leaving_id
        self._newcomers: tuple[tuple[str, str], ...] = ()
        self.newcomer = self.add(
            "newcomer", N_("Goes to"), ChoiceField(), needed_source=N_("Choose the engineer or the team that goes on.")
        )
        self.note = self.add("note", N_("Note"), LineField(), needed_source=N_("Say what whoever goes on must know."))
        self._work.run_query(_read_newcomers, self._newcomers_known)

    def handing_over(self, visit: Visit) -> HandOver:
        """The command for a visit."""
        from app.workorders.passing_commands import HandOver

        chosen = self.newcomer.value()
        is_team = chosen.startswith(_TEAM)
        return HandOver(
            visit_id=visit.id,
            note=self.note.value(),
            engineer_id=None if is_team else chosen.removeprefix(_PERSON),
            team_id=chosen.removeprefix(_TEAM) if is_team else None,
            new_visit_id=new_id(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.newcomer.set_choices((("", _("Choose…")), *self._newcomers))

    def _newcomers_known(self, found: tuple[list[Person], list[Team]]) -> None:
        people, teams = found
        others = (person for person in people if person.id != self._leaving_id)
        self._newcomers = (
            *((_TEAM + team.id, team.name) for team in teams),
            *((_PERSON + person.id, person.name) for person in others),
        )
        self.retranslate()


class AsksPriority(_Form):
    """How urgent it is, other than impact and urgency say, and why."""

    def ask_priority(self, order: WorkOrder | None = None) -> None:
        """Add the fields; `order` is the one that they begin with."""
        self._prioritised = order
        self.priority = self.add("priority", N_("Priority"), ChoiceField())
        self.level = self.add(
            "level", N_("Level of the agreement"), LineField(), hint_source=N_("As the customer's agreement calls it.")
        )
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is changed."))
        self.by_customer = self.add("by_customer", N_("By whom"), CheckField(N_("Wanted by the customer")))
        if order is not None:
            self.priority.set_value(str(order.priority))

    def prioritising(self, order_id: str) -> PrioritiseOrder:
        """The command for an order."""
        from app.workorders.desk_commands import PrioritiseOrder

        return PrioritiseOrder(
            order_id=order_id,
            priority=int(self.priority.value()) if self.priority.value() != _BY_TABLE else None,
            level=self.level.value(),
            reason=self.reason.value(),
            by_customer=self.by_customer.isChecked(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        order = self._prioritised
        by_table = _("By impact and urgency") if order is None else _("The usual one")
        if order is not None and order.impact and order.urgency:
            by_table = _("By impact and urgency: {impact}, {urgency}").format(
                impact=_(IMPACT_NAMES[order.impact]), urgency=_(URGENCY_NAMES[order.urgency])
            )
        self.priority.set_choices(((_BY_TABLE, by_table), *((str(one), f"P{one}") for one in range(1, 5))))


class AsksOtherOrder(LooksUp):
    """Which other order of the same customer is meant."""

    def ask_other_order(self, wall: WallClock, customer_id: str) -> None:
        """Add the field; an empty `customer_id` means everybody's orders."""
        self.other = self.add(
            "other",
            N_("Number of the other order"),
            OrderField(self._work, wall, lambda: customer_id),
            needed_source=N_("Enter a number such as W26-004711."),
        )

    def linking(self, order_id: str) -> LinkOrders:
        """The command that links an order to it."""
        from app.workorders.link_commands import LinkOrders

        return LinkOrders(order_id=order_id, other_id=self.other.order_id or "")

    def problems(self) -> dict[str, str]:
        return super().problems() | ({"other": self.other.unknown_text} if self.other.is_unknown else {})


class AsksWhyCancelled(_Form):
    """Why it is called off."""

    def ask_why(self) -> None:
        """Add the field."""
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is cancelled."))

    def cancelling(self, order_id: str) -> CancelOrder:
        """The command for an order."""
        from app.workorders.commands import CancelOrder

        return CancelOrder(order_id=order_id, reason=self.reason.value())


def _load_text(load: EngineerLoad) -> str:
    if not load.open_count:
        return load.name
    count = ngettext("{count} open order", "{count} open orders", load.open_count).format(count=load.open_count)
    return f"{load.name} · {count}"


def _read_loads(reader: Reader) -> tuple[EngineerLoad, ...]:
    from app.workorders.queries.listing import engineer_loads

    return engineer_loads(reader)


def _read_newcomers(reader: Reader) -> tuple[list[Person], list[Team]]:
    from app.directory.queries import engineers
    from app.directory.tables import Team

    return list(engineers(reader)), reader.find(Team)
