"""Which labels are printed and wait to be stuck on, and what is scanned while they are."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.assets.rules import LabelEventKind, Stuck, normal_code
from app.assets.scanned import devices_scanned
from app.assets.tables import Asset, LabelEvent
from app.storage.schema import columns_of
from app.storage.units import Reader

_ASSET, _EVENT = columns_of(Asset), columns_of(LabelEvent)


@dataclass(frozen=True, slots=True)
class Scan:
    """A label that was scanned, and the device that it belongs to, if it is one."""

    stuck: Stuck
    text: str
    asset: Asset | None = None


def labels_to_stick_on(reader: Reader, limit: int) -> tuple[list[Asset], int]:
    """Devices whose label is printed but not stuck on yet, the first `limit` by code, and how many there are."""
    waits = sa.and_(_has(LabelEventKind.PRINTED), ~_has(LabelEventKind.STUCK_ON))
    query = sa.select(sa.func.count()).select_from(_ASSET.id.table).where(waits)
    count = reader.connection.execute(query).scalar_one()
    return reader.find(Asset, waits, order_by=[_ASSET.code, _ASSET.id], limit=limit), count


def scan_label(reader: Reader, text: str) -> Scan:
    """What a label is that was scanned on a device."""
    found = devices_scanned(reader, text)
    if len(found) != 1:
        return Scan(Stuck.AMBIGUOUS if found else Stuck.UNKNOWN, text)
    [asset] = found
    kinds = {event.kind for event in reader.having(LabelEvent, asset_id=asset.id) if event.code == asset.code}
    if normal_code(asset.code) not in normal_code(text):
        return Scan(Stuck.OUTDATED, text, asset)
    if LabelEventKind.STUCK_ON in kinds:
        return Scan(Stuck.ALREADY, text, asset)
    return Scan(Stuck.FITS if kinds else Stuck.NOT_PRINTED, text, asset)


def _has(kind: LabelEventKind) -> sa.ColumnElement[bool]:
    """That a device has a label with its present code to which this happened."""
    return sa.exists().where(_EVENT.asset_id == _ASSET.id, _EVENT.code == _ASSET.code, _EVENT.kind == kind)
