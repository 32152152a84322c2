"""The parts that were used on an order, or in a device."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.directory.queries import myself
from app.storage.units import Reader
from app.workorders.history import visits_of
from app.workorders.part_tables import UsedPart
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class PartInList:
    """A part, and whether the person at this workspace may correct and withdraw it."""

    part: UsedPart
    may_change: bool


@dataclass(frozen=True, slots=True)
class OrderParts:
    """The parts of an order, and the visit that one more can be noted for here; None where there is none."""

    order_id: str
    parts: tuple[PartInList, ...]
    visit_id: str | None


def parts_of_order(reader: Reader, order_id: str) -> list[UsedPart]:
    """What was used, without what was withdrawn, in the order in which it was noted."""
    noted = reader.having(UsedPart, "used_at", "id", order_id=order_id)
    return [part for part in noted if part.withdrawn_at is None]


def parts_in_asset(reader: Reader, asset_id: str) -> list[UsedPart]:
    """What was ever put into a device, the newest first."""
    noted = reader.having(UsedPart, "used_at", "id", asset_id=asset_id)
    return [part for part in reversed(noted) if part.withdrawn_at is None]


def order_parts(reader: Reader, order_id: str) -> OrderParts | None:
    """The parts of an order as the person at this workspace sees them; None where the order is not here."""
    order = reader.get(WorkOrder, order_id)
    if order is None:
        return None
    me = myself(reader)
    may_note = order.state is not OrderState.CANCELLED and me.grants.may(Permission.LOG_ORDERS, order.customer_id)
    by_desk = me.grants.may(Permission.TRIAGE_ORDERS, order.customer_id)
    visits = [visit.id for visit in visits_of(reader, order_id) if by_desk or visit.engineer_id == me.person_id]
    parts = tuple(PartInList(part, may_note and part.visit_id in visits) for part in parts_of_order(reader, order_id))
    return OrderParts(order_id, parts, visits[-1] if visits and may_note else None)
