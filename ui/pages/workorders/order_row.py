"""One row of the list of work orders, every text ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from PySide6.QtCore import Qt

from app.foundation.translation import N_
from ui.widgets.row_table import ColumnPlan

ORDER_ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The model answers this role with the row's `OrderRow`, in every column; with None while it is being fetched."""


class OrderColumn(IntEnum):
    """The columns, from left to right."""

    PRIORITY = 0
    ORDER = 1
    CUSTOMER = 2
    ENGINEER = 3
    STATE = 4
    LEFT = 5
    DUE = 6


COLUMN_TITLES = {
    OrderColumn.PRIORITY: N_("Priority"),
    OrderColumn.ORDER: N_("Work order"),
    OrderColumn.CUSTOMER: N_("Customer / site"),
    OrderColumn.ENGINEER: N_("Engineer"),
    OrderColumn.STATE: N_("State"),
    OrderColumn.LEFT: N_("Time left"),
    OrderColumn.DUE: N_("Due"),
}

COLUMN_PLAN = ColumnPlan(
    widths=(84, 220, 146, 152, 108, 122, 90),
    stretched=OrderColumn.ORDER,
    least=170,
    yielding=(OrderColumn.DUE, OrderColumn.PRIORITY, OrderColumn.STATE, OrderColumn.CUSTOMER),
)


class DueKind(Enum):
    """How a work order stands against its target."""

    NONE = "none"
    LEFT = "left"
    AT_RISK = "at_risk"
    OVER = "over"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What the list shows of one work order.

    `priority_level` runs from 1 (most urgent) to 4 and sets the bars; `priority_text` is the priority's own name.
    `engineer` and `engineer_text` differ only while nobody is assigned: then the first is empty.
    `state` is the state's key, which chooses the colour of the dot. `due_text` is what the chip says, empty where
    there is no target; `due_time_text` is the due time, empty where there is none or the clock is paused.
    """

    number: str
    title: str
    customer: str
    site: str
    priority_level: int
    priority_text: str
    engineer: str
    engineer_text: str
    state: str
    state_text: str
    due: DueKind = DueKind.NONE
    due_text: str = ""
    due_time_text: str = ""


def cell_text(row: OrderRow, column: OrderColumn) -> str:
    """What a cell says in words: for screen readers, for copying, for tests."""
    texts = {
        OrderColumn.PRIORITY: row.priority_text,
        OrderColumn.ORDER: f"{row.number} {row.title}",
        OrderColumn.CUSTOMER: f"{row.customer} {row.site}".strip(),
        OrderColumn.ENGINEER: row.engineer_text,
        OrderColumn.STATE: row.state_text,
        OrderColumn.LEFT: row.due_text,
        OrderColumn.DUE: row.due_time_text,
    }
    return texts[column]
