"""Reading repairs."""

from __future__ import annotations

from app.repairs.rules import OPEN_REPAIR_STATES
from app.repairs.tables import RepairEvent, SendInRepair
from app.storage.schema import columns_of
from app.storage.units import Reader


def open_repairs(reader: Reader) -> list[SendInRepair]:
    """Every device that is away, the longest first."""
    column = columns_of(SendInRepair)
    return reader.find(SendInRepair, column.state.in_(OPEN_REPAIR_STATES), order_by=[column.sent_at, column.id])


def repairs_of(reader: Reader, asset_id: str) -> list[SendInRepair]:
    """Every repair of a device, the latest first."""
    column = columns_of(SendInRepair)
    return reader.find(SendInRepair, column.asset_id == asset_id, order_by=[column.sent_at.desc(), column.id.desc()])


def events_of_repair(reader: Reader, repair_id: str) -> list[RepairEvent]:
    """The facts of a repair, in the order in which they were judged."""
    column = columns_of(RepairEvent)
    return reader.find(RepairEvent, column.repair_id == repair_id, order_by=[column.ordinal])
