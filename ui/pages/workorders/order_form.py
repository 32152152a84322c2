"""The form in which a call is logged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.sla.rules.faults import AFFECTED_NAMES, Affected
from app.workorders.rules import (
    CHANNEL_NAMES,
    IMPACT_NAMES,
    ORDER_KIND_NAMES,
    URGENCY_NAMES,
    Channel,
    Impact,
    OrderKind,
    Urgency,
)
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.due_field import DueField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.theme.tokens import SPACE
from ui.widgets.fields import CheckField, ChoiceField, LineField, TextField
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.directory.tables import Customer, Site
    from app.storage.units import Reader
    from app.workorders.tables import WorkOrder

DRAFT_ID = "workorders.log"
_WIDTH = 640
_WIDER = 2
_PRIORITIES = (
    ("1", N_("P1 · many people or systems")),
    ("2", N_("P2 · several people")),
    ("3", N_("P3 · one person cannot work")),
    ("4", N_("P4 · one person, can wait")),
)
_BY_TABLE = ""
"""The priority follows from impact and urgency."""
_SHOWN = (
    *("title", "description", "caller_name", "caller_phone", "place", "site_id"),
    *("kind", "category", "affected", "impact", "urgency", "priority", "channel"),
)
"""Columns that a field of the same name shows as text."""


@dataclass(frozen=True, slots=True)
class _Choices:
    customers: list[Customer]
    sites: list[Site]
    forbidden: set[str]
    """The fields of the order that is edited which the person at this workspace may not change."""
    may_add_customers: bool


class OrderForm(LooksUp, FormDialog):
    """Who calls about what; the order has its number as soon as the form is sent."""

    order_logged = Signal(str)
    """With the new order's id."""
    directory_requested = Signal()
    """There is no customer yet, and one is to be added."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        parent: QWidget,
        asset: Asset | None = None,
        editing: Editing | None = None,
    ) -> None:
        """`asset` is the device that the call is about, where that is known already; `editing` is the order to edit."""
        new_draft_id = DRAFT_ID if asset is None else f"{DRAFT_ID}.{asset.id}"
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id if editing else new_draft_id,
            title_source=N_("Edit the work order") if editing else N_("New work order"),
            submit_source=N_("Save") if editing else N_("Log the order"),
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)
        self._editing = editing
        self._order_id = new_id()
        self._choices: _Choices | None = None
        self._add_fields(wall)
        self._set_side_by_side()
        self.customer.edited.connect(self._customer_edited)
        if editing is not None:
            self._set_order(editing, asset)
        elif asset is not None:
            self._set_asset(asset)
        self.accepted.connect(self._tell_logged)
        self.banner.action_requested.connect(self._leave_for_directory)
        work.run_query(partial(_read_choices, editing.row if editing else None), self._choices_known)

    def command(self) -> object | None:
        from app.workorders.commands import LogOrder
        from app.workorders.edit_commands import EditOrder

        entered: dict[str, Any] = {
            "title": self.title.value(),
            "description": self.description.value(),
            "kind": OrderKind(self.kind.value()),
            "category": self.category.value(),
            "affected": Affected(self.affected.value()) if self.affected.value() else None,
            "remote": self.remote.isChecked(),
            "impact": Impact(self.impact.value()) if self.impact.value() else None,
            "urgency": Urgency(self.urgency.value()) if self.urgency.value() else None,
            "priority": None if self.priority.value() == _BY_TABLE else int(self.priority.value()),
            "channel": Channel(self.channel.value()),
            "site_id": self.site.value() or None,
            "asset_id": self.asset.asset_id,
            "place": self.place.value(),
            "caller_name": self.caller.value(),
            "caller_phone": self.phone.value(),
            "due_at": self.due.at,
        }
        if self._editing is None:
            return LogOrder(id=self._order_id, customer_id=self.customer.value(), **entered)
        edited = {"asset_id" if key == "asset" else key for key in self.edited_keys()}
        return self._editing.command(EditOrder, edited, entered)

    def problems(self) -> dict[str, str]:
        if self.asset.is_unknown:
            return {"asset": _("No device of this customer has this code. Correct it, or leave it empty.")}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((str(kind), _(name)) for kind, name in ORDER_KIND_NAMES.items()))
        self.affected.set_choices((("", _("Nothing")), *((str(one), _(name)) for one, name in AFFECTED_NAMES.items())))
        self.impact.set_choices((("", _("Not known")), *((str(one), _(name)) for one, name in IMPACT_NAMES.items())))
        self.urgency.set_choices((("", _("Not known")), *((str(one), _(name)) for one, name in URGENCY_NAMES.items())))
        by_table = () if self._editing else ((_BY_TABLE, _("By impact and urgency")),)
        self.priority.set_choices((*by_table, *((priority, _(text)) for priority, text in _PRIORITIES)))
        self.channel.set_choices(tuple((str(channel), _(name)) for channel, name in CHANNEL_NAMES.items()))
        if self._choices is not None:
            self._choices_known(self._choices)

    def _add_fields(self, wall: WallClock) -> None:
        needed = "" if self._editing else N_("Choose the customer.")
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
        self.caller = self.add("caller_name", N_("Caller"), LineField())
        self.phone = self.add("caller_phone", N_("Phone"), LineField())
        self.place = self.add("place", N_("Place"), LineField())
        self.asset = self.add("asset", N_("Asset code"), AssetField(self._work, self.customer.value))
        self.channel = self.add("channel", N_("Reported"), ChoiceField())
        self.remote = self.add("remote", N_("Where"), CheckField(N_("Remote")))
        self.due = self.add("due_at", N_("Due"), DueField(wall, N_("No due time")))

    def _set_side_by_side(self) -> None:
        """Put what belongs together into one line, so that the form is as high as a small screen."""
        lines = (
            ("customer_id", "site_id"),
            ("kind", "category", "affected"),
            ("impact", "urgency", "priority"),
            ("caller_name", "caller_phone"),
            ("place", "asset"),
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

    def _set_asset(self, asset: Asset) -> None:
        self.customer.set_value(asset.customer_id)
        self.site.set_value(asset.site_id or "")
        self.place.set_value(asset.place)
        self.asset.set_value(asset.code)

    def _set_order(self, editing: Editing, asset: Asset | None) -> None:
        """Show the order that is edited; whose it is stays."""
        order = editing.row
        self._order_id = order.id
        for column in _SHOWN:
            self._fields[column].set_value(editing.text(column))
        self.remote.setChecked(bool(editing.value("remote")))
        self.customer.set_value(order.customer_id)
        self.customer.setEnabled(False)
        self.asset.set_value(asset.code if asset else "")
        self.due.set_at(editing.value("due_at"))

    def _choices_known(self, choices: _Choices) -> None:
        self._choices = choices
        for key in choices.forbidden & self._rows.keys():
            self._rows[key].field.setEnabled(False)
        self.customer.set_choices(
            (("", _("Choose…")), *((customer.id, customer.name) for customer in choices.customers))
        )
        self._customer_edited()
        if not choices.customers:
            self.banner.show_notice(_no_customer(may_add=choices.may_add_customers))

    def _leave_for_directory(self) -> None:
        self.reject()
        self.directory_requested.emit()

    def _customer_edited(self) -> None:
        sites = self._choices.sites if self._choices is not None else []
        of_customer = tuple((site.id, site.name) for site in sites if site.customer_id == self.customer.value())
        self.site.set_choices((("", _("No site")), *of_customer))
        self.asset.look()

    def _tell_logged(self) -> None:
        self.order_logged.emit(self._order_id)


def _read_choices(edited: WorkOrder | None, reader: Reader) -> _Choices:
    from app.directory.queries import all_sites, customers, myself
    from app.storage.edits import forbidden_fields

    rights = myself(reader).grants
    forbidden = forbidden_fields(type(edited), rights, edited.customer_id) if edited else set()
    may_add_customers = rights.may(Permission.MANAGE_DIRECTORY, None)
    return _Choices(customers(reader), all_sites(reader), forbidden, may_add_customers)


def _no_customer(*, may_add: bool) -> Notice:
    sentence = _("There is no customer yet, and an order belongs to one.")
    if may_add:
        advice = _("Add one in the directory. What you have entered here is kept.")
        return Notice(Tone.INFO, sentence, advice, action_source=N_("Open the directory"))
    return Notice(Tone.INFO, sentence, _("Ask whoever looks after the directory to add one."))


def read_order_to_edit(order_id: str, reader: Reader) -> tuple[WorkOrder, Asset | None]:
    """An order, and the device that it is about."""
    from app.assets.tables import Asset
    from app.workorders.tables import WorkOrder

    order = reader.require(WorkOrder, order_id)
    return order, reader.get(Asset, order.asset_id) if order.asset_id else None
