"""Which contracts devices are under: for their details, and for the list of those whose contract ends."""

from __future__ import annotations

import sqlalchemy as sa

from app.assets.filters import Due, Planned
from app.assets.queries import Condition, planned
from app.assets.tables import Asset
from app.sla.tables import Contract, ContractDevice
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader

_ASSET, _CONTRACT, _DEVICE = columns_of(Asset), columns_of(Contract), columns_of(ContractDevice)


def contracts_of_device(reader: Reader, asset: Asset) -> list[Contract]:
    """The contracts that a device is under, by its customer's choice or by their lists, the last to end first."""
    listed = [each.contract_id for each in reader.having(ContractDevice, asset_id=asset.id)]
    under = (_CONTRACT.customer_id == asset.customer_id, sa.or_(_CONTRACT.all_devices, _CONTRACT.id.in_(listed)))
    return reader.find(Contract, *under, order_by=[_CONTRACT.ends_on.desc(), _CONTRACT.number])


@planned(Planned.CONTRACT)
def _contract_ends(due: Due) -> Condition:
    """That one of the contracts of a device ends in this time."""
    ends = _CONTRACT.ends_on.between(due.since, due.until)
    listed = (
        sa.select(_DEVICE.asset_id)
        .select_from(spec_of(ContractDevice).table.join(spec_of(Contract).table, _CONTRACT.id == _DEVICE.contract_id))
        .where(ends)
    )
    whole = sa.select(_CONTRACT.customer_id).where(ends, _CONTRACT.all_devices)
    return sa.or_(_ASSET.id.in_(listed), _ASSET.customer_id.in_(whole))
