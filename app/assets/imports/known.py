"""What the register knows about the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assets.rules import normal_code
from app.assets.tables import Asset, AssetAlias, DeviceType
from app.directory.imports import ImportChoices, text_of
from app.directory.queries import departments_of, sites_of
from app.directory.tables import Department
from app.foundation.ids import derive_id
from app.foundation.sheets.preview import UnderstoodTable
from app.foundation.sheets.rows import JudgedRow
from app.storage.schema import columns_of
from app.storage.units import Reader

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device of the register, as far as rows are compared with it."""

    code: str
    name: str
    serial_number: str


@dataclass(frozen=True, slots=True)
class KnownRegister:
    """What the rows are judged against.

    `types` are names by code, `sites` ids by folded name. Devices are known by their codes and aliases, by the makers'
    serial numbers, and by those of `row_ids` that the register has.
    """

    types: Mapping[str, str]
    departments: tuple[Department, ...]
    sites: Mapping[str, str]
    by_code: Mapping[str, KnownDevice]
    by_serial_number: Mapping[str, KnownDevice]
    by_id: Mapping[str, KnownDevice]


def known_register(reader: Reader, table: UnderstoodTable, choices: ImportChoices) -> KnownRegister:
    """Read what is known about the rows, with one question for some hundreds of them."""
    customer_id = choices.customer_id
    return KnownRegister(
        types={known.id: known.name for known in reader.find(DeviceType)},
        departments=tuple(departments_of(reader, customer_id)),
        sites={known.name.casefold(): known.id for known in sites_of(reader, customer_id)},
        by_code=_devices_by_code(reader, customer_id, {code_of(row) for row in table.rows} - {""}),
        by_serial_number=_devices_by_serial_number(reader, customer_id, _numbers_without_code(table)),
        by_id=_devices_of(_those_of(reader, _ASSET.id, row_ids(table, customer_id), *_FACTS)),
    )


def code_of(row: JudgedRow) -> str:
    """The code that a row's device carries, as codes are kept; empty where it has none."""
    return normal_code(text_of(row, "code"))


def row_ids(table: UnderstoodTable, customer_id: str) -> list[str]:
    """The id that each row's device gets: the same whenever the file is imported, so nothing is doubled.

    It follows from the code; without one from the whole row and from how many equal ones stand above it.
    """
    above: Counter[tuple[str, ...]] = Counter()
    ids = []
    for row, source in zip(table.rows, table.sheet.rows, strict=True):
        code = code_of(row)
        content = ("code", code) if code else ("row", str(above[source.cells]), *source.cells)
        ids.append(derive_id("imported_asset", customer_id, *content))
        above[source.cells] += 1
    return ids


_ASSET, _ALIAS = columns_of(Asset), columns_of(AssetAlias)
_FACTS = (_ASSET.code, _ASSET.name, _ASSET.serial_number)


def _devices_by_code(reader: Reader, customer_id: str, codes: set[str]) -> dict[str, KnownDevice]:
    mine = _ASSET.customer_id == customer_id
    theirs = (mine, _ALIAS.customer_id == customer_id, _ALIAS.asset_id == _ASSET.id)
    by_alias = _devices_of(_those_of(reader, _ALIAS.alias, codes, *_FACTS, where=theirs))
    return by_alias | _devices_of(_those_of(reader, _ASSET.code, codes, *_FACTS, where=(mine,)))


def _numbers_without_code(table: UnderstoodTable) -> set[str]:
    return {text_of(row, "serial_number") for row in table.rows if not code_of(row)} - {""}


def _devices_by_serial_number(reader: Reader, customer_id: str, numbers: set[str]) -> dict[str, KnownDevice]:
    """The makers' serial numbers have no index, so the customer's devices are gone through once."""
    if not numbers:
        return {}
    query = sa.select(_ASSET.serial_number, *_FACTS).where(_ASSET.customer_id == customer_id)
    return _devices_of(tuple(row) for row in reader.connection.execute(query) if row[0] in numbers)


def _devices_of(rows: Iterable[tuple[str, ...]]) -> dict[str, KnownDevice]:
    return {key: KnownDevice(*facts) for key, *facts in rows}


def _those_of(
    reader: Reader,
    key: sa.Column[Any],
    wanted: Iterable[str],
    *facts: sa.Column[Any],
    where: Iterable[sa.ColumnElement[bool]] = (),
) -> Iterator[tuple[str, ...]]:
    """The rows whose `key` is among `wanted`: the key and these facts."""
    query = sa.select(key, *facts).where(*where)
    keys = sorted(wanted)
    for start in range(0, len(keys), _CHUNK):
        for row in reader.connection.execute(query.where(key.in_(keys[start : start + _CHUNK]))):
            yield tuple(row)
