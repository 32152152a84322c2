"""What a scan means here and now: for the register, and for the order that is before somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assets.barcodes import Barcode
    from app.assets.tables import Asset
    from app.storage.units import Reader
    from app.workorders.edit_commands import EditOrder
    from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class Judged:
    """What a scanner has read, and the devices that are meant, those of the customer at hand first.

    `order` is the one at hand, where the one device that is meant can be added to it by `addition`.
    """

    barcode: Barcode
    devices: tuple[tuple[Asset, str], ...]
    """Each with its customer's name."""
    may_register: bool
    is_blank_label: bool = False
    """Whether it is a label that waits for its device."""
    order: WorkOrder | None = None
    stands: str = ""
    """The code of the device that the order is about so far."""
    addition: EditOrder | None = None


def judge(text: str, order_id: str, reader: Reader) -> Judged:
    """What was scanned while an order is at hand, or none."""
    from app.accounts.rules import Permission
    from app.assets.barcodes import read_barcode
    from app.assets.blank_labels import label_scanned
    from app.assets.scanned import devices_scanned
    from app.directory.queries import myself
    from app.directory.tables import Customer
    from app.workorders.tables import WorkOrder

    order = reader.get(WorkOrder, order_id) if order_id else None
    at_hand = order.customer_id if order else ""
    found = sorted(devices_scanned(reader, text), key=lambda each: each.customer_id != at_hand)
    customers = reader.get_all(Customer, [each.customer_id for each in found])
    devices = tuple((each, customers[each.customer_id].name if each.customer_id in customers else "") for each in found)
    grants = myself(reader).grants
    barcode = read_barcode(text)
    waits = not found and bool(label_scanned(reader, barcode.code))
    judged = Judged(barcode, devices, grants.may_somewhere(Permission.REGISTER_ASSETS), waits)
    if order is None or len(found) != 1 or not grants.may(Permission.LOG_ORDERS, order.customer_id):
        return judged
    return _with_order(reader, judged, order, found[0])


def _with_order(reader: Reader, judged: Judged, order: WorkOrder, asset: Asset) -> Judged:
    from dataclasses import replace

    from app.assets.tables import Asset
    from app.storage.edits import edit_of
    from app.workorders.edit_commands import EditOrder
    from app.workorders.rules import OPEN_ORDER_STATES

    is_open = order.state in OPEN_ORDER_STATES
    if not is_open or order.customer_id != asset.customer_id or order.asset_id == asset.id:
        return judged
    stands = reader.get(Asset, order.asset_id) if order.asset_id else None
    addition = edit_of(EditOrder, order, asset_id=asset.id)
    return replace(judged, order=order, stands=stands.code if stands else "", addition=addition)
