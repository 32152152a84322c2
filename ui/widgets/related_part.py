"""The other records that one has to do with: a click leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.theme.tokens import SPACE
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.tool_button import ToolButton


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """What another record is to this one, what it is called, and what more is told of it.

    `id` names the row, `other_id` the record that it leads to; empty where it leads nowhere.
    """

    id: str
    other_id: str
    relation: str
    name: str
    told: str
    may_unlink: bool


class RelatedPart(QWidget):
    """A link that somebody made by hand can be removed here. Where there are none, nothing is shown.

    With `offers_first` the first one can be made here too.
    """

    requested = Signal(str)
    """With the id of another record."""
    unlink_requested = Signal(str)
    """With the id of a row."""
    link_requested = Signal()

    def __init__(self, title_source: str, link_source: str, *, offers_first: bool = False) -> None:
        super().__init__()
        self._offers_first = offers_first
        self.link = ToolButton("plus", link_source)
        self.link.clicked.connect(self.link_requested)
        self.names: dict[str, QPushButton] = {}
        """The button that leads to another record, by the row's id."""
        self.unlink: dict[str, ToolButton] = {}
        self._rows = QWidget()
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(title_source, "strong"))
        head.addStretch()
        head.addWidget(self.link)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self._column.addLayout(head)
        self._column.addWidget(self._rows)
        self.hide()

    def show_related(self, related: tuple[RelatedRow, ...], *, may_link: bool) -> None:
        """Show these in place of those that were shown."""
        self._column.removeWidget(self._rows)
        self._rows.hide()
        self._rows.deleteLater()
        self.names, self.unlink = {}, {}
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.sm)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(2, 1)
        for place, each in enumerate(related):
            self._add_row(grid, place, each)
        self._column.addWidget(self._rows)
        self.link.setVisible(may_link)
        self.setVisible(bool(related) or (self._offers_first and may_link))

    def _add_row(self, grid: QGridLayout, place: int, each: RelatedRow) -> None:
        grid.addWidget(Label(each.relation, "muted"), place, 0)
        grid.addWidget(self._link_to(each) if each.other_id else Label(each.name), place, 1)
        grid.addWidget(ElidedLabel(each.told), place, 2)
        if each.may_unlink:
            remove = self.unlink[each.id] = ToolButton("x", N_("Remove the link"))
            remove.clicked.connect(partial(self.unlink_requested.emit, each.id))
            grid.addWidget(remove, place, 3)

    def _link_to(self, each: RelatedRow) -> QPushButton:
        name = self.names[each.id] = QPushButton(each.name)
        name.setProperty("kind", "link")
        name.setCursor(Qt.CursorShape.PointingHandCursor)
        name.setAccessibleName(f"{each.relation} {each.name} {each.told}")
        name.clicked.connect(partial(self.requested.emit, each.other_id))
        return name
