"""The form for a calendar: its hours, its days, its year, and what saving it would move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.calendars.day_kinds import YearOfDays
from app.calendars.hours import day_from, hours_of, own_days, special_from, special_text, with_days
from app.calendars.rules import REGION_NAMES, Region, WorkingHours, zone_named
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.service_levels.holiday_file_dialog import HolidayFileDialog
from ui.pages.service_levels.moves_view import MovesView
from ui.pages.service_levels.reading import ShownCalendar, moving_question, read_customers
from ui.pages.service_levels.week_field import WeekField
from ui.pages.service_levels.wording import weekday_name
from ui.pages.service_levels.year_view import YearView
from ui.pages.settings.zone_field import zone_names
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.fields import NO, YES, CheckField, ChoiceField, LineField, TextField
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.calendars.commands import AddCalendar, ReviseCalendar
    from app.calendars.icalendar_file import FoundDays
    from app.directory.tables import Customer

_LEFT_WIDTH, _LEAST_MOVES_HEIGHT = 540, 160
_PAUSE_MILLISECONDS = 250
"""So long after the last key we ask what moves."""
_FIRST_COLUMN = ("name", "customer_id", "zone", "region", "make_up_days")


class CalendarForm(FormDialog):
    """A new calendar, or (with one that is `shown`) the next version of it."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, shown: ShownCalendar | None = None) -> None:
        newest = shown.versions[0] if shown else None
        super().__init__(
            work,
            wall.clock,
            draft_id=f"calendar:{newest.id}" if newest else "calendars.add",
            title_source=N_("Change the calendar") if newest else N_("New calendar"),
            submit_source=N_("Save") if newest else N_("Add"),
            parent=parent,
        )
        self._wall, self._shown = wall, shown
        self._customers: tuple[Customer, ...] = ()
        self._asked: Reply | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._ask_what_moves)
        self._add_fields()
        self.year = YearView(wall.today())
        self.moves = MovesView(wall)
        self.from_file = Button(N_("Days from a file…"), icon="upload")
        self.year.day_opened.connect(self._day_opened)
        self.from_file.clicked.connect(self._choose_file)
        self._arrange()
        self._fill_in()
        for field in self._fields.values():
            field.edited.connect(self._show_outcome)
        work.run_query(read_customers, self._customers_read)

    def open_soon(self) -> None:
        """Open it when the event loop has gone round: making it (15 ms) and showing it (7) is too much at one go."""
        QTimer.singleShot(0, self, self.open)

    def open(self) -> None:
        super().open()
        self.resize(self.sizeHint())  # Qt gives a dialog at most two thirds of the screen by itself
        self._show_outcome()

    def command(self) -> AddCalendar | ReviseCalendar:
        from app.calendars.commands import AddCalendar, ReviseCalendar

        region = Region(self.region.value()) if self.region.value() else None
        special = special_from(self.special.value())
        make_up = self.make_up.value() == YES
        zone, week = self.zone.value(), self.week.week()
        if self._shown is not None:
            return ReviseCalendar(
                calendar_id=self._shown.calendar.id,
                seen_number=self._shown.versions[0].number,
                zone=zone,
                week=week,
                region=region,
                make_up_days=make_up,
                special=special,
            )
        return AddCalendar(
            id=new_id(),
            name=self.name.value(),
            customer_id=self.customer.value() or None,
            zone=zone,
            week=week,
            region=region,
            make_up_days=make_up,
            special=special,
        )

    def problems(self) -> dict[str, str]:
        problems = dict(self._wrong_fields())
        if not problems:
            try:
                self._hours()
            except Rejection as rejection:
                problems["week"] = sentence(rejection)
        return problems

    def retranslate(self) -> None:
        super().retranslate()
        self.region.set_choices((("", _("none")), *((region, _(name)) for region, name in REGION_NAMES.items())))
        self.customer.set_choices((("", _("Everybody")), *((each.id, each.name) for each in self._customers)))

    def _wrong_fields(self) -> Iterator[tuple[str, str]]:
        """What is wrong with a field by itself."""
        try:
            zone_named(self.zone.value())
        except Rejection as rejection:
            yield "zone", sentence(rejection)
        for day, hours in self.week.week().items():
            try:
                day_from(hours)
            except Rejection as rejection:
                yield "week", f"{weekday_name(int(day))}: {sentence(rejection)}"
                break
        try:
            special_from(self.special.value())
        except Rejection as rejection:
            yield "special", sentence(rejection)

    def _hours(self) -> WorkingHours:
        """What the fields come to.

        :raises Rejection: whatever is wrong with them
        """
        from app.calendars.commands import with_public_days

        return hours_of(with_public_days(self.command()))

    def _show_outcome(self) -> None:
        """Show the year, and soon what moves; while something is wrong, what was shown before stays."""
        if not self.isVisible():
            return
        try:
            hours = self._hours()
        except Rejection:
            self._pause.stop()
            return
        self.year.show_days(YearOfDays(hours, Region(self.region.value()) if self.region.value() else None))
        self._pause.start()

    def _ask_what_moves(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        question = moving_question(self.command(), self._wall.clock.now())
        self._asked = self._work.run_query(question, self.moves.show_moves, self.refuse)

    def _day_opened(self, on: date) -> None:
        """A day in the year was chosen: close it, or take its own hours away again."""
        special = self._special_days()
        if special is not None:
            if special.pop(on.isoformat(), None) is None:
                special[on.isoformat()] = ""
            self.special.set_value(special_text(special))

    def _choose_file(self) -> None:
        if self._special_days() is None:
            return
        chooser = QFileDialog(self, _("Days from a file"), "", "iCalendar (*.ics)")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._file_chosen)
        chooser.open()

    def _file_chosen(self, path: str) -> None:
        dialog = HolidayFileDialog(self._work, Path(path), self._wall.today().year, self)
        dialog.days_wanted.connect(self._days_wanted)
        dialog.open()

    def _days_wanted(self, found: FoundDays) -> None:
        """Days of a file; what stood in the form already stays as it was."""
        special = self._special_days() or {}
        self.special.set_value(special_text(with_days(special, found.days, found.made_up, self.week.week())))

    def _special_days(self) -> dict[str, str] | None:
        """The days with hours of their own; None, with the keyboard at them, where they cannot be read."""
        try:
            return special_from(self.special.value())
        except Rejection as rejection:
            self._rows["special"].show_error(sentence(rejection))
            self.special.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _add_fields(self) -> None:
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.customer = self.add("customer_id", N_("Whose calendar"), ChoiceField())
        self.zone = self.add("zone", N_("Time zone"), LineField(), needed_source=N_("Choose the time zone."))
        self.region = self.add("region", N_("Public holidays"), ChoiceField())
        self.make_up = self.add("make_up_days", N_("Make-up working days"), CheckField(N_("Worked like a Monday")))
        self.week = self.add(
            "week",
            N_("Hours of the week"),
            WeekField(),
            needed_source=N_("Enter the hours of at least one day."),
            hint_source=N_("Such as 09:00-12:00 13:30-18:00; past midnight goes on past 24: 22:00-26:00."),
        )
        self.special = self.add(
            "special",
            N_("Days with hours of their own"),
            TextField(),
            hint_source=N_(
                "A line a day: 2026-12-24 is closed, 2026-12-31 09:00-12:00 has these hours. A click on a day of the "
                "year adds it or takes it away."
            ),
        )
        completer = QCompleter(zone_names(), self.zone)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.zone.setCompleter(completer)

    def _fill_in(self) -> None:
        if self._shown is None:
            self.zone.set_value(self._wall.zone_name)
            return
        newest = self._shown.versions[0]
        region = Region(newest.region) if newest.region else None
        self.name.set_value(self._shown.calendar.name)
        self.customer.set_value(self._shown.calendar.customer_id or "")
        for unchangeable in (self.name, self.customer):
            unchangeable.setEnabled(False)
        self.zone.set_value(newest.zone)
        self.region.set_value(newest.region)
        self.make_up.set_value(YES if newest.made_up_on else NO)
        self.week.set_value("\n".join(newest.week.get(str(day), "") for day in range(7)))
        self.special.set_value(special_text(own_days(newest, region)))

    def _customers_read(self, customers: list[Customer]) -> None:
        self._customers = tuple(customers)
        with self.filling_in():
            self.retranslate()

    def _arrange(self) -> None:
        """Two columns of fields with what moves below them, and the year beside."""
        columns = QHBoxLayout()
        columns.setSpacing(SPACE.xl)
        for share, keys in ((4, _FIRST_COLUMN), (5, ("week", "special"))):
            column = QVBoxLayout()
            column.setSpacing(SPACE.md)
            for key in keys:
                column.addWidget(self._rows[key])
            columns.addLayout(column, share)
            column.addStretch()
        column.insertWidget(column.count() - 1, self.from_file, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumSize(0, 0)  # what lies in it says how wide it is
        self.moves.setMinimumWidth(_LEFT_WIDTH)
        self.moves.setMinimumHeight(_LEAST_MOVES_HEIGHT)
        self._form.addLayout(columns)
        self._form.addWidget(self.moves, 1)
        self._body.setSpacing(SPACE.xl)
        self._body.addWidget(self.year, 0, Qt.AlignmentFlag.AlignTop)
