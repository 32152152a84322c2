"""The form by which one device is put into the register."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.assets.barcodes import read_barcode
from app.assets.rules import ASSET_STATE_NAMES, AssetState, next_states
from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.assets.reading import RegisterChoices, read_blank_label
from ui.pages.assets.wording import code_text, cost_problem, day_problem, is_own_form, read_cost, read_day
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.repairs.progress_forms import CURRENCIES
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.person_field import PersonField
from ui.theme.tokens import SPACE
from ui.widgets.fields import CheckField, ChoiceField, LineField, TextField
from ui.widgets.labels import Label
from ui.work.drafts import Fields
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import BlankLabel

_WIDTH = 980
_COLUMNS = 3
_CURRENCY_WIDTH = 96
_GIVE, _KEEP = "give", "keep"
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_LINE = 60, 200, 500
_LINES = (
    *("name", "maker", "model", "serial_number", "place", "owner", "supplier", "budget_head"),
    *("components", "notes"),
)
_DAYS = ("purchased_on", "warranty_until")
_AT_FIRST = (AssetState.IN_USE, AssetState.IN_STOCK, AssetState.ON_LOAN)
"""The states in which a device can come into the register."""


class RegisterForm(FormDialog):
    """Whose device it is, which one, where it stands and who uses it; it tells which code the device will have."""

    registered = Signal(str)
    """With the id of the device."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        choices: RegisterChoices,
        parent: QWidget,
        *,
        customer_id: str = "",
        editing: Editing | None = None,
    ) -> None:
        """`customer_id` is chosen at first; empty where a person is to choose. `editing` is the device to edit."""
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id if editing else "assets.register",
            title_source=N_("Edit the device") if editing else N_("Register a device"),
            submit_source=N_("Save") if editing else N_("Register"),
            parent=parent,
        )
        self._choices = choices
        self._editing = editing
        self._last_customer_id = ""
        self._asset_id = editing.row.id if editing else new_id()
        self._add_belongings()
        self._add_description()
        self.code_note = Label(role="muted", wrapped=True)
        self._lay_out_in_columns()
        self._offer(editing.row.customer_id if editing else customer_id)
        if editing is not None:
            self._set_asset(editing)
        self.customer.edited.connect(self._offer_places)
        for field in (self.customer, self.type, self.department, self.carried_code, self.code_rule):
            field.edited.connect(self._tell_code)
        self.accepted.connect(self._tell_registered)

    def take_scanned(self, text: str) -> None:
        """Enter what was scanned: a code that the device carries, or the maker's serial number."""
        barcode = read_barcode(text)
        if barcode.code:
            self.carried_code.set_value(barcode.code)
            self._work.run_query(partial(read_blank_label, barcode.code), self._blank_label_read)
        elif barcode.serial_number:
            self.serial_number.set_value(barcode.serial_number)

    def _blank_label_read(self, label: BlankLabel | None) -> None:
        """A label that was printed for whatever device it sticks on says whose that is, and of which type."""
        if label is not None:
            self.customer.set_value(label.customer_id)
            self.type.set_value(label.type_code)
            self.department.set_value(label.department_id or "")

    def command(self) -> object | None:
        from app.assets.commands import RegisterAsset
        from app.assets.edit_commands import EditAsset

        cost_minor = read_cost(self.cost.value())
        entered: dict[str, Any] = {
            "department_id": self.department.value() or None,
            "site_id": self.site.value() or None,
            **{column: self._fields[column].value() for column in _LINES},
            **{column: read_day(self._fields[column].value()) for column in _DAYS},
            "user_name": self.user.value(),
            "user_id": self.user.person_id or None,
            "networked": self.networked.isChecked(),
            "state": AssetState(self.state.value()),
            "cost_minor": cost_minor,
            "currency": "" if cost_minor is None else self.currency.value(),
        }
        if self._editing is not None:
            edited = self.edited_keys()
            edited |= {"cost_minor", "currency"} if "cost" in edited else set()
            return self._editing.command(EditAsset, edited, entered)
        return RegisterAsset(
            id=self._asset_id,
            customer_id=self.customer.value(),
            type_code=self.type.value(),
            existing_code=self.carried_code.value(),
            keep_code=self.code_rule.value() == _KEEP,
            **entered,
        )

    def values(self) -> Fields:
        return super().values() | {"user_id": self.user.person_id}

    def problems(self) -> dict[str, str]:
        wrong = {column: day_problem(self._fields[column].value()) for column in _DAYS}
        wrong["cost"] = cost_problem(self.cost.value())
        return {key: problem for key, problem in wrong.items() if problem}

    def retranslate(self) -> None:
        super().retranslate()
        self._offer(self.customer.value())

    def _fill(self, values: Fields) -> None:
        super()._fill(values)
        self.user.set_person(values.get("user_id", ""), values.get("user_name", ""))

    def _add_belongings(self) -> None:
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose the customer."))
        self.type = self.add(
            "type_code", N_("Device type"), ChoiceField(), needed_source=N_("Choose the type of device.")
        )
        self.department = self.add("department_id", N_("Department"), ChoiceField())
        self.site = self.add("site_id", N_("Site"), ChoiceField())
        self.place = self.add("place", N_("Place"), _line(_LONGEST_LINE))
        self.state = self.add("state", N_("State"), ChoiceField())

    def _add_description(self) -> None:
        self.name = self.add("name", N_("Name"), _line(_LONGEST_NAME), needed_source=N_("Give the device a name."))
        self.user = self.add("user_name", N_("User"), PersonField(self._work, self.customer.value))
        self.user.line.setMaxLength(_LONGEST_LINE)
        self.maker = self.add("maker", N_("Maker"), _line(_LONGEST_LINE))
        self.model = self.add("model", N_("Model"), _line(_LONGEST_LINE))
        self.serial_number = self.add("serial_number", N_("Serial number"), _line(_LONGEST_LINE))
        self.owner = self.add("owner", N_("Owner"), _line(_LONGEST_LINE))
        self.supplier = self.add("supplier", N_("Supplier"), _line(_LONGEST_LINE))
        self.purchased_on = self.add("purchased_on", N_("Purchase date"), LineField())
        self.warranty_until = self.add("warranty_until", N_("Warranty until"), LineField())
        self.cost = self.add("cost", N_("Purchase cost"), LineField())
        self.currency = self.add("currency", N_("Currency"), ChoiceField())
        self.budget_head = self.add("budget_head", N_("Budget head"), _line(_LONGEST_LINE))
        self.networked = self.add("networked", N_("Network"), CheckField(N_("Attached to the network")))
        self.components = self.add(
            "components", N_("Components"), TextField(), hint_source=N_("One a line, with its serial number.")
        )
        self.notes = self.add("notes", N_("Notes"), TextField())
        self.carried_code = self.add("existing_code", N_("Code that it carries"), _line(_LONGEST_CODE))
        self.code_rule = self.add("code_rule", N_("A code of another form"), ChoiceField())

    def _offer(self, customer_id: str) -> None:
        """Offer everything in the language shown now."""
        choose = ("", _("Choose…"))
        self.customer.set_choices((choose, *self._choices.customers))
        self.customer.set_value(customer_id)
        types = tuple((each.id, f"{each.id}  {_(each.name)}") for each in self._choices.types)
        self.type.set_choices((choose, *types))
        rules = ((_GIVE, _("Give our code beside it")), (_KEEP, _("Keep it as the code")))
        self.code_rule.set_choices(rules)
        own = self._editing.text("currency") if self._editing else ""
        self.currency.set_choices(tuple((code, code) for code in dict.fromkeys((*CURRENCIES, own)) if code))
        stands = self._editing.row.state if self._editing else None
        states = _AT_FIRST if stands is None else (stands, *next_states(stands))
        self.state.set_choices(tuple((str(state), _(ASSET_STATE_NAMES[state])) for state in states))
        for day in (self.purchased_on, self.warranty_until):
            day.setPlaceholderText("2026-11-22")
        self.cost.setPlaceholderText("1,234.50")
        self._offer_places()
        self._tell_code()

    def _set_asset(self, editing: Editing) -> None:
        """Show the device that is edited; whose it is, its type and its codes stay."""
        cost_minor = editing.value("cost_minor")
        for column in (*_LINES, *_DAYS, "currency", "department_id", "site_id", "state"):
            self._fields[column].set_value(editing.text(column))
        self.user.set_person(editing.text("user_id"), editing.text("user_name"))
        self.networked.setChecked(bool(editing.value("networked")))
        self.cost.set_value("" if cost_minor is None else f"{Decimal(cost_minor) / 100:,.2f}")
        self.type.set_value(editing.row.type_code)
        for key in ("customer_id", "type_code"):
            self._rows[key].field.setEnabled(False)
        for hidden in (self._rows["existing_code"], self._rows["code_rule"], self.code_note):
            hidden.hide()

    def _offer_places(self) -> None:
        customer_id = self.customer.value()
        departments = self._choices.departments.get(customer_id, ())
        sites = self._choices.sites.get(customer_id, ())
        none = ("", "—")
        self.department.set_choices((none, *((each.id, f"{each.code}  {each.name}") for each in departments)))
        self.site.set_choices((none, *((each.id, each.name) for each in sites)))
        if customer_id != self._last_customer_id:
            self._last_customer_id = customer_id
            self.user.forget_person()

    def _tell_code(self) -> None:
        carried, type_code = self.carried_code.value(), self.type.value()
        departments = self._choices.departments.get(self.customer.value(), ())
        department_code = next((each.code for each in departments if each.id == self.department.value()), "")
        keeps = self.code_rule.value() == _KEEP
        self.code_rule.setEnabled(bool(carried) and not is_own_form(carried, type_code))
        self.code_note.setText(code_text(carried, type_code, department_code, keeps=keeps) if type_code else "")

    def _tell_registered(self) -> None:
        self.registered.emit(self._asset_id)

    def _lay_out_in_columns(self) -> None:
        self.setMinimumWidth(_WIDTH)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.lg)
        grid.setVerticalSpacing(SPACE.md)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        cells = [self._cost_cell() if key == "cost" else row for key, row in self._rows.items() if key != "currency"]
        for place, cell in enumerate(cells):
            grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        self._form.addLayout(grid)
        self._form.addWidget(self.code_note)

    def _cost_cell(self) -> QWidget:
        """The sum and its currency side by side."""
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self._rows["cost"], 1)
        row.addWidget(self._rows["currency"])
        self.currency.setFixedWidth(_CURRENCY_WIDTH)
        return cell


def _line(longest: int) -> LineField:
    field = LineField()
    field.setMaxLength(longest)
    return field
