"""Many work orders at once, for lists."""

from __future__ import annotations

from datetime import timedelta

from app.foundation.ids import new_id
from app.storage.schema import spec_of
from app.storage.units import Origin
from app.workorders.rules import Channel, OrderKind, OrderState
from app.workorders.tables import WorkOrder
from tests.workspaces import OWNER_ID, Workspace

TITLES = ("打印机卡纸", "台式机无法开机", "交换机端口损坏", "Laptop will not start")


def fill_with_orders(workspace: Workspace, count: int) -> list[WorkOrder]:
    """Put `count` orders of one customer into the workspace, an hour between them, the oldest first.

    Every fourth has the same title and the same priority; nobody is assigned.
    """
    customer_id = workspace.add_customer("师范大学")
    start = workspace.clock.now() - timedelta(hours=count)
    orders = [
        WorkOrder(
            id=new_id(),
            number=f"W26-{place + 1:06d}",
            customer_id=customer_id,
            site_id=None,
            asset_id=None,
            system_id=None,
            kind=OrderKind.INCIDENT,
            channel=Channel.PHONE,
            priority=place % 4 + 1,
            title=TITLES[place % 4],
            description="",
            caller_name="",
            caller_phone="",
            place="",
            state=OrderState.LOGGED,
            engineer_id=None,
            pause_reason="",
            logged_at=start + timedelta(hours=place),
            logged_by_id=OWNER_ID,
            due_at=None,
            resolved_at=None,
            resolution="",
            closed_at=None,
        )
        for place in range(count)
    ]
    spec = spec_of(WorkOrder)
    values = [spec.to_values(order) for order in orders]
    workspace.store.write(lambda unit: unit.apply(spec, values, origin=Origin.TRUTH))
    return orders
