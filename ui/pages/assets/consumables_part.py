"""The register of consumables: what is on hand where, what has to be bought again, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from ui.pages.assets.consumable_forms import ConsumableForm, QuantityForm
from ui.pages.assets.wording import cost_text
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock, day_text
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.consumables import KeptConsumable, ToldChange
    from app.storage.units import Reader

_TABLES = ("consumables", "consumable_changes", "customers", "workspace_facts")
_TITLES = (N_("Name"), N_("Customer"), N_("Place"), N_("On hand"))
_COLUMNS = ColumnPlan(widths=(220, 170, 150, 150), stretched=0, least=170, yielding=(1, 2))
_LISTS = (("", N_("All consumables")), ("low", N_("Fewer than the least quantity")))
_WIDTH, _HEIGHT = 1060, 640


@dataclass(frozen=True, slots=True)
class ShownConsumables:
    """The consumables, and the customers whose consumables may be changed here."""

    consumables: list[KeptConsumable]
    customers: tuple[tuple[str, str], ...]


class ConsumablesDialog(Translated, QDialog):
    """The register of consumables beside that of the devices."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = ConsumablesPart(work, wall)
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.addWidget(self.part)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Consumables"))


class ConsumablesPart(LivePage):
    """The list, and what is known of the consumable that is marked."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.which = ChoiceField()
        self.add = Button(N_("New consumable"), icon="plus", kind="primary")
        self.consumables = ListCard(
            SmallList(N_("Consumables"), _TITLES, _COLUMNS),
            EmptyState("package", N_("No consumable is registered yet, or there is enough of each.")),
        )
        self.title, self.facts, self.changes = Label(role="subtitle", wrapped=True), KeyValueGrid(), KeyValueGrid()
        self.change = Button(N_("Take out or put in…"), icon="arrow-up-down")
        self.edit = ToolButton("pencil", N_("Edit…"))
        self.which.edited.connect(self.refresh)
        self.add.clicked.connect(self._add_clicked)
        self.edit.clicked.connect(self._edit_clicked)
        self.change.clicked.connect(self._change_clicked)
        self.consumables.rows.row_chosen.connect(self._show_chosen)
        self._lay_out()
        self.retranslate()

    def question(self) -> Callable[[Reader], ShownConsumables]:
        return partial(_read, bool(self.which.value()))

    def show_answer(self, answer: ShownConsumables) -> None:
        self.consumables.show_rows(tuple(map(_row, answer.consumables)))
        self.add.setVisible(bool(answer.customers))
        self._show_chosen(self.consumables.rows.chosen_id)

    def retranslate(self) -> None:
        self.which.set_choices(tuple((value, _(text)) for value, text in _LISTS))
        super().retranslate()

    @property
    def chosen(self) -> KeptConsumable | None:
        """The consumable that is marked."""
        shown: ShownConsumables | None = self._answer
        wanted = self.consumables.rows.chosen_id
        return next((each for each in shown.consumables if each.consumable.id == wanted), None) if shown else None

    def _show_chosen(self, _consumable_id: str) -> None:
        found, shown = self.chosen, self._answer
        self._card.setVisible(found is not None)
        if found is None:
            return
        consumable = found.consumable
        may_change = consumable.customer_id in dict(shown.customers)
        self.title.setText(consumable.name)
        self.facts.set_rows(_facts(found))
        self.edit.setVisible(may_change)
        self.change.setVisible(may_change)
        self._work.run_query(partial(_read_changes, consumable.id), partial(self._show_changes, consumable.id))

    def _show_changes(self, consumable_id: str, told: tuple[ToldChange, ...]) -> None:
        if consumable_id == self.consumables.rows.chosen_id:
            self.changes.set_rows(tuple(KeyValue(self._wall.text(each.change.at), _change_text(each)) for each in told))
            self._history.setVisible(bool(told))

    def _add_clicked(self) -> None:
        ConsumableForm(self._work, self._wall.clock, self._answer.customers, self).open()

    def _edit_clicked(self) -> None:
        if self.chosen is not None:
            ConsumableForm(self._work, self._wall.clock, (), self, Editing(self.chosen.consumable)).open()

    def _change_clicked(self) -> None:
        if self.chosen is not None:
            QuantityForm(self._work, self._wall.clock, self.chosen.consumable, self).open()

    def _lay_out(self) -> None:
        self._card, self._history = Card(margin=SPACE.lg), TranslatedLabel(N_("History"), "strong")
        head, top, scroll = QHBoxLayout(), QHBoxLayout(), ScrollColumn()
        head.addWidget(self.title, 1)
        head.addWidget(self.edit)
        for part in (self.facts, self._history, self.changes):
            scroll.body.addWidget(part)
        scroll.body.addStretch()
        self._history.hide()
        self._card.body.addLayout(head)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addWidget(self.change)
        self._card.hide()
        top.addWidget(self.which)
        top.addStretch()
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(top)
        column.addWidget(side_by_side(self.consumables, self._card), 1)


def _read(only_low: bool, reader: Reader) -> ShownConsumables:
    from app.assets.consumables import kept_consumables
    from app.directory.queries import customers, myself

    grants = myself(reader).grants
    return ShownConsumables(
        kept_consumables(reader, only_low=only_low),
        tuple((each.id, each.name) for each in customers(reader) if grants.may(Permission.REGISTER_ASSETS, each.id)),
    )


def _read_changes(consumable_id: str, reader: Reader) -> tuple[ToldChange, ...]:
    from app.assets.consumables import changes_of

    return changes_of(reader, consumable_id)


def _quantity_text(found: KeptConsumable) -> str:
    quantity = found.consumable.quantity
    count = f"{quantity:,}".replace("-", "−")
    if quantity < 0:
        return _("{count}, to be counted").format(count=count)
    if quantity == 0:
        return _("None left")
    return _("{count}, too few").format(count=count) if found.is_low else count


def _row(found: KeptConsumable) -> ListRow:
    consumable = found.consumable
    tone = Tone.BREACH if found.is_missing else Tone.WARN if found.is_low else Tone.OK
    icon = "triangle-alert" if found.is_low and not found.is_missing else ""
    cells = (
        TwoLineCell(consumable.name, consumable.item_number),
        TextCell(found.customer),
        TextCell(consumable.place),
        ChipCell(ChipText(_quantity_text(found), tone, icon)),
    )
    return ListRow(consumable.id, cells)


def _facts(found: KeptConsumable) -> tuple[KeyValue, ...]:
    consumable = found.consumable
    least = consumable.least_quantity
    bought = day_text(consumable.purchased_on) if consumable.purchased_on else ""
    facts = (
        KeyValue(_("Customer"), found.customer),
        KeyValue(_("Owner"), consumable.owner),
        KeyValue(_("Place"), consumable.place),
        KeyValue(_("On hand"), _quantity_text(found)),
        KeyValue(_("Least quantity"), "" if least is None else f"{least:,}"),
        KeyValue(_("Category"), consumable.category),
        KeyValue(_("Maker"), consumable.maker),
        KeyValue(_("Model number"), consumable.model_number),
        KeyValue(_("Item number"), consumable.item_number),
        KeyValue(_("Supplier"), consumable.supplier),
        KeyValue(_("Order number"), consumable.order_number),
        KeyValue(_("Purchase date"), bought),
        KeyValue(_("Purchase cost"), cost_text(consumable)),
        KeyValue(_("Notes"), consumable.notes),
    )
    return tuple(fact for fact in facts if fact.value)


def _change_text(told: ToldChange) -> str:
    change = told.change
    difference = f"{change.difference:+,}".replace("-", "−") if change.difference else ""
    corrected = _("Corrected") if change.facts else ""
    return " · ".join(filter(None, (difference, corrected, change.reason, told.actor)))
