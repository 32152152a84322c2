"""What a scanner has read, and which devices may be meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

import sqlalchemy as sa

from app.assets.queries import assets_with_code
from app.assets.tables import Asset
from app.storage.schema import columns_of, spec_of
from app.storage.search import search_condition
from app.storage.units import Reader

_IDENTIFIED = re.compile(r"^1?S(?=[0-9A-Z])")
"""Before serial numbers on makers' labels: the data identifiers S and 1S of ANSI MH10.8.2."""
_SHORTEST, _MOST_PARTS = 4, 10
"""Shorter parts of an address name many things."""


def devices_scanned(reader: Reader, scanned: str) -> list[Asset]:
    """The devices that carry what was scanned: as a code, now or formerly, or as their maker's serial number.

    Labels of other programs hold an address: its parts are tried, the last first.
    """
    for text in meanings(scanned):
        found = assets_with_code(reader, text) or _with_serial_number(reader, text)
        if found:
            return found
    return []


def meanings(scanned: str) -> Iterator[str]:
    """What may be meant: the text itself, without a data identifier, and the parts of an address, the last first."""
    text = scanned.encode("utf-8", "ignore").decode().strip()
    yield text
    without = _IDENTIFIED.sub("", text, count=1)
    if without != text and len(without) >= _SHORTEST:
        yield without
    if "://" in text:
        try:
            address = urlsplit(text)
        except ValueError:
            return
        parts = [unquote(part) for part in address.path.split("/")] + [
            value for _key, value in parse_qsl(address.query)
        ]
        yield from (part for part in reversed(parts[-_MOST_PARTS:]) if len(part) >= _SHORTEST)


def _with_serial_number(reader: Reader, number: str) -> list[Asset]:
    column = columns_of(Asset)
    same = sa.func.lower(column.serial_number) == number.lower()
    return reader.find(Asset, search_condition(spec_of(Asset), number), same, order_by=[column.code, column.id])
