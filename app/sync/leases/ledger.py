"""Every number of a series that was ever counted, and what became of it: used, leased, or void. Asked of the server."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.rules import DeviceState
from app.accounts.tables import Device
from app.assets.rules import customer_of_series, parse_code
from app.assets.tables import Asset, AssetAlias, BlankLabel
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.numbers import BLOCK_LIFE, NumberBlock, NumberSeries
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader
from app.workorders.tables import OrderAlias, WorkOrder


class NumberState(StrEnum):
    """What became of a number."""

    USED = "used"
    """A record has it, or once was shown with it."""
    LEASED = "leased"
    """A device may give it."""
    VOID = "void"
    """Nobody will give it any more. One that was shown already comes to be used when its laptop is heard of."""


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A number: the record that has it, and the device in whose block it lies, where there are such."""

    serial: int
    state: NumberState
    device_id: str
    record_id: str


@dataclass(frozen=True, slots=True)
class _Holding:
    block: NumberBlock
    is_open: bool


def counted_series(reader: Reader) -> list[NumberSeries]:
    """Every series, by name, and how far it was counted."""
    return reader.find(NumberSeries, order_by=[columns_of(NumberSeries).id])


def numbers_of(reader: Reader, series: str, at: datetime) -> Iterator[ListedNumber]:
    """Every number of a series in its order, each once.

    :raises Rejection: ``series_unknown``
    """
    counted = reader.get(NumberSeries, series)
    if counted is None:
        raise Rejection("series_unknown", series=series)
    return _listed(counted, _used(reader, series), _holdings(reader, series, at))


def leased_counts(reader: Reader, at: datetime) -> Counter[str]:
    """How many numbers each device may still give, in all series."""
    return Counter(
        one.device_id
        for counted in counted_series(reader)
        for one in numbers_of(reader, counted.id, at)
        if one.state is NumberState.LEASED
    )


def _listed(counted: NumberSeries, used: dict[int, str], holdings: list[_Holding]) -> Iterator[ListedNumber]:
    """Blocks of a series never overlap, so they are walked through beside the numbers."""
    upcoming = iter(holdings)
    holding = next(upcoming, None)
    for serial in range(1, counted.next_serial):
        while holding is not None and holding.block.last_serial < serial:
            holding = next(upcoming, None)
        held = holding if holding is not None and holding.block.first_serial <= serial else None
        yield ListedNumber(
            serial, _state(serial, used, held), held.block.device_id if held else "", used.get(serial, "")
        )


def _state(serial: int, used: dict[int, str], held: _Holding | None) -> NumberState:
    if serial in used:
        return NumberState.USED
    can_give = held is not None and held.is_open and held.block.next_serial <= serial
    return NumberState.LEASED if can_give else NumberState.VOID


def _holdings(reader: Reader, series: str, at: datetime) -> list[_Holding]:
    """The blocks of a series, in their order."""
    states = {device.id: device.state for device in reader.find(Device)}
    column = columns_of(NumberBlock)
    blocks = reader.find(NumberBlock, column.series == series, order_by=[column.first_serial])
    return [_Holding(block, _is_open(block, states.get(block.device_id), at)) for block in blocks]


def _is_open(block: NumberBlock, state: DeviceState | None, at: datetime) -> bool:
    """Whether a block may still be taken from; what no device has (`state` is None) is the authority's own."""
    is_old = block.leased_at is not None and at - block.leased_at > BLOCK_LIFE
    return not is_old and state in {DeviceState.ENROLLED, None}


def _used(reader: Reader, series: str) -> dict[int, str]:
    """The serials that records have or had, with the records."""
    customer_id = customer_of_series(series)
    if customer_id is None:
        return _used_by_orders(reader, series)
    return _used_by_assets(reader, customer_id, series.rpartition(":")[2])


def _used_by_orders(reader: Reader, series: str) -> dict[int, str]:
    order, alias = spec_of(WorkOrder).table.c, spec_of(OrderAlias).table.c
    shown = sa.union_all(
        sa.select(alias.alias, alias.order_id).where(alias.alias.startswith(f"{series}-", autoescape=True)),
        sa.select(order.number, order.id).where(order.number.startswith(f"{series}-", autoescape=True)),
    )
    pattern = re.compile(rf"{re.escape(series)}-([0-9]{{1,9}})")
    found = ((pattern.fullmatch(number), order_id) for number, order_id in reader.connection.execute(shown))
    return {int(match[1]): order_id for match, order_id in found if match}


def _used_by_assets(reader: Reader, customer_id: str, type_code: str) -> dict[int, str]:
    asset, alias, label = (spec_of(each).table.c for each in (Asset, AssetAlias, BlankLabel))
    codes = sa.union_all(
        sa.select(label.code, label.id).where(label.customer_id == customer_id, label.type_code == type_code),
        sa.select(alias.alias, alias.asset_id).where(alias.customer_id == customer_id),
        sa.select(asset.code, asset.id).where(asset.customer_id == customer_id, asset.type_code == type_code),
    )
    found = ((parse_code(code), asset_id) for code, asset_id in reader.connection.execute(codes))
    return {
        int(code.serial): asset_id
        for code, asset_id in found
        if code is not None and code.type_code == type_code and not code.provisional
    }


declare({"series_unknown": N_("No number of the series {series} was ever given. Look at the list of series.")})
