"""One row of the list of devices, every cell ready to be painted."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

from app.assets.filters import AssetListItem
from app.assets.rules import ASSET_STATE_NAMES, DEVICE_TYPES, AssetState
from app.foundation.translation import N_, _
from ui.theme.tokens import ColorName
from ui.widgets.cells import Cell, StateCell, TextCell, TwoLineCell
from ui.widgets.row_table import ColumnPlan

ASSET_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The model answers this role with the `Cell` of a column; with None while the row is being fetched."""


class AssetColumn(IntEnum):
    """The columns, from left to right."""

    CODE = 0
    NAME = 1
    CUSTOMER = 2
    USER = 3
    STATE = 4


COLUMN_TITLES = {
    AssetColumn.CODE: N_("Code"),
    AssetColumn.NAME: N_("Device"),
    AssetColumn.CUSTOMER: N_("Customer / department"),
    AssetColumn.USER: N_("User"),
    AssetColumn.STATE: N_("State"),
}

COLUMN_PLAN = ColumnPlan(
    widths=(158, 220, 230, 132, 104),
    stretched=AssetColumn.NAME,
    least=170,
    yielding=(AssetColumn.USER, AssetColumn.CUSTOMER, AssetColumn.STATE),
)

STATE_COLORS: dict[AssetState, ColorName] = {
    AssetState.IN_USE: "state_working",
    AssetState.IN_STOCK: "state_assigned",
    AssetState.IN_REPAIR: "warn",
    AssetState.ON_LOAN: "state_assigned",
    AssetState.RETIRED: "state_done",
    AssetState.LOST: "bad",
}


def type_text(type_code: str) -> str:
    """The name of a type that we ship; of one that an administrator added its code."""
    return _(DEVICE_TYPES[type_code]) if type_code in DEVICE_TYPES else type_code


def asset_cells(item: AssetListItem) -> tuple[Cell, ...]:
    """What the list says of a device, a cell a column, in the language shown now."""
    model = " ".join(filter(None, (item.maker, item.model)))
    return (
        TextCell(item.code),
        TwoLineCell(item.name, " · ".join(filter(None, (type_text(item.type_code), model)))),
        TwoLineCell(item.customer, " · ".join(filter(None, (item.department, item.place)))),
        TextCell(item.user_name) if item.user_name else TextCell("—", "text_faint"),
        StateCell(_(ASSET_STATE_NAMES[item.state]), STATE_COLORS[item.state]),
    )
