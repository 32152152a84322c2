"""The bar below the list: how many orders are chosen, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu

from app.foundation.translation import N_, _, ngettext
from ui.models.steady_selection import MOST_SELECTED
from ui.pages.live_page import LivePage
from ui.pages.workorders.bulk.actions import ENTRIES, BulkAction, possible
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import Label
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.chosen import ChosenOrder

_TABLES = ("work_orders", "visits", "workspace_facts")
_IN_SIGHT = (BulkAction.ASSIGN, BulkAction.PRIORITISE, BulkAction.CLOSE)


class SelectionBar(LivePage):
    """Shown while more than one is chosen; too many at a time are refused before anything is done."""

    action_requested = Signal(object, object)
    """With the `BulkAction`, and the chosen orders as they were shown."""
    none_requested = Signal()
    """None is to be chosen any more, but the one that is looked at."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, _TABLES)
        self._rows: tuple[int, ...] = ()
        self._count = 0
        self.says = Label(role="strong")
        self.buttons = {action: Button(ENTRIES[action].text_source, icon=ENTRIES[action].icon) for action in _IN_SIGHT}
        self.more = Button(N_("More…"))
        self.none = ToolButton("x", N_("Choose none"), shortcut_text="Esc")
        self.menu = QMenu(self)
        self.entries = {action: QAction(self.menu) for action in ENTRIES if action not in _IN_SIGHT}
        self.menu.addActions(list(self.entries.values()))
        for action, button in self.buttons.items():
            button.clicked.connect(partial(self._request, action))
        for action, entry in self.entries.items():
            entry.triggered.connect(partial(self._request, action))
        self.more.clicked.connect(self._more_clicked)
        self.none.clicked.connect(self.none_requested)
        self._lay_out()
        self.hide()

    def show_chosen(self, rows: tuple[int, ...], count: int) -> None:
        """Offer what can be done with these rows of the list; more than so many are only counted."""
        if (rows, count) == (self._rows, self._count):
            return
        self._rows, self._count, self._answer = rows, count, None
        self._show_state()
        self.refresh()
        self.setVisible(count > 1)

    def question(self) -> Callable[[Reader], tuple[ChosenOrder, ...]] | None:
        return partial(_read, self._rows) if self._rows else None

    def show_answer(self, answer: tuple[ChosenOrder, ...]) -> None:
        self._show_state()

    def retranslate(self) -> None:
        for action, entry in self.entries.items():
            entry.setText(_(ENTRIES[action].text_source))
        self._show_state()

    def focus_first(self) -> None:
        """Let the keyboard be at the first thing that can be done."""
        shown = (button for button in (*self.buttons.values(), self.more) if button.isVisible())
        next(shown, self.none).setFocus(Qt.FocusReason.TabFocusReason)

    def _show_state(self) -> None:
        offered = possible(self._answer or ())
        for action, button in self.buttons.items():
            button.setVisible(action in offered)
        for action, entry in self.entries.items():
            entry.setVisible(action in offered)
        self.more.setVisible(bool(offered & self.entries.keys()))
        if self._count > MOST_SELECTED:
            said = _("{count} chosen. At most {most} can be changed at a time: narrow the list, or choose fewer.")
        else:
            said = ngettext("{count} chosen", "{count} chosen", self._count)
        self.says.setText(said.format(count=self._count, most=MOST_SELECTED))

    def _request(self, action: BulkAction) -> None:
        if self._answer:
            self.action_requested.emit(action, self._answer)

    def _more_clicked(self) -> None:
        above = QPoint(0, self.menu.sizeHint().height())
        self.menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()) - above)

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        row.setSpacing(SPACE.sm)
        row.addWidget(self.says)
        row.addStretch()
        for button in (*self.buttons.values(), self.more):
            row.addWidget(button)
        row.addWidget(self.none)


def _read(rows: tuple[int, ...], reader: Reader) -> tuple[ChosenOrder, ...]:
    from app.workorders.queries.chosen import chosen_orders

    return chosen_orders(reader, rows)
