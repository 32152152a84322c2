"""What is with suppliers, whose answers the desk waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.history import events_of
from app.workorders.suppliers import SupplierTicket, ticket_of
from app.workorders.tables import Deadline, WorkOrder


@dataclass(frozen=True, slots=True)
class WithSupplier:
    """An open order that is with a supplier, and by when he is to have answered."""

    order: WorkOrder
    ticket: SupplierTicket
    due_at: datetime


def with_suppliers(reader: Reader, limit: int) -> tuple[WithSupplier, ...]:
    """Those whose suppliers are to answer next, or should have, the longest overdue first."""
    column = columns_of(Deadline)
    deadlines = reader.find(
        Deadline, column.supplier_due_at.is_not(None), order_by=(column.supplier_due_at, column.id), limit=limit
    )
    orders = reader.get_all(WorkOrder, {deadline.id for deadline in deadlines})
    return tuple(
        WithSupplier(orders[deadline.id], ticket, deadline.supplier_due_at)
        for deadline in deadlines
        if deadline.id in orders
        and deadline.supplier_due_at is not None
        and (ticket := ticket_of(events_of(reader, deadline.id))) is not None
    )
