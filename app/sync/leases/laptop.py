"""The laptop's half of leasing: top up what runs low while there is a network, and what will be wanted without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.queries import held_grants
from app.accounts.rules import Grants, Permission
from app.assets.queries import device_types
from app.assets.rules import customer_of_series, serial_series
from app.assets.tables import Asset
from app.storage.facts import DEVICE_ID, SCOPES, fact, set_fact
from app.storage.numbers import BLOCK_LIFE, NumberBlock, want_series, wanted_series
from app.storage.schema import columns_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.sync.leases.wire import MOST_SERIES, LeaseReply, LeaseRequest
from app.sync.transport import Line
from app.sync.wire import PROTOCOL
from app.workorders.rules import number_series

RUNNING_LOW = 0.4
"""With less than this share of its newest block left a series is topped up."""
GIVEN_UP_AFTER = BLOCK_LIFE - timedelta(days=30)
"""Before the server calls them void, whatever our clock says."""
_FEW_CUSTOMERS = 5
_LIKELY_SERIES = 40
_NEXT_YEAR_FROM = timedelta(days=31)
_LOOKED = "series_looked_at"


def top_up(store: Store, line: Line, now: datetime) -> None:
    """Lease a block of every series that runs low."""
    with store.read() as reader:
        looked = f"{now.date()} {fact(reader, SCOPES)}"
        is_new = fact(reader, _LOOKED) != looked
    if is_new:
        store.write(lambda unit: _look_ahead(unit, looked, now))
    with store.read() as reader:
        low = _running_low(reader, now)
    if low:
        reply = line.ask("leases", LeaseRequest(protocol=PROTOCOL, series=low), LeaseReply)
        store.write(lambda unit: _keep(unit, reply, now))


def _look_ahead(unit: UnitOfWork, looked: str, now: datetime) -> None:
    """Once a day: give up blocks that are old, and want the series that are likely to be needed."""
    for block in unit.find(NumberBlock):
        if block.leased_at is not None and now - block.leased_at > GIVEN_UP_AFTER:
            unit.remove(NumberBlock, block.id)
    want_series(unit, _likely_series(unit, held_grants(unit)), now)
    set_fact(unit, _LOOKED, looked)


def _likely_series(reader: Reader, grants: Grants) -> list[str]:
    """Of the few customers whom we were sent to, whatever may stand there; of many, what mostly stands there."""
    if not grants.all_customers and len(grants.customer_ids) <= _FEW_CUSTOMERS:
        pairs = [(one, each.id) for one in sorted(grants.customer_ids) for each in device_types(reader)]
    else:
        asset = columns_of(Asset)
        many = sa.select(asset.customer_id, asset.type_code).group_by(asset.customer_id, asset.type_code)
        found = reader.connection.execute(many.order_by(sa.func.count().desc()).limit(_LIKELY_SERIES))
        pairs = [(row[0], row[1]) for row in found]
    return [serial_series(*pair) for pair in pairs]


def _running_low(reader: Reader, now: datetime) -> list[str]:
    grants = held_grants(reader)
    left = Counter(dict.fromkeys(_useful_series(reader, grants, now), 0))
    newest: dict[str, NumberBlock] = {}
    for block in reader.find(NumberBlock, order_by=[columns_of(NumberBlock).first_serial]):
        left[block.series] += block.last_serial - block.next_serial + 1
        newest[block.series] = block
    return sorted(series for series, count in left.items() if count < _enough(newest.get(series)))[:MOST_SERIES]


def _useful_series(reader: Reader, grants: Grants, now: datetime) -> Iterator[str]:
    """What our person may number, so that the server will lease it."""
    if grants.may_somewhere(Permission.LOG_ORDERS):
        yield from {number_series(now.year), number_series((now + _NEXT_YEAR_FROM).year)}
    for series in wanted_series(reader, now - GIVEN_UP_AFTER):
        customer_id = customer_of_series(series)
        if customer_id is not None and grants.may(Permission.REGISTER_ASSETS, customer_id):
            yield series


def _enough(newest: NumberBlock | None) -> float:
    return 1 if newest is None else RUNNING_LOW * (newest.last_serial - newest.first_serial + 1)


def _keep(unit: UnitOfWork, reply: LeaseReply, now: datetime) -> None:
    for block in reply.blocks:
        unit.put(
            NumberBlock(
                id=block.block_id,
                series=block.series,
                device_id=fact(unit, DEVICE_ID),
                first_serial=block.first_serial,
                last_serial=block.last_serial,
                next_serial=block.first_serial,
                leased_at=now,
            )
        )
