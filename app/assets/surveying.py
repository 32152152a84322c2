"""A first survey: what is heard of a device while somebody walks through the rooms, and what stands there by now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.assets.barcodes import Barcode, read_barcode
from app.assets.blank_labels import label_scanned
from app.assets.rules import Stuck
from app.assets.scanned import devices_scanned
from app.assets.sticking import scan_label
from app.assets.tables import Asset, BlankLabel
from app.storage.schema import columns_of
from app.storage.units import Reader


class HeardKind(StrEnum):
    """What was scanned or typed before a device."""

    SERIAL_NUMBER = "serial_number"
    """Of a device that nobody knows yet: it is registered now."""
    LABEL = "label"
    """A label that waits for its device, or a code that the device carries already: its serial number comes next."""
    STICKS = "sticks"
    """The label that was printed for a device of this survey sticks on it now."""
    KNOWN = "known"
    PRODUCT = "product"
    """The number of an article, which all devices of a model carry."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard; `label` is the one that waits, `asset` the device that is known."""

    kind: HeardKind
    barcode: Barcode
    label: BlankLabel | None = None
    asset: Asset | None = None


def hear(reader: Reader, customer_id: str, text: str) -> Heard:
    """What was scanned or typed before a device of this customer."""
    barcode = read_barcode(text)
    known = [asset for asset in devices_scanned(reader, text) if asset.customer_id == customer_id]
    if known:
        sticks = scan_label(reader, text).stuck is Stuck.FITS
        return Heard(HeardKind.STICKS if sticks else HeardKind.KNOWN, barcode, asset=known[0])
    if barcode.code:
        labels = label_scanned(reader, barcode.code, customer_id)
        return Heard(HeardKind.LABEL, barcode, label=labels[0] if labels else None)
    return Heard(HeardKind.PRODUCT if barcode.is_product else HeardKind.SERIAL_NUMBER, barcode)


def counts_by_room(reader: Reader, customer_id: str, site_id: str | None) -> list[tuple[str, int]]:
    """The rooms of a site, or of no site, and how many devices stand in each; by room."""
    column = columns_of(Asset)
    query = (
        sa.select(column.place, sa.func.count())
        .where(column.customer_id == customer_id, column.site_id == site_id, column.place != "")
        .group_by(column.place)
        .order_by(column.place)
    )
    return [(room, count) for room, count in reader.connection.execute(query)]
