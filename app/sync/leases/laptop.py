"""The laptop's half of leasing: top up what runs low while there is a network."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from app.storage.facts import DEVICE_ID, fact
from app.storage.numbers import NumberBlock, wanted_series
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.sync.leases.wire import MOST_SERIES, LeaseReply, LeaseRequest
from app.sync.transport import Line
from app.sync.wire import PROTOCOL
from app.workorders.rules import number_series

RUNNING_LOW = 20
"""Fewer serials than this are topped up: more than a busy day of one engineer."""


def top_up(store: Store, line: Line, now: datetime) -> None:
    """Lease a block of every series that runs low."""
    with store.read() as reader:
        low = _running_low(reader, now)
    if low:
        reply = line.ask("leases", LeaseRequest(protocol=PROTOCOL, series=low), LeaseReply)
        store.write(lambda unit: _keep(unit, reply))


def _running_low(reader: Reader, now: datetime) -> list[str]:
    left: Counter[str] = Counter({number_series(now.year): 0, **dict.fromkeys(wanted_series(reader), 0)})
    for block in reader.find(NumberBlock):
        left[block.series] += block.last_serial - block.next_serial + 1
    return sorted(series for series, count in left.items() if count < RUNNING_LOW)[:MOST_SERIES]


def _keep(unit: UnitOfWork, reply: LeaseReply) -> None:
    for block in reply.blocks:
        unit.put(
            NumberBlock(
                id=block.block_id,
                series=block.series,
                device_id=fact(unit, DEVICE_ID),
                first_serial=block.first_serial,
                last_serial=block.last_serial,
                next_serial=block.first_serial,
            )
        )
