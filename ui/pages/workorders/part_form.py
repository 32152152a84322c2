"""What was used, how much of it, and what was taken out for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from app.workorders.rules.parts import (
    PART_SOURCE_NAMES,
    PART_UNIT_NAMES,
    PartSource,
    PartUnit,
    quantity_text,
    thousandths_of,
)
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.repairs.progress_forms import CURRENCIES
from ui.pages.repairs.wording import parse_cost
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField, ScannedField
from ui.work.work import Work

_QUANTITY, _PRICE = ("quantity_thousandths", "unit"), ("price_minor", "currency")
_COLUMNS = {"quantity": _QUANTITY, "unit": _QUANTITY, "price": _PRICE, "currency": _PRICE}
"""Fields whose columns are called otherwise, or mean something only together."""
_SECOND_COLUMN = ("serial_out", "serial_in", "source", "price", "currency")
_WIDTH = 680


class PartForm(FormDialog):
    """For one more part on a visit, or for one that is corrected."""

    def __init__(
        self, work: Work, wall: WallClock, visit_id: str, parent: QWidget, editing: Editing | None = None
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id if editing else f"workorders.use_part:{visit_id}",
            title_source=N_("Correct the part") if editing else N_("Part used"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._visit_id, self._editing = visit_id, editing
        self.description = self.add(
            "description", N_("What it is"), LineField(), needed_source=N_("Say what was used.")
        )
        self.part_number = self.add(
            "part_number", N_("Part number"), ScannedField(), hint_source=N_("Typed, or scanned into the field.")
        )
        self.quantity = self.add("quantity", N_("Quantity"), LineField(), needed_source=N_("Enter how much."))
        self.unit = self.add("unit", N_("Unit"), ChoiceField())
        self.serial_out = self.add("serial_out", N_("Serial number taken out"), ScannedField())
        self.serial_in = self.add("serial_in", N_("Serial number put in"), ScannedField())
        self.source = self.add("source", N_("From whom"), ChoiceField())
        self.price = self.add("price", N_("Price"), LineField(), hint_source=N_("For all of it, if it is charged."))
        self.currency = self.add("currency", N_("Currency"), ChoiceField())
        self.put_beside(_SECOND_COLUMN, _WIDTH)
        self._fill_in()

    def command(self) -> object | None:
        from app.workorders.part_commands import EditUsedPart, UsePart

        values = self._entered()
        if self._editing is None:
            return UsePart(id=new_id(), visit_id=self._visit_id, **values)
        edited = {column for key in self.edited_keys() for column in _COLUMNS.get(key, (key,))}
        return self._editing.command(EditUsedPart, edited, values)

    def problems(self) -> dict[str, str]:
        wrong = {}
        for key, read in (("quantity", self._thousandths), ("price", self._price)):
            try:
                read()
            except Rejection as refused:
                money = _("“{amount}” is not a sum of money. Write it like 1,234.50.")
                wrong[key] = sentence(refused) if key == "quantity" else money.format(amount=self.price.value())
        return wrong

    def retranslate(self) -> None:
        super().retranslate()
        self.unit.set_choices(tuple((str(unit), _(name)) for unit, name in PART_UNIT_NAMES.items()))
        self.source.set_choices(tuple((str(source), _(name)) for source, name in PART_SOURCE_NAMES.items()))

    def _entered(self) -> dict[str, Any]:
        price = self._price()
        return {
            "description": self.description.value(),
            "part_number": self.part_number.value(),
            "quantity_thousandths": self._thousandths(),
            "unit": PartUnit(self.unit.value()),
            "serial_out": self.serial_out.value(),
            "serial_in": self.serial_in.value(),
            "source": PartSource(self.source.value()),
            "price_minor": price,
            "currency": self.currency.value() if price is not None else "",
        }

    def _thousandths(self) -> int:
        return thousandths_of(self.quantity.value(), PartUnit(self.unit.value()))

    def _price(self) -> int | None:
        return parse_cost(self.price.value()) if self.price.value() else None

    def _fill_in(self) -> None:
        """What stands, or of a new part one piece."""
        editing = self._editing
        self.currency.set_choices(tuple((code, code) for code in CURRENCIES))
        self.quantity.set_value(quantity_text(editing.value("quantity_thousandths") if editing else 1000))
        self.unit.set_value(editing.text("unit") if editing else PartUnit.PIECE)
        self.source.set_value(editing.text("source") if editing else PartSource.OWN_STOCK)
        if editing is None:
            return
        for key in ("description", "part_number", "serial_out", "serial_in", "currency"):
            self._fields[key].set_value(editing.text(key))
        price = editing.value("price_minor")
        self.price.set_value("" if price is None else f"{Decimal(price) / 100:,.2f}")


class WithdrawPartForm(FormDialog):
    """Why a part is taken off the list; the history keeps it."""

    def __init__(self, work: Work, wall: WallClock, part_id: str, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"workorders.withdraw_part:{part_id}",
            title_source=N_("Take the part off the list"),
            submit_source=N_("Take it off"),
            parent=parent,
        )
        self._part_id = part_id
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is taken off."))

    def command(self) -> object:
        from app.workorders.part_commands import WithdrawPart

        return WithdrawPart(part_id=self._part_id, reason=self.reason.value())
