"""Which devices may be meant by what a scanner has read."""

from __future__ import annotations

import sqlalchemy as sa

from app.assets.barcodes import meanings
from app.assets.queries import assets_with_code
from app.assets.rules import normal_code
from app.assets.tables import Asset
from app.storage.schema import columns_of, spec_of
from app.storage.search import search_condition
from app.storage.units import Reader


def devices_scanned(reader: Reader, scanned: str) -> list[Asset]:
    """The devices that carry what was scanned: as a code, now, formerly or by contract, or as a serial number.

    Labels of other programs hold an address: its parts are tried, the last first.
    """
    for text in meanings(scanned):
        found = assets_with_code(reader, text) or _with_contract_code(reader, text) or _with_serial_number(reader, text)
        if found:
            return found
    return []


def _with_contract_code(reader: Reader, code: str) -> list[Asset]:
    wanted = normal_code(code)
    return _with(reader, columns_of(Asset).contract_code == wanted, wanted)


def _with_serial_number(reader: Reader, number: str) -> list[Asset]:
    return _with(reader, sa.func.lower(columns_of(Asset).serial_number) == number.lower(), number)


def _with(reader: Reader, same: sa.ColumnElement[bool], searched: str) -> list[Asset]:
    column = columns_of(Asset)
    return reader.find(Asset, search_condition(spec_of(Asset), searched), same, order_by=[column.code, column.id])
