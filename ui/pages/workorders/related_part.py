"""The other orders that one has to do with: a click leads to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.tool_button import ToolButton

if TYPE_CHECKING:
    from app.workorders.queries.related import RelatedOrder


class RelatedPart(QWidget):
    """Nothing where there are none. A link that somebody made by hand can be removed here."""

    order_requested = Signal(str)
    unlink_requested = Signal(str)
    """Both with the other order's id."""
    link_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.link = ToolButton("plus", N_("Link an order"))
        self.link.clicked.connect(self.link_requested)
        self.numbers: dict[str, QPushButton] = {}
        """The button that leads to an order, by the order's id."""
        self.unlink: dict[str, ToolButton] = {}
        self._rows = QWidget()
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("Other orders"), "strong"))
        head.addStretch()
        head.addWidget(self.link)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self._column.addLayout(head)
        self._column.addWidget(self._rows)
        self.hide()

    def show_related(self, related: tuple[RelatedOrder, ...], *, may_link: bool) -> None:
        """Show these in place of those that were shown."""
        self._column.removeWidget(self._rows)
        self._rows.hide()
        self._rows.deleteLater()
        self.numbers, self.unlink = {}, {}
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.sm)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(2, 1)
        for place, each in enumerate(related):
            self._add_row(grid, place, each, may_link=may_link)
        self._column.addWidget(self._rows)
        self.link.setVisible(may_link)
        self.setVisible(bool(related))

    def _add_row(self, grid: QGridLayout, place: int, each: RelatedOrder, *, may_link: bool) -> None:
        from app.workorders.queries.related import RELATION_NAMES, Relation

        number = self.numbers[each.id] = QPushButton(each.number)
        number.setProperty("kind", "link")
        number.setCursor(Qt.CursorShape.PointingHandCursor)
        number.setAccessibleName(f"{_(RELATION_NAMES[each.relation])} {each.number} {each.told}")
        number.clicked.connect(partial(self.order_requested.emit, each.id))
        grid.addWidget(Label(_(RELATION_NAMES[each.relation]), "muted"), place, 0)
        grid.addWidget(number, place, 1)
        grid.addWidget(ElidedLabel(each.told), place, 2)
        if may_link and each.relation is Relation.RELATED:
            remove = self.unlink[each.id] = ToolButton("x", N_("Remove the link"))
            remove.clicked.connect(partial(self.unlink_requested.emit, each.id))
            grid.addWidget(remove, place, 3)
