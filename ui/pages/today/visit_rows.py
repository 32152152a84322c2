"""One's own visits as rows of a list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.foundation.translation import N_, _
from app.workorders.rules import VISIT_STATE_NAMES, VisitState
from ui.models.orders import due_of
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_row import DueKind
from ui.pages.workorders.row_delegate import DUE_TONES
from ui.theme.tokens import ColorName
from ui.widgets.cells import Cell, ChipCell, StateCell, TextCell, TwoLineCell
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow

if TYPE_CHECKING:
    from app.workorders.queries.own_visits import OwnVisit

TITLES = (N_("Work order"), N_("Customer / site"), N_("State"), N_("Planned"), N_("Time left"))
COLUMNS = ColumnPlan(widths=(240, 190, 110, 110, 122), stretched=0, least=170, yielding=(3, 2, 1))

_STATE_COLORS: dict[VisitState, ColorName] = {
    VisitState.ASSIGNED: "state_assigned",
    VisitState.SENT: "state_assigned",
    VisitState.RECEIVED: "state_assigned",
    VisitState.ACCEPTED: "state_assigned",
    VisitState.TRAVELLING: "state_assigned",
    VisitState.ON_SITE: "state_working",
    VisitState.WORKING: "state_working",
    VisitState.RESTORED: "state_working",
    VisitState.INTERRUPTED: "state_waiting",
    VisitState.DONE: "state_done",
    VisitState.REPORTED: "state_done",
}


def visit_row(own: OwnVisit, wall: WallClock, at: datetime) -> ListRow:
    """A visit as it stands at the instant `at`; its id is that of the order."""
    visit, order = own.visit, own.order
    return ListRow(
        order.id,
        (
            TwoLineCell(order.title, order.number),
            TwoLineCell(own.customer, own.site),
            StateCell(_(VISIT_STATE_NAMES[visit.state]), _STATE_COLORS.get(visit.state, "state_waiting")),
            TextCell(wall.text(visit.planned_at) if visit.planned_at else ""),
            _due_cell(own, at),
        ),
    )


def _due_cell(own: OwnVisit, at: datetime) -> Cell:
    deadline = own.deadline
    kind, text = due_of(
        own.order.state, deadline.due_at if deadline else None, at, paused=deadline is not None and deadline.paused
    )
    return TextCell("") if kind is DueKind.NONE else ChipCell(ChipText(text, DUE_TONES[kind]))
