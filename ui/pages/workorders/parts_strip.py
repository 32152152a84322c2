"""The parts that were used on an order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.part_form import PartForm, WithdrawPartForm
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.used_parts import OrderParts, PartInList

_TABLES = ("used_parts", "visits", "work_orders", "workspace_facts")


class PartsStrip(LivePage):
    """Each part with what is known about it, and the button that notes one more."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._order_id = ""
        self.rows: list[PartRow] = []
        self.add = Button(N_("Note a part…"), icon="package")
        self._nothing = TranslatedLabel(N_("No part is noted."), "muted")
        self.add.clicked.connect(self._add_clicked)
        self._column, foot = QVBoxLayout(), QHBoxLayout()
        self._column.setSpacing(SPACE.xs)
        foot.addWidget(self.add)
        foot.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, SPACE.xs, 0, 0)
        outer.setSpacing(SPACE.xs)
        outer.addWidget(TranslatedLabel(N_("Parts used"), "strong"))
        outer.addWidget(self._nothing)
        outer.addLayout(self._column)
        outer.addLayout(foot)
        self.add.hide()

    def show_order(self, order_id: str) -> None:
        """Show the parts of another order."""
        if order_id != self._order_id:
            self._order_id = order_id
            self._show_parts(())
            self.add.hide()
            self.refresh()

    def question(self) -> Callable[[Reader], OrderParts | None] | None:
        return partial(_read, self._order_id) if self._order_id else None

    def show_answer(self, answer: OrderParts) -> None:
        if answer.order_id == self._order_id:
            self._show_parts(answer.parts)
            self.add.setVisible(answer.visit_id is not None)

    def _show_parts(self, parts: tuple[PartInList, ...]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [PartRow(self._work, self._wall, part) for part in parts]
        for row in self.rows:
            self._column.addWidget(row)
        self._nothing.setVisible(not parts)

    def _add_clicked(self) -> None:
        PartForm(self._work, self._wall, self._answer.visit_id, self).open()


class PartRow(QWidget):
    """One part, in the language shown when it was made."""

    def __init__(self, work: Work, wall: WallClock, listed: PartInList) -> None:
        super().__init__()
        from app.workorders.telling_parts import part_details, part_title

        self._work, self._wall, self._part = work, wall, listed.part
        self.edit = ToolButton("pencil", N_("Correct the part"))
        self.withdraw = ToolButton("x", N_("Take the part off the list"))
        words, row = QVBoxLayout(), QHBoxLayout(self)
        words.setSpacing(0)
        words.addWidget(Label(part_title(listed.part), wrapped=True))
        words.addWidget(Label(part_details(listed.part), "caption", wrapped=True))
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        for button in (self.edit, self.withdraw):
            button.setVisible(listed.may_change)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.edit.clicked.connect(self._edit_clicked)
        self.withdraw.clicked.connect(self._withdraw_clicked)

    def _edit_clicked(self) -> None:
        PartForm(self._work, self._wall, self._part.visit_id, self.window(), Editing(self._part)).open()

    def _withdraw_clicked(self) -> None:
        WithdrawPartForm(self._work, self._wall, self._part.id, self.window()).open()


def _read(order_id: str, reader: Reader) -> OrderParts | None:
    from app.workorders.queries.used_parts import order_parts

    return order_parts(reader, order_id)
