"""What the register knows about the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assets.rules import normal_code
from app.assets.tables import Asset, AssetAlias, DeviceModel, DeviceType
from app.directory.imports import ImportChoices, Matching, text_of
from app.directory.queries import departments_of, sites_of
from app.directory.tables import Department
from app.foundation.ids import derive_id
from app.foundation.sheets.preview import UnderstoodTable
from app.foundation.sheets.rows import JudgedRow
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class KnownRegister:
    """What the rows are judged against.

    `types` are names by code, `models` type and maker by folded name and number, `sites` ids by folded name. Devices
    are known by their codes and aliases, by the makers' serial numbers (None where several devices have one), and by
    those of `row_ids` that the register has.
    """

    types: Mapping[str, str]
    models: Mapping[str, tuple[str, str]]
    departments: tuple[Department, ...]
    sites: Mapping[str, str]
    by_code: Mapping[str, Asset]
    by_serial_number: Mapping[str, Asset | None]
    by_id: Mapping[str, Asset]


def known_register(reader: Reader, table: UnderstoodTable, choices: ImportChoices) -> KnownRegister:
    """Read what is known about the rows, with one question for some hundreds of them."""
    customer_id = choices.customer_id
    by_code = _ids_by_code(reader, customer_id, {code_of(row) for row in table.rows_with("code")} - {""})
    by_number = _ids_by_serial_number(
        reader, customer_id, _numbers(table, every=choices.matching is not Matching.ADD_ONLY)
    )
    by_row = {row_id for row_id, _same in _those_of(reader, _ASSET.id, row_ids(table, customer_id), _ASSET.id)}
    devices = _devices(reader, {*by_code.values(), *filter(None, by_number.values()), *by_row}, table)
    return KnownRegister(
        types={known.id: known.name for known in reader.find(DeviceType)},
        models=_models(reader),
        departments=tuple(departments_of(reader, customer_id)),
        sites={known.name.casefold(): known.id for known in sites_of(reader, customer_id)},
        by_code={code: devices[device_id] for code, device_id in by_code.items()},
        by_serial_number={number: devices.get(device_id or "") for number, device_id in by_number.items()},
        by_id={devices[row_id].id: devices[row_id] for row_id in by_row},
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
    for row, source in zip(table.rows_with("code"), table.sheet.rows, strict=True):
        code = code_of(row)
        content = ("code", code) if code else ("row", str(above[source.cells]), *source.cells)
        ids.append(derive_id("imported_asset", customer_id, *content))
        if not code:
            above[source.cells] += 1
    return ids


_ASSET, _ALIAS = columns_of(Asset), columns_of(AssetAlias)


def _devices(reader: Reader, device_ids: set[str], table: UnderstoodTable) -> dict[str, Asset]:
    """The devices by id; texts that are equal, to each other or to a cell of the file, stand in memory once."""
    spec, found = spec_of(Asset), dict[str, Asset]()
    texts = {cell: cell for row in table.sheet.rows for cell in row.cells} | {row_id: row_id for row_id in device_ids}
    wanted = list(device_ids)
    for start in range(0, len(wanted), _CHUNK):
        for row_id, values in reader.values_of(spec, wanted[start : start + _CHUNK]).items():
            shared = tuple(texts.setdefault(each, each) if isinstance(each, str) else each for each in values)
            found[texts[row_id]] = spec.from_values(shared)
    return found


def _models(reader: Reader) -> dict[str, tuple[str, str]]:
    told: dict[str, tuple[str, str]] = {}
    for model in reader.find(DeviceModel):
        told |= {text.casefold(): (model.type_code, model.maker) for text in (model.name, model.number) if text}
    return told


def _ids_by_code(reader: Reader, customer_id: str, codes: set[str]) -> dict[str, str]:
    mine, theirs = _ASSET.customer_id == customer_id, _ALIAS.customer_id == customer_id
    by_alias = dict(_those_of(reader, _ALIAS.alias, codes, _ALIAS.asset_id, where=theirs))
    return by_alias | dict(_those_of(reader, _ASSET.code, codes, _ASSET.id, where=mine))


def _numbers(table: UnderstoodTable, *, every: bool) -> set[str]:
    """The makers' serial numbers that rows are known by: of rows without a code, or of every row."""
    rows = table.rows_with("code", "serial_number")
    return {text_of(row, "serial_number") for row in rows if every or not code_of(row)} - {""}


def _ids_by_serial_number(reader: Reader, customer_id: str, numbers: set[str]) -> dict[str, str | None]:
    """The makers' serial numbers have no index, so the customer's devices are gone through once."""
    found: dict[str, str | None] = {}
    if not numbers:
        return found
    query = sa.select(_ASSET.serial_number, _ASSET.id).where(_ASSET.customer_id == customer_id)
    for number, device_id in reader.connection.execute(query):
        if number in numbers:
            found[number] = None if number in found else device_id
    return found


def _those_of(
    reader: Reader,
    key: sa.Column[Any],
    wanted: Iterable[str],
    fact: sa.Column[Any],
    where: sa.ColumnElement[bool] | None = None,
) -> Iterator[tuple[str, str]]:
    """The rows whose `key` is among `wanted`: the key and this fact."""
    query = sa.select(key, fact) if where is None else sa.select(key, fact).where(where)
    keys = sorted(wanted)
    for start in range(0, len(keys), _CHUNK):
        for row in reader.connection.execute(query.where(key.in_(keys[start : start + _CHUNK]))):
            yield row[0], row[1]
