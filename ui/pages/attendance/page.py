"""Who is in: everybody's day, today and backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.attendance.rules import DayState
from app.directory.rules import PERSON_KIND_NAMES
from app.foundation.translation import N_, _
from ui.pages.attendance.check_in_card import CheckInCard
from ui.pages.attendance.day_bar import DayBarCell
from ui.pages.attendance.day_chips import day_chip
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock, long_day_text
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import ChipCell, PersonCell, TextCell
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import DateField
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.attendance.queries import PersonsDay
    from app.storage.units import Reader

_TITLES = (N_("Full name"), N_("Role"), N_("In"), N_("Out"), N_("State"), N_("Through the day"))
_COLUMNS = ColumnPlan(widths=(180, 120, 80, 80, 170, 300), stretched=5, least=160, yielding=(5, 1))
_TABLES = ("attendance_events", "people", "workspace_facts")
_ONE_DAY = timedelta(days=1)


class AttendancePage(LivePage):
    """One's own card, the day that is looked at, and the people on it."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self._today = wall.today()
        self.check_in = CheckInCard(work, wall)
        self.before = ToolButton("chevron-left", N_("The day before"))
        self.after = ToolButton("chevron-right", N_("The day after"))
        self.day = DateField(self._today)
        self.back_to_today = Button(N_("Today"))
        self._title = Label(role="subtitle")
        self._in, self._late, self._missing = (Chip(ChipText("", tone)) for tone in (Tone.OK, Tone.WARN, Tone.IDLE))
        self.people = ListCard(
            SmallList(N_("Attendance"), _TITLES, _COLUMNS, ListUse.LOOK),
            EmptyState("users", N_("Nobody is known here yet. Our own people are added in the directory.")),
        )
        self.before.clicked.connect(self._day_before)
        self.after.clicked.connect(self._day_after)
        self.back_to_today.clicked.connect(self._show_today)
        self.day.edited.connect(self._day_edited)
        wall.zone_changed.connect(self._show_today)
        self._lay_out()
        self.setFocusProxy(self.people)
        self._day_edited()
        self.retranslate()

    def question(self) -> Callable[[Reader], list[PersonsDay]]:
        on = self.day.on

        def read(reader: Reader) -> list[PersonsDay]:
            from app.attendance.queries import days_in_sight

            return days_in_sight(reader, on)

        return read

    def show_answer(self, answer: list[PersonsDay]) -> None:
        is_over = self.day.on < self._today
        now = None if is_over else self._wall.now()
        self.people.show_rows(tuple(_row(each, now) for each in answer))
        came = sum(each.day.state is not DayState.NOT_YET for each in answer)
        late = sum(each.day.late for each in answer)
        self._in.set_chip(ChipText(_("{count} in").format(count=came), Tone.OK))
        self._late.set_chip(ChipText(_("{count} late").format(count=late), Tone.WARN if late else Tone.IDLE, "clock"))
        missing = _("{count} without check-in") if is_over else _("{count} not in yet")
        self._missing.set_chip(ChipText(missing.format(count=len(answer) - came), Tone.IDLE, "user"))

    def refresh(self) -> None:
        self._follow_today()
        super().refresh()

    def retranslate(self) -> None:
        self._title.setText(long_day_text(self.day.on))
        super().retranslate()

    def show_day(self, on: date) -> None:
        """Look at another day; none that is still to come."""
        self.day.set_value(min(on, self._today).isoformat())

    def _day_before(self) -> None:
        self.show_day(self.day.on - _ONE_DAY)

    def _day_after(self) -> None:
        self.show_day(self.day.on + _ONE_DAY)

    def _show_today(self) -> None:
        self._follow_today()
        self.show_day(self._today)

    def _follow_today(self) -> None:
        """At midnight another day begins, and whoever looks at today looks at that."""
        before, self._today = self._today, self._wall.today()
        self.day.setMaximumDate(QDate(self._today.year, self._today.month, self._today.day))
        if before != self._today and self.day.on == before:
            self.show_day(self._today)

    def _day_edited(self) -> None:
        is_today = self.day.on == self._today
        self.after.setEnabled(not is_today)
        self.back_to_today.setEnabled(not is_today)
        self._title.setText(long_day_text(self.day.on))
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.sm)
        head.addWidget(self._title)
        head.addSpacing(SPACE.sm)
        for chip in (self._in, self._late, self._missing):
            head.addWidget(chip)
        head.addStretch()
        for part in (self.before, self.day, self.after, self.back_to_today):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.lg, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addWidget(self.check_in)
        column.addLayout(head)
        column.addWidget(self.people, 1)


def _row(each: PersonsDay, now: datetime | None) -> ListRow:
    """`now` is the present where the day is today's, else None."""
    person, day = each.person, each.day
    return ListRow(
        person.id,
        (
            PersonCell(person.name),
            TextCell(_(PERSON_KIND_NAMES[person.kind]), "text_muted"),
            _time_cell(day.in_since),
            _time_cell(day.out_since),
            ChipCell(day_chip(day, is_over=now is None)),
            DayBarCell(day, now),
        ),
    )


def _time_cell(at: datetime | None) -> TextCell:
    return TextCell(f"{at:%H:%M}") if at else TextCell("—", "text_faint")
