"""Finding a record by what people read on papers and labels."""

from __future__ import annotations

from app.assets.rules import normal_code
from app.assets.tables import Asset, AssetAlias
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.tables import OrderAlias, WorkOrder

declare(
    {
        "number_unknown": N_("There is no {number} in this workspace. Check it, or synchronise first."),
        "code_ambiguous": N_("{number} belongs to several customers' devices. Do it in the window."),
    }
)


def order_id_of(reader: Reader, number: str) -> str:
    """The id of the order with this number, or that it once had.

    :raises Trouble: ``number_unknown``
    """
    order = reader.first(WorkOrder, columns_of(WorkOrder).number == number)
    if order is not None:
        return order.id
    alias = reader.first(OrderAlias, columns_of(OrderAlias).alias == number)
    if alias is None:
        raise Trouble("number_unknown", number=number)
    return alias.order_id


def asset_id_of(reader: Reader, written: str) -> str:
    """The id of the device with this code, or that it once had.

    :raises Trouble: ``number_unknown``, ``code_ambiguous``
    """
    code = normal_code(written)
    found = {asset.id for asset in reader.find(Asset, columns_of(Asset).code == code)}
    found |= {alias.asset_id for alias in reader.find(AssetAlias, columns_of(AssetAlias).alias == code)}
    if not found:
        raise Trouble("number_unknown", number=written)
    if len(found) > 1:
        raise Trouble("code_ambiguous", number=written)
    return found.pop()
