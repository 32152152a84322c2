"""All about one calendar: its week, its year, and who made which version when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.calendars.day_kinds import YearOfDays
from app.calendars.hours import hours_of
from app.calendars.rules import Region
from app.foundation.translation import N_, _
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.service_levels.calendar_form import CalendarForm
from ui.pages.service_levels.reading import ShownCalendar, calendar_question
from ui.pages.service_levels.rename_form import RenameForm
from ui.pages.service_levels.wording import region_text, week_lines
from ui.pages.service_levels.year_view import YearView
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.calendars.tables import CalendarVersion
    from app.storage.units import Reader

_COLUMNS = ColumnPlan(widths=(90, 160, 150), stretched=1, least=100)
_LEAST_VERSIONS = 190


class CalendarCard(LivePage):
    """A calendar as it is worked by now, or by the earlier version that is marked in the list."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("calendars", "calendar_versions", "customers", "people", "workspace_facts"))
        self._wall = wall
        self._calendar_id = ""
        self.name, self._whose = Label(role="subtitle", wrapped=True), Label(role="muted")
        self.rename, self.change = Button(N_("Rename…")), Button(N_("Change…"), icon="pencil")
        self._facts = KeyValueGrid()
        self.year = YearView(wall.today())
        self.versions = SmallList(N_("Versions"), (N_("Version"), N_("Made by"), N_("Made at")), _COLUMNS)
        self.versions.setMinimumHeight(_LEAST_VERSIONS)
        self.rename.clicked.connect(self._rename_clicked)
        self.change.clicked.connect(self.open_form)
        self.versions.row_chosen.connect(self._version_chosen)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self._card.hide()

    def show_calendar(self, calendar_id: str) -> None:
        """Show another calendar; with an empty id none."""
        self._calendar_id = calendar_id
        self._card.hide()
        self.refresh()

    def question(self) -> Callable[[Reader], ShownCalendar | None] | None:
        return calendar_question(self._calendar_id)

    def show_answer(self, answer: ShownCalendar) -> None:
        self.name.setText(answer.calendar.name)
        self._whose.setText(answer.customer or _("For everybody"))
        for button in (self.rename, self.change):
            button.setVisible(answer.may_manage)
        self.versions.show_rows(tuple(self._row(answer, version) for version in answer.versions))
        self._version_chosen(self.versions.chosen_id)
        self._card.show()

    def open_form(self) -> None:
        """Ask for the next version."""
        if self._answer is not None:
            CalendarForm(self._work, self._wall, self, self._answer).open_soon()

    def _rename_clicked(self) -> None:
        if self._answer is not None:
            RenameForm(self._work, self._wall.clock, self, Editing(self._answer.calendar)).open()

    def _version_chosen(self, version_id: str) -> None:
        for version in self._answer.versions if self._answer is not None else ():
            if version.id == version_id:
                self._show_version(version)

    def _show_version(self, version: CalendarVersion) -> None:
        zone = (KeyValue(_("Time zone"), version.zone), KeyValue(_("Public holidays"), region_text(version)))
        self._facts.set_rows((*(KeyValue(days, hours) for days, hours in week_lines(version.week)), *zone))
        self.year.show_days(YearOfDays(hours_of(version), Region(version.region) if version.region else None))

    def _row(self, answer: ShownCalendar, version: CalendarVersion) -> ListRow:
        counts = _("counts now") if version is answer.versions[0] else ""
        maker = answer.makers.get(version.made_by_id, "—")
        number = TwoLineCell(f"{version.number}", counts)
        return ListRow(version.id, (number, TextCell(maker), TextCell(self._wall.text(version.made_at))))

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._whose)
        head.addLayout(words, 1)
        for button in (self.rename, self.change):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        scroll = ScrollColumn(spacing=SPACE.lg)
        scroll.body.addWidget(self._facts)
        scroll.body.addWidget(self.year)
        scroll.body.addWidget(TranslatedLabel(N_("Versions"), "strong"))
        scroll.body.addWidget(self.versions, 1)
        self._card.body.addLayout(head)
        self._card.body.addWidget(scroll, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
