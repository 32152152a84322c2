"""One's own day: checking in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from app.accounts.rules import Permission
from app.attendance.rules import AWAY_FROM, IN_BY, Day, DayState
from app.foundation.translation import N_, _
from ui.pages.attendance.day_chips import day_chip
from ui.pages.live_page import LivePage
from ui.pages.permitted import Permitted
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

CHECK_IN_KEY = "F9"


class CheckInCard(LivePage):
    """Says how far the day of the person at this workspace has come, and takes it further: by its button or by F9."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("attendance_events", "workspace_facts"))
        self._wall = wall
        self._state_text, self._hours = Label(role="title"), Label(role="muted")
        self._chip = Chip(ChipText("", Tone.OK))
        self.check_in = Button(N_("Check in"), icon="log-in", kind="primary")
        self.check_out = Button(N_("Check out"), icon="log-out")
        for button in (self.check_in, self.check_out):
            button.setToolTip(CHECK_IN_KEY)
            button.clicked.connect(self.go_on)
        QShortcut(QKeySequence(CHECK_IN_KEY), self).activated.connect(self.go_on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._day = Day()
        self._lay_out()
        self.show_answer(self._day)
        self._take_input(False)
        Permitted(work, Permission.CHECK_IN, self).told.connect(self.setVisible)

    def question(self) -> Callable[[Reader], Day]:
        on = self._wall.today()

        def read(reader: Reader) -> Day:
            from app.attendance.queries import day_of_person
            from app.storage.facts import PERSON_ID, fact

            return day_of_person(reader, fact(reader, PERSON_ID), on)

        return read

    def go_on(self) -> None:
        """Check in, or out; nothing once the day is over."""
        from app.attendance.commands import CheckIn, CheckOut

        if not self._is_known or self._day.state is DayState.OUT:
            return
        self._take_input(False)
        command_type = CheckIn if self._day.state is DayState.NOT_YET else CheckOut
        command = command_type(zone=self._wall.zone_name)
        self._work.run_command(command, done=self._gone_on, failed=self._refused)

    def show_answer(self, answer: Day) -> None:
        self._day = answer
        self._state_text.setText(self._state_words())
        self._hours.setText(
            _("The day begins at {begin} and ends at {end}.").format(begin=f"{IN_BY:%H:%M}", end=f"{AWAY_FROM:%H:%M}")
        )
        self._chip.setVisible(answer.state is not DayState.NOT_YET)
        self._chip.set_chip(day_chip(answer))
        self.check_in.setVisible(answer.state is DayState.NOT_YET)
        self.check_out.setVisible(answer.state is DayState.IN)
        self._take_input(True)

    def _state_words(self) -> str:
        day = self._day
        if day.in_since is None:
            return _("Not checked in yet")
        if day.out_since is None:
            return _("In since {time}").format(time=f"{day.in_since:%H:%M}")
        return _("In from {begin} to {end}").format(begin=f"{day.in_since:%H:%M}", end=f"{day.out_since:%H:%M}")

    def _take_input(self, takes: bool) -> None:
        self._is_known = takes
        self.check_in.setEnabled(takes)
        self.check_out.setEnabled(takes)

    def _gone_on(self, _nothing: None) -> None:
        self.refresh()

    def _refused(self, error: Exception) -> None:
        self._take_input(True)
        self._work.failed.emit(error)

    def _lay_out(self) -> None:
        card = Card(margin=SPACE.lg)
        state = QHBoxLayout()
        state.setSpacing(SPACE.md)
        state.addWidget(self._state_text)
        state.addWidget(self._chip)
        state.addStretch()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(state)
        words.addWidget(self._hours)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        for button in (self.check_in, self.check_out):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
