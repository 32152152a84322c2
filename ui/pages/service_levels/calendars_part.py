"""The calendars: a list, and the one that is marked beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.live_page import LivePage
from ui.pages.service_levels.calendar_card import CalendarCard
from ui.pages.service_levels.calendar_form import CalendarForm
from ui.pages.service_levels.reading import ListedCalendar, ListedCalendars, read_calendars
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_COLUMNS = ColumnPlan(widths=(220, 130), stretched=0, least=160, yielding=(1,))


class CalendarsPart(LivePage):
    """Everybody's calendars and those of customers."""

    counted = Signal(int, bool)
    """With how many there are, and whether more may be made here."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("calendars", "calendar_versions", "customers", "workspace_facts"))
        self._wall = wall
        self.calendars = ListCard(
            SmallList(N_("Calendars"), (N_("Calendar"), N_("Time zone")), _COLUMNS),
            EmptyState("calendar-days", N_("There is no calendar yet. Promises are counted in the hours of one.")),
        )
        self.detail = CalendarCard(work, wall)
        self.calendars.rows.row_chosen.connect(self.detail.show_calendar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side_by_side(self.calendars, self.detail, wide_detail=True))
        self.setFocusProxy(self.calendars)

    def question(self) -> Callable[[Reader], ListedCalendars]:
        return read_calendars

    def show_answer(self, answer: ListedCalendars) -> None:
        self.calendars.show_rows(tuple(map(_row, answer.calendars)))
        self.detail.setVisible(bool(answer.calendars))
        self.counted.emit(len(answer.calendars), answer.may_manage)

    def open_form(self) -> None:
        """Ask for a new calendar."""
        CalendarForm(self._work, self._wall, self).open_soon()


def _row(listed: ListedCalendar) -> ListRow:
    whose = listed.customer or _("For everybody")
    return ListRow(
        listed.calendar.id, (TwoLineCell(listed.calendar.name, whose), TextCell(listed.version.zone, "text_muted"))
    )
