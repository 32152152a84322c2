"""What the desk sees before it logs a call: devices, open orders, known issues, and what the contract covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.assets.queries import assets_with_code
from app.assets.rules import GONE_STATES
from app.assets.tables import Asset
from app.directory.queries import sites_of, systems_of
from app.directory.tables import Customer, Site, SupportedSystem
from app.knowledge.queries import Known, known_now
from app.sla.queries import covered
from app.sla.rules.coverage import Covered
from app.storage.lists import read_rowids, rowid_of
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.calls import Asked, Caller
from app.workorders.filters import OrderListItem
from app.workorders.queries.callers import devices_used_by
from app.workorders.queries.listing import order_page
from app.workorders.rules import OPEN_ORDER_STATES
from app.workorders.tables import WorkOrder

_MOST = 8
_ORDER = columns_of(WorkOrder)


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before a call is logged; of devices and orders the first few."""

    customer: Customer
    sites: tuple[Site, ...]
    systems: tuple[SupportedSystem, ...]
    devices: tuple[Asset, ...]
    orders: tuple[OrderListItem, ...]
    known: tuple[Known, ...]
    known_orders: dict[str, str]
    """The numbers of the orders that work on what is known, by id."""
    covered: Covered


def situation_of(reader: Reader, asked: Asked, at: datetime) -> Situation:
    """All this, at an instant.

    :raises Rejection: ``record_unknown`` where the customer is not here (any more)
    """
    caller = asked.caller
    customer = reader.require(Customer, caller.customer_id)
    meant = assets_with_code(reader, caller.asset_code, customer.id) if caller.asset_code else []
    asset_id = meant[0].id if len(meant) == 1 else None
    devices = _devices(reader, caller) or tuple(meant)
    known = tuple(known_now(reader, customer.id, at, system_id=asked.system_id, asset_id=asset_id or ""))
    worked_on = reader.get_all(WorkOrder, {each.order_id for each in known if each.order_id})
    return Situation(
        customer=customer,
        sites=tuple(sites_of(reader, customer.id)),
        systems=tuple(systems_of(reader, customer.id)),
        devices=devices,
        orders=_open_orders(reader, caller, [*(device.id for device in devices), *filter(None, (asset_id,))]),
        known=known,
        known_orders={order.id: order.number for order in worked_on.values()},
        covered=covered(reader, customer.id, (asked.kind, asked.channel), asset_id, at),
    )


def _devices(reader: Reader, caller: Caller) -> tuple[Asset, ...]:
    """The devices that the caller uses, else those of his department."""
    if caller.name:
        return tuple(devices_used_by(reader, caller.customer_id, caller.name, caller.person_id, _MOST))
    if not caller.department_id:
        return ()
    column = columns_of(Asset)
    wanted = (column.customer_id == caller.customer_id, column.department_id == caller.department_id)
    in_use = column.state.not_in(sorted(GONE_STATES))
    return tuple(reader.find(Asset, *wanted, in_use, order_by=[column.code], limit=_MOST))


def _open_orders(reader: Reader, caller: Caller, asset_ids: list[str]) -> tuple[OrderListItem, ...]:
    """The newest open orders of the caller or about these devices; of nobody in particular, the customer's."""
    of_customer = (_ORDER.customer_id == caller.customer_id, _ORDER.state.in_(sorted(OPEN_ORDER_STATES)))
    his: list[sa.ColumnElement[bool]] = [_ORDER.asset_id.in_(asset_ids)] if asset_ids else []
    if caller.person_id:
        his.append(_ORDER.caller_id == caller.person_id)
    if caller.name:
        his.append(_ORDER.caller_name == caller.name)
    query = sa.select(rowid_of(WorkOrder)).where(*of_customer, *([sa.or_(*his)] if his else []))
    return tuple(order_page(reader, read_rowids(reader, query.order_by(_ORDER.logged_at.desc()).limit(_MOST))))
