"""A point of a checklist: a box to tick, what is to be done, and what was answered, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.checklists.rules import ITEM_ANSWER_NAMES, ItemAnswer
from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.labels import Label
from ui.widgets.tick_button import REACH, Tick, TickButton
from ui.widgets.tool_button import ToolButton

if TYPE_CHECKING:
    from app.workorders.queries.order_checklists import ItemState

_TICKS = {
    ItemAnswer.DONE: Tick.DONE,
    ItemAnswer.NOT_DONE: Tick.NOT_DONE,
    ItemAnswer.NOT_APPLICABLE: Tick.NOT_APPLICABLE,
}


class ItemRow(QWidget):
    """Ticks what nobody has answered yet and nothing is measured for; all else is asked in a form."""

    done = Signal(object)
    """With the `ItemState`: it was ticked."""
    answer_requested = Signal(object)
    """With the `ItemState`: more is to be said than that it is done."""

    def __init__(self, state: ItemState) -> None:
        super().__init__()
        self.state = state
        self.setMinimumHeight(REACH)
        self.tick, self.more = TickButton(), ToolButton("ellipsis", N_("Answer otherwise…"))
        self._text, self._answer = Label(wrapped=True), Label(role="caption", wrapped=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        words, row = QVBoxLayout(), QHBoxLayout(self)
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._text)
        words.addWidget(self._answer)
        words.addStretch()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.tick.clicked.connect(self._ticked)
        self.more.clicked.connect(self._more_clicked)

    def show_state(self, state: ItemState, wall: WallClock, *, may_answer: bool) -> None:
        """Show the point as it stands, in the language shown now."""
        self.state = state
        answer = state.answer
        self.tick.set_tick(_TICKS[answer.answer] if answer else Tick.EMPTY)
        self.tick.setEnabled(may_answer)
        self.more.setVisible(may_answer)
        text, said = _(state.item.text), answer_text(state, wall) or _asked(state)
        self._text.setText(text)
        self._answer.setText(said)
        self._answer.setVisible(bool(said))
        self.tick.setAccessibleName(f"{text}, {said}")

    def _ticked(self) -> None:
        is_plain = self.state.answer is None and not self.state.item.measured
        (self.done if is_plain else self.answer_requested).emit(self.state)

    def _more_clicked(self) -> None:
        self.answer_requested.emit(self.state)


def answer_text(state: ItemState, wall: WallClock) -> str:
    """What was answered, by whom and when; empty where nothing was."""
    answer = state.answer
    if answer is None:
        return ""
    outside = _("outside of {limits}").format(limits=state.item.limits) if state.is_outside else ""
    measured = f"{answer.reading} {state.item.unit}".strip() if answer.reading else ""
    said = (_(ITEM_ANSWER_NAMES[answer.answer]), measured, outside, answer.note, state.by, wall.text(answer.at))
    return " · ".join(filter(None, said))


def _asked(state: ItemState) -> str:
    """What is asked of a point that nobody has answered yet."""
    item = state.item
    measure = _("Measure ({limits})").format(limits=item.limits) if item.limits else _("Measure")
    return " · ".join(filter(None, (_("Required") if item.required else "", measure if item.measured else "")))
