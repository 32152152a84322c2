"""The checklists of an order, to be ticked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.checklists.rules import ItemAnswer
from app.foundation.translation import N_, _
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.item_form import ItemForm
from ui.pages.workorders.item_row import ItemRow
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.order_checklists import ChecklistState, ItemState, OrderChecklists

_TABLES = ("order_checklists", "checklist_answers", "checklist_versions", "work_orders", "people", "workspace_facts")


class ChecklistsStrip(LivePage):
    """Each list with its points; nothing where there is none and none may be attached."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._order_id = ""
        self.lists: list[ChecklistPart] = []
        self.attach, self.menu = Button(N_("Attach a checklist…"), icon="list-checks", kind="quiet"), QMenu(self)
        self.attach.clicked.connect(self._attach_clicked)
        wall.zone_changed.connect(self.retranslate)
        self._column, foot = QVBoxLayout(), QHBoxLayout()
        self._column.setSpacing(SPACE.md)
        foot.addWidget(self.attach)
        foot.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.sm)
        outer.addLayout(self._column)
        outer.addLayout(foot)
        self.attach.hide()

    def show_order(self, order_id: str) -> None:
        """Show the lists of another order."""
        if order_id != self._order_id:
            self._order_id = order_id
            self._show_lists((), may_answer=False)
            self.attach.hide()
            self.refresh()

    def question(self) -> Callable[[Reader], OrderChecklists | None] | None:
        return partial(_read, self._order_id) if self._order_id else None

    def show_answer(self, answer: OrderChecklists) -> None:
        if answer.order_id == self._order_id:
            self._show_lists(answer.lists, may_answer=answer.may_answer)
            self.attach.setVisible(answer.may_attach and bool(answer.offered))

    def _show_lists(self, states: tuple[ChecklistState, ...], *, may_answer: bool) -> None:
        """The same lists keep their widgets: a thumb may be on one of them."""
        if [state.checklist.id for state in states] != [part.checklist_id for part in self.lists]:
            for part in self.lists:
                self._column.removeWidget(part)
                part.hide()
                part.deleteLater()
            self.lists = [ChecklistPart(self._work, self._wall, state) for state in states]
            for part in self.lists:
                self._column.addWidget(part)
        for part, state in zip(self.lists, states, strict=True):
            part.show_state(state, may_answer=may_answer)

    def _attach_clicked(self) -> None:
        """Offer the lists that the order does not have yet."""
        self.menu.clear()
        for version in self._answer.offered:
            name = _(version.name).replace("&", "&&")
            self.menu.addAction(name).triggered.connect(partial(self._attach_chosen, version.id))
        self.menu.popup(self.attach.mapToGlobal(self.attach.rect().bottomLeft()))

    def _attach_chosen(self, version_id: str, _checked: object = None) -> None:
        from app.workorders.checklist_commands import AttachChecklist

        self._work.run_command(AttachChecklist(order_id=self._order_id, version_id=version_id))


class ChecklistPart(QWidget):
    """One list: its name, how far it is, and its points."""

    def __init__(self, work: Work, wall: WallClock, state: ChecklistState) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self.checklist_id = state.checklist.id
        self._name, self._count = Label(role="strong", wrapped=True), Label(role="caption")
        self.rows = [ItemRow(item) for item in state.items]
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self._name, 1)
        head.addWidget(self._count)
        column.setContentsMargins(0, SPACE.xs, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for row in self.rows:
            row.done.connect(self._ticked)
            row.answer_requested.connect(self._ask)
            column.addWidget(row)

    def show_state(self, state: ChecklistState, *, may_answer: bool) -> None:
        """Show the list as it stands, in the language shown now."""
        self._name.setText(_(state.checklist.name))
        far = _("{count} of {all}, complete") if state.is_complete else _("{count} of {all}")
        self._count.setText(far.format(count=state.answered, all=len(state.items)))
        for row, item in zip(self.rows, state.items, strict=True):
            row.show_state(item, self._wall, may_answer=may_answer)

    def _ticked(self, state: ItemState) -> None:
        from app.workorders.checklist_commands import AnswerItem

        answer = AnswerItem(checklist_id=self.checklist_id, place=state.item.place, answer=ItemAnswer.DONE)
        self._work.run_command(answer)

    def _ask(self, state: ItemState) -> None:
        ItemForm(self._work, self._wall, self.checklist_id, state, self).open()


def _read(order_id: str, reader: Reader) -> OrderChecklists | None:
    from app.workorders.queries.order_checklists import order_checklists

    return order_checklists(reader, order_id)
