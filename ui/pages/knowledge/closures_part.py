"""The closures: those to come and under way, or all of them, and the one that is marked beside the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.knowledge.rules.closures import CLOSURE_KIND_NAMES
from ui.pages.knowledge.closure_card import ClosureCard
from ui.pages.knowledge.closure_forms import ClosureForm
from ui.pages.knowledge.wording import notice_text, period_text, services_text, state_chip
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import CheckField
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.looking import ClosureInList
    from app.storage.units import Reader

_TITLES = (N_("Closure"), N_("Customer"), N_("Time"), N_("Kind"), N_("State"))
_COLUMNS = ColumnPlan(widths=(220, 160, 200, 150, 120), stretched=0, least=180, yielding=(1, 3))
_TABLES = ("closures", "customers", "service_groups", "supported_systems", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownClosures:
    """The closures, and whether the person at this workspace may agree on any."""

    closures: list[ClosureInList]
    may_close: bool


class ClosuresPart(LivePage):
    """The closures of all customers."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.with_past = CheckField(N_("Those that are over, too"))
        self.agree = Button(N_("Agree on a closure"), icon="plus", kind="primary")
        self.closures = ListCard(
            SmallList(N_("Closures"), _TITLES, _COLUMNS),
            EmptyState("calendar-days", N_("No service is closed, and no closure is agreed.")),
        )
        self.detail = ClosureCard(work, wall)
        self.with_past.edited.connect(self.refresh)
        self.agree.clicked.connect(self._agree_clicked)
        self.closures.rows.row_chosen.connect(self.detail.show_closure)
        wall.zone_changed.connect(self.retranslate)
        head = QHBoxLayout()
        head.addWidget(self.with_past)
        head.addStretch()
        head.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.closures, self.detail), 1)
        self.setFocusProxy(self.closures)

    def question(self) -> Callable[[Reader], ShownClosures]:
        only_open = not self.with_past.value()

        def read(reader: Reader) -> ShownClosures:
            from app.directory.queries import myself
            from app.knowledge.looking import closures_in_list

            may_close = myself(reader).grants.may_somewhere(Permission.CLOSE_SERVICES)
            return ShownClosures(closures_in_list(reader, only_open=only_open), may_close)

        return read

    def show_answer(self, answer: ShownClosures) -> None:
        self.closures.show_rows(tuple(self._row(listed) for listed in answer.closures))
        self.detail.setVisible(bool(answer.closures))
        self.agree.setVisible(answer.may_close)

    def _agree_clicked(self) -> None:
        ClosureForm(self._work, self._wall, self).open()

    def _row(self, listed: ClosureInList) -> ListRow:
        closure = listed.closure
        return ListRow(
            closure.id,
            (
                TwoLineCell(closure.reason, services_text(listed.services)),
                TextCell(listed.customer),
                TextCell(period_text(closure.begins_at, closure.ends_at, self._wall)),
                TwoLineCell(_(CLOSURE_KIND_NAMES[closure.kind]), notice_text(closure)),
                ChipCell(state_chip(closure.state)),
            ),
        )
