"""Reading repairs."""

from __future__ import annotations

from dataclasses import dataclass

from app.assets.queries import assets_with_code
from app.assets.tables import Asset
from app.directory.tables import Customer, Person
from app.repairs.rules import OPEN_REPAIR_STATES, RepairState
from app.repairs.tables import RepairEvent, SendInRepair
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class RepairInList:
    """A repair with the names that a list shows; a name is empty where it is not known here."""

    repair: SendInRepair
    customer: str
    asset_code: str
    asset_name: str


@dataclass(frozen=True, slots=True)
class RepairFact:
    """A fact of a repair and who caused it."""

    event: RepairEvent
    actor: str


@dataclass(frozen=True, slots=True)
class RepairDetail:
    """All about one repair; `order_number` is empty where it is not done under an order."""

    listed: RepairInList
    order_number: str
    facts: tuple[RepairFact, ...]


@dataclass(frozen=True, slots=True)
class AssetMatch:
    """A device that a code leads to, and whose it is: two customers may use the same code."""

    asset: Asset
    customer: str


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


def returned_repairs(reader: Reader, limit: int) -> list[SendInRepair]:
    """The devices that came back, those sent out latest first, at most `limit` of them."""
    column = columns_of(SendInRepair)
    latest = [column.sent_at.desc(), column.id.desc()]
    return reader.find(SendInRepair, column.state == RepairState.BACK, order_by=latest, limit=limit)


def repairs_in_list(reader: Reader, repairs: list[SendInRepair]) -> list[RepairInList]:
    """These repairs with their names."""
    customers = {customer.id: customer.name for customer in reader.find(Customer)}
    wanted = columns_of(Asset).id.in_({repair.asset_id for repair in repairs})
    assets = {asset.id: asset for asset in reader.find(Asset, wanted)}
    return [_in_list(repair, customers.get(repair.customer_id, ""), assets.get(repair.asset_id)) for repair in repairs]


def repair_detail(reader: Reader, repair_id: str) -> RepairDetail | None:
    """All about one repair; None where it is not here (any more)."""
    repair = reader.get(SendInRepair, repair_id)
    if repair is None:
        return None
    events = events_of_repair(reader, repair_id)
    actors = columns_of(Person).id.in_({event.actor_id for event in events})
    names = {person.id: person.name for person in reader.find(Person, actors)}
    customer = reader.get(Customer, repair.customer_id)
    order = reader.get(WorkOrder, repair.order_id) if repair.order_id else None
    return RepairDetail(
        listed=_in_list(repair, customer.name if customer else "", reader.get(Asset, repair.asset_id)),
        order_number=order.number if order else "",
        facts=tuple(RepairFact(event, names.get(event.actor_id, "")) for event in events),
    )


def assets_called(reader: Reader, code: str) -> list[AssetMatch]:
    """The devices that a code leads to, with the names of their customers."""
    customers = {customer.id: customer.name for customer in reader.find(Customer)}
    return [AssetMatch(asset, customers.get(asset.customer_id, "")) for asset in assets_with_code(reader, code)]


def _in_list(repair: SendInRepair, customer: str, asset: Asset | None) -> RepairInList:
    return RepairInList(repair, customer, asset.code if asset else "", asset.name if asset else "")
