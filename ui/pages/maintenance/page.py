"""Cleaning plans: which there are, when each comes round next, and what became of its turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_
from ui.pages.live_page import LivePage
from ui.pages.maintenance.plan_card import PlanCard
from ui.pages.maintenance.plan_form import PlanForm
from ui.pages.maintenance.wording import due_chip, next_due_text, place_text, rhythm_text
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.maintenance.queries import PlanInList
    from app.storage.units import Reader

_TITLES = (N_("Plan"), N_("How often"), N_("Next due"), N_("State"))
_COLUMNS = ColumnPlan(widths=(300, 140, 130, 130), stretched=0, least=200, yielding=(1, 2))
_TABLES = ("cleaning_plans", "departments", "customers", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownPlans:
    """The plans, and whether the person at this workspace may make any."""

    plans: list[PlanInList]
    may_plan: bool


class MaintenancePage(LivePage):
    """The plans as a list, the one that is marked beside it."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.new_plan = Button(N_("New cleaning plan"), icon="plus", kind="primary")
        self.plans = ListCard(
            SmallList(N_("Cleaning plans"), _TITLES, _COLUMNS),
            EmptyState(
                "calendar-days", N_("There is no cleaning plan yet. A plan makes its work orders by itself, in time.")
            ),
        )
        self.detail = PlanCard(work, wall)
        self.new_plan.clicked.connect(self.open_form)
        self.plans.rows.row_chosen.connect(self.detail.show_plan)
        self.detail.order_requested.connect(self.order_requested)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.plans)

    def question(self) -> Callable[[Reader], ShownPlans]:
        return _read_plans

    def show_answer(self, answer: ShownPlans) -> None:
        self.plans.show_rows(tuple(self._row(listed) for listed in answer.plans))
        self.detail.setVisible(bool(answer.plans))
        self.new_plan.setVisible(answer.may_plan)

    def open_form(self) -> None:
        """Ask for a new plan."""
        PlanForm(self._work, self._wall, self).open()

    def _row(self, listed: PlanInList) -> ListRow:
        plan = listed.plan
        return ListRow(
            plan.id,
            (
                TwoLineCell(plan.title, place_text(listed)),
                TextCell(rhythm_text(plan.every_months)),
                TextCell(next_due_text(plan)),
                ChipCell(due_chip(plan, self._wall.today())),
            ),
        )

    def _lay_out(self) -> None:
        explanation = TranslatedLabel(N_("Each plan makes a work order by itself when it falls due."), "muted")
        head = QHBoxLayout()
        head.addWidget(explanation, 1)
        head.addWidget(self.new_plan)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.plans, self.detail), 1)


def _read_plans(reader: Reader) -> ShownPlans:
    from app.directory.queries import myself
    from app.maintenance.queries import plans_in_list

    return ShownPlans(plans_in_list(reader), myself(reader).grants.may_somewhere(Permission.PLAN_MAINTENANCE))
