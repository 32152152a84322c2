"""The forms of the register of consumables: what is kept, and how many were put in or taken out."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.assets.wording import cost_problem, count_problem, day_problem, read_cost, read_count, read_day
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.repairs.progress_forms import CURRENCIES
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Consumable

_LINES = ("name", "category", "maker", "model_number", "item_number", "supplier", "order_number", "owner", "place")
_SECOND_COLUMN = ("supplier", "order_number", "owner", "purchased_on", "cost", "currency", "notes")
_COST = ("cost_minor", "currency")
_COLUMNS = {"cost": _COST, "currency": _COST}
"""Fields whose columns are called otherwise, or mean something only together."""
_WIDTH = 720


class ConsumableForm(FormDialog):
    """Whose consumable it is, what it is and where it lies; of a new one also how many there are."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        customers: tuple[tuple[str, str], ...],
        parent: QWidget,
        editing: Editing | None = None,
    ) -> None:
        """`customers` are those to choose from, each an id and a name; whose an edited one is stays."""
        super().__init__(
            work,
            clock,
            draft_id=editing.draft_id if editing else "assets.add_consumable",
            title_source=N_("Edit the consumable") if editing else N_("New consumable"),
            submit_source=N_("Save") if editing else N_("Add"),
            parent=parent,
        )
        self._editing, self._customers = editing, customers
        self.customer = self.add(
            "customer_id", N_("Customer"), ChoiceField(), needed_source="" if editing else N_("Choose the customer.")
        )
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Say what it is."))
        self.quantity = self.add("quantity", N_("On hand"), LineField())
        self.least_quantity = self.add(
            "least_quantity", N_("Least quantity"), LineField(), hint_source=N_("With fewer it is to be bought again.")
        )
        self._add_description()
        self.put_beside(_SECOND_COLUMN, _WIDTH)
        self.retranslate()
        if editing is not None:
            self._fill_in(editing)

    def command(self) -> object | None:
        from app.assets.consumable_commands import AddConsumable, EditConsumable

        cost_minor = read_cost(self.cost.value())
        entered: dict[str, Any] = {
            **{column: self._fields[column].value() for column in (*_LINES, "notes")},
            "least_quantity": read_count(self.least_quantity.value()),
            "purchased_on": read_day(self.purchased_on.value()),
            "cost_minor": cost_minor,
            "currency": "" if cost_minor is None else self.currency.value(),
        }
        if self._editing is not None:
            edited = {column for key in self.edited_keys() for column in _COLUMNS.get(key, (key,))}
            return self._editing.command(EditConsumable, edited, entered)
        quantity = read_count(self.quantity.value()) or 0
        return AddConsumable(id=new_id(), customer_id=self.customer.value(), quantity=quantity, **entered)

    def problems(self) -> dict[str, str]:
        wrong = {
            "quantity": count_problem(self.quantity.value()),
            "least_quantity": count_problem(self.least_quantity.value()),
            "purchased_on": day_problem(self.purchased_on.value()),
            "cost": cost_problem(self.cost.value()),
        }
        return {key: problem for key, problem in wrong.items() if problem}

    def retranslate(self) -> None:
        super().retranslate()
        self.customer.set_choices((("", _("Choose…")), *self._customers))

    def _add_description(self) -> None:
        for key, label in (
            ("place", N_("Place")),
            ("category", N_("Category")),
            ("maker", N_("Maker")),
            ("model_number", N_("Model number")),
            ("item_number", N_("Item number")),
            ("supplier", N_("Supplier")),
            ("order_number", N_("Order number")),
            ("owner", N_("Owner")),
        ):
            self.add(key, label, LineField())
        self.purchased_on = self.add("purchased_on", N_("Purchase date"), LineField())
        self.cost = self.add("cost", N_("Purchase cost"), LineField())
        self.currency = self.add("currency", N_("Currency"), ChoiceField())
        self.notes = self.add("notes", N_("Notes"), TextField())
        self.purchased_on.setPlaceholderText("2026-11-22")
        self.cost.setPlaceholderText("1,234.50")
        own = self._editing.text("currency") if self._editing else ""
        self.currency.set_choices(tuple((code, code) for code in dict.fromkeys((*CURRENCIES, own)) if code))

    def _fill_in(self, editing: Editing) -> None:
        """What stands; how many there are is changed by differences."""
        for hidden in ("customer_id", "quantity"):
            self._rows[hidden].hide()
        for column in (*_LINES, "least_quantity", "purchased_on", "currency", "notes"):
            self._fields[column].set_value(editing.text(column))
        cost_minor = editing.value("cost_minor")
        self.cost.set_value("" if cost_minor is None else f"{Decimal(cost_minor) / 100:,.2f}")


class Deed(StrEnum):
    """What happened to a consumable."""

    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"
    WITHDRAWN = "withdrawn"


_DEEDS = {
    Deed.TAKEN_OUT: N_("Taken out"),
    Deed.PUT_IN: N_("Put in"),
    Deed.WITHDRAWN: N_("No longer kept"),
}


class QuantityForm(FormDialog):
    """How many were taken out or put in, and why; or that it is no longer kept."""

    def __init__(self, work: Work, clock: Clock, consumable: Consumable, parent: QWidget) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"assets.change_quantity:{consumable.id}",
            title_source=N_("Taken out or put in"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._consumable_id = consumable.id
        self.deed = self.add("deed", N_("What happened"), ChoiceField())
        self.count = self.add("count", N_("How many"), LineField())
        self.reason = self.add(
            "reason", N_("Reason"), LineField(), needed_source=N_("Say why: for which order, from which delivery.")
        )
        self.deed.edited.connect(self._follow_deed)
        self.retranslate()

    def command(self) -> object:
        from app.assets.consumable_commands import ChangeQuantity, WithdrawConsumable

        deed, reason = self.deed.value(), self.reason.value()
        if deed == Deed.WITHDRAWN:
            return WithdrawConsumable(consumable_id=self._consumable_id, reason=reason)
        count = read_count(self.count.value()) or 0
        difference = -count if deed == Deed.TAKEN_OUT else count
        return ChangeQuantity(consumable_id=self._consumable_id, difference=difference, reason=reason)

    def problems(self) -> dict[str, str]:
        if self.deed.value() == Deed.WITHDRAWN:
            return {}
        problem = count_problem(self.count.value())
        if not problem and not read_count(self.count.value()):
            problem = _("Enter how many.")
        return {"count": problem} if problem else {}

    def retranslate(self) -> None:
        super().retranslate()
        self.deed.set_choices(tuple((str(deed), _(name)) for deed, name in _DEEDS.items()))
        self._follow_deed()

    def _follow_deed(self) -> None:
        self._rows["count"].setVisible(self.deed.value() != Deed.WITHDRAWN)
