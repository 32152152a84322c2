"""Numbers that people read: serials of a series, leased in blocks, never given twice, never used again.

The authority of a series counts in `NumberSeries`. A device takes serials from its `NumberBlock`s; where it has none
left it gives a provisional serial, P with its own three-character code and a counter (`design.md` §4), which stays
an alias for ever.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from app.foundation.ids import derive_id
from app.storage.commands import Context
from app.storage.facts import DEVICE_CODE, DEVICE_ID, fact, next_count, set_fact
from app.storage.schema import INDEXED, columns_of, table
from app.storage.units import Reader, UnitOfWork

_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which people read as 1 and 0."""

BLOCK_SIZE = 50
"""Serials leased at first: an engineer's busiest week. Further blocks follow use."""
SMALLEST_BLOCK, LARGEST_BLOCK = 20, 1000
_USED_FAST = timedelta(days=2)
_USED_SLOWLY = timedelta(days=60)
BLOCK_LIFE = timedelta(days=180)
"""What is left of a block after so long is void; its laptop has given it up some time before."""

WHICHEVER_DEVICE = "whichever"
"""Stands in a block for the device, where the authority has forgotten which one it leased the serials to."""
_ROOM = "room_left_in_series"
_BEYOND_ALL = 900_000_000
"""No register comes near; a serial has nine digits at the most."""


@table("number_series")
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """How far the authority has counted in a series; the id is the name of the series."""

    id: str
    next_serial: int


@table("number_blocks", indexes=(("series", "device_id"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """Serials `first_serial` to `last_serial`, leased to a device, which takes `next_serial` next.

    `leased_at` is by the clock of whoever keeps the row; None where nobody knows any more.
    """

    id: str
    series: Annotated[str, INDEXED]
    device_id: str
    first_serial: int
    last_serial: int
    next_serial: int
    leased_at: datetime | None


@table("block_heirs")
@dataclass(frozen=True, slots=True, kw_only=True)
class BlockHeir:
    """Which device a laptop was before it signed in anew; the id is the device that it is now.

    What it took from the blocks of that one stands. They are not taken from any more.
    """

    id: str
    former_id: str


@table("wanted_series")
@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSeries:
    """A series that this device took serials of, or will, and when last: it wants a block. The id is the series."""

    id: str
    wanted_at: datetime | None


def want_series(unit: UnitOfWork, series: Iterable[str], at: datetime) -> None:
    """See to it that blocks of these series are leased when there is a network."""
    unit.put(*(WantedSeries(id=one, wanted_at=at) for one in series))


def wanted_series(reader: Reader, since: datetime) -> list[str]:
    """The series that this device has wanted since then."""
    wanted_at = columns_of(WantedSeries).wanted_at
    return [series.id for series in reader.find(WantedSeries, (wanted_at >= since) | wanted_at.is_(None))]


def new_device_code() -> str:
    """Three characters that tell a device's provisional serials from those of the others."""
    return "".join(secrets.choice(_CODE_CHARACTERS) for _ in range(3))


def lease_block(unit: UnitOfWork, series: str, device_id: str, at: datetime, size: int | None = None) -> NumberBlock:
    """Lease the next `size` serials of a series to a device, else as many as it uses. Only the authority calls this."""
    size = size or _block_size(unit, series, device_id, at)
    first = count_on(unit, series, size)
    block = NumberBlock(
        id=derive_id("number_block", series, str(first)),
        series=series,
        device_id=device_id,
        first_serial=first,
        last_serial=first + size - 1,
        next_serial=first,
        leased_at=at,
    )
    unit.put(block)
    return block


def _block_size(unit: UnitOfWork, series: str, device_id: str, at: datetime) -> int:
    """Twice the last block where that was used up fast, half of it where it lasted long."""
    column = columns_of(NumberBlock)
    blocks = unit.find(
        NumberBlock,
        column.series == series,
        column.device_id == device_id,
        order_by=[column.first_serial.desc()],
        limit=1,
    )
    if not blocks or blocks[0].leased_at is None:
        return BLOCK_SIZE
    size, lasted = blocks[0].last_serial - blocks[0].first_serial + 1, at - blocks[0].leased_at
    if lasted < _USED_FAST:
        size *= 2
    elif lasted > _USED_SLOWLY:
        size //= 2
    return max(SMALLEST_BLOCK, min(size, LARGEST_BLOCK))


def count_on(unit: UnitOfWork, series: str, by: int = 1) -> int:
    """The next serial of a series that nobody has; the authority counts on `by` so many."""
    counted = _counted(unit, series)
    unit.put(replace(counted, next_serial=counted.next_serial + by))
    return counted.next_serial


def leave_room(unit: UnitOfWork, serials: int) -> None:
    """Count every series on by so many serials, which stand for whatever device has given them.

    So a restored server gives none that were leased after the backup was made, and lets those stand that were. It holds
    for the series that it does not know (any more), too.
    """
    for series in unit.find(NumberSeries):
        _leave_room(unit, series, serials)
    set_fact(unit, _ROOM, str(int(fact(unit, _ROOM, "0")) + serials))


def _counted(unit: UnitOfWork, series: str) -> NumberSeries:
    """How far a series has been counted; a new one begins behind the room that was left."""
    room = int(fact(unit, _ROOM, "0"))
    if room and unit.get(NumberSeries, series) is None:
        return _leave_room(unit, unit.ensure(NumberSeries(id=series, next_serial=1)), room)
    return unit.ensure(NumberSeries(id=series, next_serial=1))


def _leave_room(unit: UnitOfWork, series: NumberSeries, serials: int) -> NumberSeries:
    first, behind = series.next_serial, series.next_serial + serials
    unit.put(
        NumberBlock(
            id=derive_id("number_block", series.id, str(first)),
            series=series.id,
            device_id=WHICHEVER_DEVICE,
            first_serial=first,
            last_serial=behind - 1,
            next_serial=behind,
            leased_at=None,
        )
    )
    moved = replace(series, next_serial=behind)
    unit.put(moved)
    return moved


def take_serial(unit: UnitOfWork, series: str, context: Context, digits: int) -> str:
    """The next serial of a series for a new record, at least `digits` long, or a provisional one."""
    column = columns_of(NumberBlock)
    blocks = unit.find(
        NumberBlock,
        column.series == series,
        column.device_id == context.device_id,
        column.next_serial <= column.last_serial,
        order_by=[column.first_serial],
        limit=1,
    )
    if not context.authority:
        want_series(unit, [series], context.at)
    if blocks:
        block = blocks[0]
    elif context.authority:
        block = lease_block(unit, series, context.device_id, context.at)
    else:
        return f"P{fact(unit, DEVICE_CODE)}{next_count(unit, 'provisional_serials'):02d}"
    unit.put(replace(block, next_serial=block.next_serial + 1))
    return f"{block.next_serial:0{digits}d}"


def leased_here(reader: Reader, series: str, serial: str) -> bool:
    """Whether a serial lies in a block that this device holds, so that nobody else can give it and it will stand."""
    column = columns_of(NumberBlock)
    return is_serial(serial) and bool(
        reader.first(
            NumberBlock,
            column.series == series,
            column.device_id == fact(reader, DEVICE_ID),
            column.first_serial <= int(serial),
            column.last_serial >= int(serial),
        )
    )


def inherit_blocks(unit: UnitOfWork, device_id: str, former_id: str) -> None:
    """Let the serials stand that a laptop took from its blocks when it was another device."""
    unit.put(BlockHeir(id=device_id, former_id=former_id))


def serial_stands(unit: UnitOfWork, series: str, serial: str, context: Context) -> bool:
    """Whether the authority lets a serial stand that a device has given.

    It stands when it lies in a block leased to that device (or to the one that the laptop was before), or beyond
    everything counted so far, as a workspace that worked without a server may have it; the series is then counted on
    from there. A provisional one never stands.
    """
    if count_beyond(unit, series, serial):
        return True
    column = columns_of(NumberBlock)
    return is_serial(serial) and bool(
        unit.first(
            NumberBlock,
            column.series == series,
            column.device_id.in_([*_holders(unit, context.device_id), WHICHEVER_DEVICE]),
            column.first_serial <= int(serial),
            column.last_serial >= int(serial),
        )
    )


def count_beyond(unit: UnitOfWork, series: str, serial: str) -> bool:
    """Count a series on from a serial that a record has already; tells whether it was beyond all that was counted.

    Every block lies within what was counted when it was leased, so none has such a serial. What is mistyped as almost
    the last serial that there can be is not counted on from: a series would be at its end for good.
    """
    if not is_serial(serial) or int(serial) >= _BEYOND_ALL:
        return False
    counted = _counted(unit, series)
    if int(serial) < counted.next_serial:
        return False
    unit.put(replace(counted, next_serial=int(serial) + 1))
    return True


def is_serial(text: str) -> bool:
    """Whether this is a serial that is counted, and no provisional one."""
    return re.fullmatch(r"[0-9]{1,9}", text) is not None


def settle_serial(unit: UnitOfWork, series: str, serial: str, context: Context, digits: int) -> str:
    """The serial that a new record gets for good: the device's own if it stands, on the authority else a new one.

    A laptop that is not the authority leaves the serial as it is: that question is undecided there.
    """
    if not context.authority or serial_stands(unit, series, serial, context):
        return serial
    return f"{count_on(unit, series):0{digits}d}"


def _holders(unit: Reader, device_id: str) -> list[str]:
    """A device, and what its laptop was before."""
    holders = [device_id]
    while (heir := unit.get(BlockHeir, holders[-1])) is not None and heir.former_id not in holders:
        holders.append(heir.former_id)
    return holders
