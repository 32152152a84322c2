"""An engineer's day: am I checked in, where am I to go, what is next there, what was I told, what needs somebody."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.workorders.filters import OrderSegment
from ui.pages.attendance.check_in_card import CheckInCard
from ui.pages.live_page import LivePage
from ui.pages.notice_list import NoticeList
from ui.pages.scanning.camera_button import CameraButton
from ui.pages.today.count_card import CountCard
from ui.pages.today.reading import Today, read_today
from ui.pages.today.visit_panel import VisitPanel
from ui.pages.today.visit_rows import COLUMNS, TITLES, visit_row
from ui.pages.wall_clock import WallClock, long_day_text
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, SmallList
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TABLES = (
    "visits",
    "work_orders",
    "notices",
    "outbox_entries",
    "customers",
    "sites",
    "people",
    "stocktakes",
    "workspace_facts",
)
_VISIT_WIDTH = 420
_VISITS_STRETCH, _NOTICES_STRETCH = 3, 2
_REFUSED, _STOCKTAKES = "refused", "stocktakes"


class TodayPage(LivePage):
    """The visit that is marked is shown beside the list with its next step; a count leads to what it counts."""

    order_requested = Signal(str)
    segment_requested = Signal(str)
    """With the `OrderSegment` of the list of work orders that is wanted."""
    inbox_requested = Signal()
    stocktakes_requested = Signal()
    directions_requested = Signal(str)
    """With the place that somebody wants to find."""
    report_requested = Signal(str)
    """With the id of the order whose service report is wanted on paper."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self._day_shown = wall.today()
        self._greeting, self._date = Label(role="title"), Label(role="muted")
        self.camera = CameraButton(work)
        self.check_in = CheckInCard(work, wall)
        self.counts = {
            OrderSegment.OVERDUE: CountCard(OrderSegment.OVERDUE, "octagon-alert", N_("Overdue"), Tone.BREACH),
            OrderSegment.DUE_SOON: CountCard(
                OrderSegment.DUE_SOON, "clock-alert", N_("Due within the hour"), Tone.WARN
            ),
            OrderSegment.LATE_BY_PLAN: CountCard(
                OrderSegment.LATE_BY_PLAN, "hourglass", N_("Late as planned"), Tone.WARN
            ),
            OrderSegment.UNASSIGNED: CountCard(OrderSegment.UNASSIGNED, "user", N_("Unassigned"), Tone.INFO),
        }
        self.refused = CountCard(_REFUSED, "inbox", N_("Refused by the server"), Tone.WARN)
        self.stocktakes = CountCard(_STOCKTAKES, "list-checks", N_("Stocktakes under way"), Tone.INFO)
        self.visits = ListCard(
            SmallList(N_("My visits"), TITLES, COLUMNS),
            EmptyState("map-pin", N_("No visit waits for you today. New ones appear here by themselves.")),
        )
        self.visit = VisitPanel(work, wall)
        self.notices = NoticeList(work, wall)
        self._nothing_new = TranslatedLabel(N_("Nothing new."), "muted")
        self.read_all = Button(N_("Mark all as read"), kind="quiet")
        self._connect()
        self._lay_out()
        self.setFocusProxy(self.visits)
        for part in (self._nothing_new, self.read_all, self.stocktakes):
            part.hide()
        self.retranslate()

    @property
    def order_at_hand(self) -> str:
        """The id of the order of the visit that is shown; empty where there is none."""
        return self.visits.rows.chosen_id

    def question(self) -> Callable[[Reader], Today]:
        if self._wall.today() != self._day_shown:
            self._begin_day()
        return partial(read_today, day=self._wall.day(self._day_shown), at=self._wall.now())

    def show_answer(self, answer: Today) -> None:
        self._greeting.setText(_("Good day, {name}").format(name=answer.name) if answer.name else _("Good day"))
        for segment, card in self.counts.items():
            card.set_count(answer.counts.get(segment, 0))
        self.refused.set_count(answer.refused_count)
        self.stocktakes.set_count(answer.stocktake_count)
        self.stocktakes.setVisible(answer.stocktake_count > 0)
        now = self._wall.now()
        self.visits.show_rows(tuple(visit_row(own, self._wall, now) for own in answer.visits))
        self.notices.show_notices(answer.unread)
        self._nothing_new.setVisible(not answer.unread)
        self.read_all.setVisible(len(answer.unread) > 1)

    def retranslate(self) -> None:
        self._date.setText(long_day_text(self._day_shown))
        super().retranslate()

    def _begin_day(self) -> None:
        self._day_shown = self._wall.today()
        self._date.setText(long_day_text(self._day_shown))
        self.check_in.refresh()

    def _read_all_clicked(self) -> None:
        if self._answer is not None:
            self.notices.read(*(notice.id for notice in self._answer.unread))

    def _refused_clicked(self, _key: str) -> None:
        self.inbox_requested.emit()

    def _stocktakes_clicked(self, _key: str) -> None:
        self.stocktakes_requested.emit()

    def _connect(self) -> None:
        for card in self.counts.values():
            card.requested.connect(self.segment_requested)
        self.refused.requested.connect(self._refused_clicked)
        self.stocktakes.requested.connect(self._stocktakes_clicked)
        self.visits.rows.row_chosen.connect(self.visit.show_visit)
        self.visit.order_requested.connect(self.order_requested)
        self.visit.report_requested.connect(self.report_requested)
        self.visit.directions_requested.connect(self.directions_requested)
        self.notices.order_requested.connect(self.order_requested)
        self.read_all.clicked.connect(self._read_all_clicked)
        self._wall.zone_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._greeting)
        words.addWidget(self._date)
        counts = QHBoxLayout()
        counts.setSpacing(SPACE.md)
        for card in (*self.counts.values(), self.refused, self.stocktakes):
            counts.addWidget(card)
        left, below = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(SPACE.sm)
        left.addLayout(self._visits_column(), _VISITS_STRETCH)
        left.addLayout(self._notices_column(), _NOTICES_STRETCH)
        self.visit.setFixedWidth(_VISIT_WIDTH)
        below.setSpacing(SPACE.md)
        below.addLayout(left, 1)
        below.addWidget(self.visit)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.lg, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.camera)
        column.addLayout(head)
        column.addWidget(self.check_in)
        column.addLayout(counts)
        column.addLayout(below, 1)

    def _visits_column(self) -> QVBoxLayout:
        return _headed(TranslatedLabel(N_("My visits"), "subtitle"), None, self.visits)

    def _notices_column(self) -> QVBoxLayout:
        card = Card()
        scroll = ScrollColumn()
        scroll.body.setContentsMargins(0, 0, SPACE.md, 0)
        scroll.body.addWidget(self._nothing_new)
        scroll.body.addWidget(self.notices)
        scroll.body.addStretch()
        card.body.addWidget(scroll)
        return _headed(TranslatedLabel(N_("Notices"), "subtitle"), self.read_all, card)


def _headed(title: QWidget, action: QWidget | None, below: QWidget) -> QVBoxLayout:
    """A title and an action over what they speak of; all titles are equally high."""
    head = QWidget()
    head.setFixedHeight(SIZE.control)
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(title, 1)
    if action is not None:
        row.addWidget(action)
    column = QVBoxLayout()
    column.setSpacing(SPACE.xs)
    column.addWidget(head)
    column.addWidget(below, 1)
    return column
