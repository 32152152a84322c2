"""All about one checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.checklists.rules import Item, items_of
from app.foundation.translation import N_, _
from ui.pages.checklists.reading import ListedChecklists
from ui.pages.contracts.wording import kinds_text
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.scroll_column import ScrollColumn

if TYPE_CHECKING:
    from app.checklists.tables import ChecklistVersion


class ChecklistCard(QWidget):
    """What it is for, its points, and which version this is."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.facts, self.points = Label(role="subtitle", wrapped=True), KeyValueGrid(), KeyValueGrid()
        self.edit = Button(N_("Change…"), icon="pencil")
        card, head, scroll = Card(margin=SPACE.lg + SPACE.xs), QHBoxLayout(), ScrollColumn()
        head.addWidget(self.name, 1)
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.facts, TranslatedLabel(N_("Points"), "strong"), self.points):
            scroll.body.addWidget(part)
        scroll.body.addStretch()
        card.body.addLayout(head)
        card.body.addWidget(scroll, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_checklist(self, checklist: ChecklistVersion, listed: ListedChecklists, wall: WallClock) -> None:
        """Show a checklist, in the language shown now."""
        types = {device.id: _(device.name) for device in listed.device_types}
        version = _("{number}, of {time}").format(number=checklist.number, time=wall.text(checklist.made_at))
        facts = (
            (_("For whom"), listed.names.get(checklist.customer_id or "") or _("Everybody")),
            (_("Kinds of work"), kinds_text(checklist.kinds) or _("Any")),
            (_("Devices"), ", ".join(types.get(code, code) for code in checklist.type_codes) or _("Any")),
            (_("Category of systems"), checklist.system_category),
            (_("In use"), _("Yes") if checklist.in_use else _("No")),
            (_("Version"), version),
        )
        self.name.setText(_(checklist.name))
        self.edit.setVisible(listed.may_revise(checklist))
        self.facts.set_rows(tuple(KeyValue(key, value) for key, value in facts if value))
        self.points.set_rows(tuple(map(_point, items_of(checklist.items))))


def _point(item: Item) -> KeyValue:
    measured = _("Measure ({limits})").format(limits=item.limits) if item.limits else _("Measure")
    more = (_("Required") if item.required else "", measured if item.measured else "")
    return KeyValue(f"{item.place}", " · ".join(filter(None, (_(item.text), *more))))
