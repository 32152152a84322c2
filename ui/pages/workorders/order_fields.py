"""The fields of the form of a work order, and what they offer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.sla.rules.faults import AFFECTED_NAMES
from app.workorders.rules import CHANNEL_NAMES, IMPACT_NAMES, ORDER_KIND_NAMES, URGENCY_NAMES
from ui.pages.due_field import DueField
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.pages.workorders.order_field import OrderField
from ui.pages.workorders.person_field import PersonField
from ui.theme.tokens import SPACE
from ui.widgets.fields import CheckField, ChoiceField, LineField, TextField
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.directory.tables import Customer, Person, Site, Team
    from app.storage.units import Reader
    from app.workorders.tables import WorkOrder
    from ui.work.drafts import Fields

_WIDER = 2
_PRIORITIES = (
    ("1", N_("P1 · many people or systems")),
    ("2", N_("P2 · several people")),
    ("3", N_("P3 · one person cannot work")),
    ("4", N_("P4 · one person, can wait")),
)
BY_TABLE = ""
"""The priority follows from impact and urgency."""


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """What can be chosen; of the order that is edited, the fields that the person here may not change."""

    customers: list[Customer]
    sites: list[Site]
    teams: tuple[Team, ...]
    forbidden: set[str]
    may_add_customers: bool


class OrderFields(LooksUp, FormDialog):
    """Who calls about what, how urgent it is, and what it belongs to. `ask` adds the fields."""

    def ask(self, wall: WallClock, edited: WorkOrder | None) -> None:
        """Add the fields, for a new order or for one that is edited."""
        self._choices: OrderChoices | None = None
        self._last_customer_id = ""
        self.stood_priority = str(edited.priority) if edited and edited.priority_reason else BY_TABLE
        self._add_fields(wall, needed="" if edited else N_("Choose the customer."))
        self._set_side_by_side()
        self.customer.edited.connect(self._customer_edited)
        self.caller.chosen.connect(self._caller_chosen)
        self.priority.edited.connect(self._show_reason)
        self._work.run_query(partial(_read_choices, edited), self._choices_known)

    def values(self) -> Fields:
        return super().values() | {"caller_id": self.caller.person_id}

    def problems(self) -> dict[str, str]:
        checks = {
            "asset_id": (
                self.asset.is_unknown,
                _("No device of this customer has this code. Correct it, or leave it empty."),
            ),
            "parent_id": (self.parent_order.is_unknown, self.parent_order.unknown_text),
            "reason": (self.changes_priority and not self.reason.value(), _("Say why it has this priority.")),
        }
        return super().problems() | {key: sentence for key, (is_wrong, sentence) in checks.items() if is_wrong}

    @property
    def changes_priority(self) -> bool:
        """Whether somebody chose another priority than follows, or than stood there."""
        return self.priority.value() != self.stood_priority

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((str(kind), _(name)) for kind, name in ORDER_KIND_NAMES.items()))
        self.affected.set_choices((("", _("Nothing")), *((str(one), _(name)) for one, name in AFFECTED_NAMES.items())))
        self.impact.set_choices((("", _("Not known")), *((str(one), _(name)) for one, name in IMPACT_NAMES.items())))
        self.urgency.set_choices((("", _("Not known")), *((str(one), _(name)) for one, name in URGENCY_NAMES.items())))
        by_table = (BY_TABLE, _("By impact and urgency"))
        self.priority.set_choices((by_table, *((priority, _(text)) for priority, text in _PRIORITIES)))
        self.channel.set_choices(tuple((str(channel), _(name)) for channel, name in CHANNEL_NAMES.items()))
        if self._choices is not None:
            self._choices_known(self._choices)
        self._show_reason()

    def _fill(self, values: Fields) -> None:
        super()._fill(values)
        self.caller.set_person(values.get("caller_id", ""), values.get("caller_name", ""))

    def _add_fields(self, wall: WallClock, needed: str) -> None:
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=needed)
        self.site = self.add("site_id", N_("Site"), ChoiceField())
        self.title = self.add(
            "title", N_("What is wrong"), LineField(), needed_source=N_("Say in a few words what is wrong.")
        )
        self.description = self.add("description", N_("Description"), TextField())
        self.kind = self.add("kind", N_("Kind"), ChoiceField())
        self.category = self.add("category", N_("Category"), LineField())
        self.affected = self.add("affected", N_("Interrupted service"), ChoiceField())
        self.impact = self.add("impact", N_("Impact"), ChoiceField())
        self.urgency = self.add("urgency", N_("Urgency"), ChoiceField())
        self.priority = self.add("priority", N_("Priority"), ChoiceField())
        self.reason = self.add("reason", N_("Why this priority"), LineField())
        self.caller = self.add("caller_name", N_("Caller"), PersonField(self._work, self.customer.value))
        self.phone = self.add("caller_phone", N_("Phone"), LineField())
        self.place = self.add("place", N_("Place"), LineField())
        self.asset = self.add("asset_id", N_("Asset code"), AssetField(self._work, self.customer.value))
        parent = OrderField(self._work, wall, self.customer.value)
        self.parent_order = self.add("parent_id", N_("Part of"), parent)
        self.team = self.add("team_id", N_("Team"), ChoiceField())
        self.channel = self.add("channel", N_("Reported"), ChoiceField())
        self.remote = self.add("remote", N_("Where"), CheckField(N_("Remote")))
        self.due = self.add("due_at", N_("Due"), DueField(wall, N_("No due time")))

    def _set_side_by_side(self) -> None:
        """Put what belongs together into one line, so that the form is as high as a small screen."""
        lines = (
            ("customer_id", "site_id"),
            ("kind", "category", "affected"),
            ("impact", "urgency", "priority"),
            ("caller_name", "caller_phone", "place"),
            ("asset_id", "parent_id", "team_id"),
            ("channel", "remote", "due_at"),
        )
        for keys in lines:
            line = QHBoxLayout()
            line.setSpacing(SPACE.md)
            place = self._form.indexOf(self._rows[keys[0]])
            for key in keys:
                self._form.removeWidget(self._rows[key])
                line.addWidget(self._rows[key], _WIDER if key == "due_at" else 1)
            self._form.insertLayout(place, line)

    def _choices_known(self, choices: OrderChoices) -> None:
        self._choices = choices
        for key in choices.forbidden & self._rows.keys():
            self._rows[key].field.setEnabled(False)
        self.customer.set_choices(
            (("", _("Choose…")), *((customer.id, customer.name) for customer in choices.customers))
        )
        self.team.set_choices((("", _("None")), *((team.id, team.name) for team in choices.teams)))
        self._customer_edited()
        if not choices.customers:
            self.banner.show_notice(_no_customer(may_add=choices.may_add_customers))

    def _customer_edited(self) -> None:
        sites = self._choices.sites if self._choices is not None else []
        of_customer = tuple((site.id, site.name) for site in sites if site.customer_id == self.customer.value())
        self.site.set_choices((("", _("No site")), *of_customer))
        for field in (self.asset, self.parent_order):
            field.look()
        if self._last_customer_id not in {"", self.customer.value()}:
            self.caller.forget_person()
        self._last_customer_id = self.customer.value()

    def _caller_chosen(self, person: Person) -> None:
        if person.phone:
            self.phone.set_value(person.phone)
        if not self.customer.value() and person.customer_id:
            self.customer.set_value(person.customer_id)

    def _show_reason(self) -> None:
        self._rows["reason"].setVisible(self.changes_priority)


def _read_choices(edited: WorkOrder | None, reader: Reader) -> OrderChoices:
    from app.directory.queries import all_sites, customers, myself, own_staff
    from app.storage.edits import forbidden_fields

    rights = myself(reader).grants
    forbidden = forbidden_fields(type(edited), rights, edited.customer_id) if edited else set()
    may_add_customers = rights.may(Permission.MANAGE_DIRECTORY, None)
    return OrderChoices(customers(reader), all_sites(reader), own_staff(reader).teams, forbidden, may_add_customers)


def _no_customer(*, may_add: bool) -> Notice:
    sentence = _("There is no customer yet, and an order belongs to one.")
    if may_add:
        advice = _("Add one in the directory. What you have entered here is kept.")
        return Notice(Tone.INFO, sentence, advice, action_source=N_("Open the directory"))
    return Notice(Tone.INFO, sentence, _("Ask whoever looks after the directory to add one."))
