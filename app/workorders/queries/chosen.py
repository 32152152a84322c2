"""Several orders that were chosen in a list, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.directory.queries import myself
from app.storage.lists import read_window
from app.storage.units import Reader
from app.workorders.history import visits_of
from app.workorders.queries.detail import open_to
from app.workorders.steps import Step
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True)
class ChosenOrder:
    """One of them: the list's `row` of it, and the steps that are open to the person at this workspace."""

    row: int
    order: WorkOrder
    own_visit: Visit | None
    steps: tuple[Step, ...]


def chosen_orders(reader: Reader, rowids: Sequence[int]) -> tuple[ChosenOrder, ...]:
    """These orders, in this order; those that are gone are left out."""
    ids = read_window(reader, "SELECT rowid, id FROM work_orders WHERE rowid IN", rowids)
    orders = reader.get_all(WorkOrder, [order_id for _row, order_id in ids.values()])
    me = myself(reader)
    chosen = ((row, orders[ids[row][1]]) for row in rowids if row in ids)
    return tuple(ChosenOrder(row, order, *open_to(me, order, visits_of(reader, order.id))) for row, order in chosen)
