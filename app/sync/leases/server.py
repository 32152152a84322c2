"""The server's half of leasing."""

from __future__ import annotations

from datetime import datetime

from app.accounts.rules import Grants, Permission
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.assets.rules import customer_of_series
from app.assets.tables import DeviceType
from app.directory.tables import Customer
from app.storage.numbers import lease_block
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.leases.wire import LeasedBlock, LeaseReply, LeaseRequest
from app.workorders.rules import is_number_series


def lease(store: Store, device: Device, user: User, request: LeaseRequest, at: datetime) -> LeaseReply:
    """A block of each series that the device's user may number; what he may not is left out in silence."""

    def lease_all(unit: UnitOfWork) -> LeaseReply:
        grants = grants_of(unit, user.id)
        blocks = [
            lease_block(unit, series, device.id, at)
            for series in sorted(set(request.series))
            if _may_number(unit, grants, series)
        ]
        return LeaseReply(
            blocks=[
                LeasedBlock(
                    block_id=block.id,
                    series=block.series,
                    first_serial=block.first_serial,
                    last_serial=block.last_serial,
                )
                for block in blocks
            ]
        )

    return store.write(lease_all)


def _may_number(unit: UnitOfWork, grants: Grants, series: str) -> bool:
    if is_number_series(series):
        return any(grants.may(Permission.LOG_ORDERS, grant.customer_id) for grant in grants.held)
    customer_id = customer_of_series(series)
    if customer_id is None or not grants.may(Permission.REGISTER_ASSETS, customer_id):
        return False
    type_code = series.rpartition(":")[2]
    return unit.get(Customer, customer_id) is not None and unit.get(DeviceType, type_code) is not None
