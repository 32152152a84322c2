"""Offers what was left half filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_form import DRAFT_ID
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.drafts import Draft
    from app.storage.units import Reader, UnitOfWork


class DraftOffer(LivePage):
    """A line over the list, there as long as a new order waits to be completed; takes no room without one."""

    continue_requested = Signal()

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("drafts",))
        self._wall = wall
        self._text = Label(wrapped=True)
        self.go_on, self.discard = Button(N_("Continue")), Button(N_("Discard"), kind="quiet")
        self.go_on.clicked.connect(self.continue_requested)
        self.discard.clicked.connect(self._discard_clicked)
        self._line = Card(margin=SPACE.sm)
        row = QHBoxLayout()
        row.setSpacing(SPACE.sm)
        row.addSpacing(SPACE.xs)
        row.addWidget(IconLabel("pencil", "accent_text"))
        row.addWidget(self._text, 1)
        row.addWidget(self.discard)
        row.addWidget(self.go_on)
        self._line.body.addLayout(row)
        self._line.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)

    @property
    def is_offering(self) -> bool:
        """Whether there is something to go on with."""
        return not self._line.isHidden()

    def question(self) -> Callable[[Reader], tuple[Draft | None]]:
        def read(reader: Reader) -> tuple[Draft | None]:
            from app.storage.drafts import read_draft

            return (read_draft(reader, DRAFT_ID),)

        return read

    def show_answer(self, answer: tuple[Draft | None]) -> None:
        (draft,) = answer
        self._line.setVisible(draft is not None)
        self._column.setContentsMargins(0, 0 if draft is None else SPACE.md, 0, 0)
        if draft is not None:
            subject = draft.fields.get("title") or _("without a title")
            words = _("A new work order is half filled in: {subject} (left at {time}).")
            self._text.setText(words.format(subject=subject, time=self._wall.text(draft.saved_at)))

    def _discard_clicked(self) -> None:
        self._work.write(_forget)


def _forget(unit: UnitOfWork) -> None:
    from app.storage.drafts import drop_draft

    drop_draft(unit, DRAFT_ID)
