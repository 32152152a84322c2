"""What is said about a point of a checklist beyond that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.checklists.rules import ITEM_ANSWER_NAMES, ItemAnswer, checked_reading
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.labels import Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.order_checklists import ItemState


class ItemForm(FormDialog):
    """Done, not done, or does not apply; what was measured; and a note."""

    def __init__(self, work: Work, wall: WallClock, checklist_id: str, state: ItemState, parent: QWidget) -> None:
        answer = state.answer
        super().__init__(
            work,
            wall.clock,
            draft_id=f"workorders.answer_item:{checklist_id}:{state.item.place}:{answer.id if answer else ''}",
            title_source=N_("Point of the checklist"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._checklist_id, self._state = checklist_id, state
        self._form.addWidget(Label(_(state.item.text), "subtitle", wrapped=True))
        self.reading = self._reading_field() if state.item.measured else None
        self.answer = self.add("answer", N_("Answer"), ChoiceField())
        self.note = self.add("note", N_("Note"), LineField())
        self.answer.set_value(answer.answer if answer else ItemAnswer.DONE)
        self.note.set_value(answer.note if answer else "")

    def command(self) -> object:
        from app.workorders.checklist_commands import AnswerItem

        return AnswerItem(
            checklist_id=self._checklist_id,
            place=self._state.item.place,
            answer=ItemAnswer(self.answer.value()),
            reading=self._measured,
            note=self.note.value(),
            seen_id=self._state.answer.id if self._state.answer else None,
        )

    def problems(self) -> dict[str, str]:
        try:
            checked_reading(self._state.item, ItemAnswer(self.answer.value()), self._measured, self.note.value())
        except Rejection as refused:
            is_of_reading = refused.code.startswith("figure") or refused.code == "checklist_reading_missing"
            return {"reading" if is_of_reading else "note": sentence(refused)}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        self.answer.set_choices(tuple((str(answer), _(name)) for answer, name in ITEM_ANSWER_NAMES.items()))

    @property
    def _measured(self) -> str:
        return self.reading.value() if self.reading is not None else ""

    def _reading_field(self) -> LineField:
        field = self.add("reading", N_("Measured"), LineField())
        field.setPlaceholderText(self._state.item.limits)
        field.set_value(self._state.answer.reading if self._state.answer else "")
        return field
