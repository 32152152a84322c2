"""Labels that are printed before anybody knows for which devices: their codes are reserved, and wait for a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import sqlalchemy as sa
from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.commands import code_taken
from app.assets.queries import assets_with_code
from app.assets.rules import NO_DEPARTMENT, SERIAL_DIGITS, AssetCode, normal_code, serial_series
from app.assets.tables import Asset, AssetAlias, BlankLabel, DeviceType
from app.directory.tables import Customer, Department
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Code
from app.foundation.translation import N_
from app.storage.commands import Context, handles, its_customer
from app.storage.numbers import serial_stands, take_serial
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

MOST_BLANK_LABELS = 500
_LABEL = columns_of(BlankLabel)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveLabels:
    """Reserve the codes of `count` labels for devices of one type in one department, which are found on a walk.

    `serials` is left empty by whoever gives the command and filled when it is first carried out.
    """

    customer_id: str
    type_code: str
    count: Annotated[int, Meta(ge=1, le=MOST_BLANK_LABELS)]
    department_id: str | None = None
    serials: Annotated[tuple[Code, ...], Meta(max_length=MOST_BLANK_LABELS)] = ()


def _take_numbers(unit: UnitOfWork, command: ReserveLabels, context: Context) -> ReserveLabels:
    """Only numbers that will stand: a label with another one would have to be printed again."""
    series, department = serial_series(command.customer_id, command.type_code), _department_code(unit, command)
    serials: list[str] = []
    while len(serials) < command.count:
        serial = take_serial(unit, series, context, SERIAL_DIGITS)
        code = AssetCode(department, command.type_code, serial)
        if code.provisional:
            raise Rejection("blank_labels_short", count=len(serials), type_code=command.type_code)
        if not code_taken(unit, command.customer_id, str(code)):
            serials.append(serial)
    return replace(command, serials=tuple(serials))


@handles(
    "assets.reserve_labels",
    ReserveLabels,
    permission=Permission.REGISTER_ASSETS,
    customer_of=its_customer,
    prepare=_take_numbers,
)
def reserve_labels(unit: UnitOfWork, command: ReserveLabels, context: Context) -> None:
    """The labels may be printed by now: one whose code a device got meanwhile leads to that, the others wait."""
    unit.require(Customer, command.customer_id)
    if unit.get(DeviceType, command.type_code) is None:
        raise Rejection("device_type_unknown", type_code=command.type_code)
    department, series = _department_code(unit, command), serial_series(command.customer_id, command.type_code)
    for serial in command.serials:
        code = AssetCode(department, command.type_code, serial)
        stands = not context.authority or serial_stands(unit, series, serial, context)
        if not stands or code_taken(unit, command.customer_id, str(code)):
            continue
        unit.ensure(
            BlankLabel(
                id=derive_id("blank_label", command.customer_id, str(code)),
                customer_id=command.customer_id,
                code=str(code),
                type_code=command.type_code,
                department_id=command.department_id,
                reserved_at=context.at,
                actor_id=context.actor_id,
            )
        )


def _department_code(unit: Reader, command: ReserveLabels) -> str:
    if command.department_id is None:
        return NO_DEPARTMENT
    return unit.require(Department, command.department_id, customer_id=command.customer_id).code


def waiting_labels(reader: Reader, customer_id: str) -> list[BlankLabel]:
    """The labels of a customer that no device has yet, by code."""
    return reader.find(BlankLabel, _LABEL.customer_id == customer_id, *_waits(), order_by=[_LABEL.code])


def labels_reserved_last(reader: Reader, customer_id: str) -> list[BlankLabel]:
    """Those that were reserved for a customer with the latest command, by code."""
    newest = reader.find(BlankLabel, _LABEL.customer_id == customer_id, order_by=[_LABEL.reserved_at.desc()], limit=1)
    at = newest[0].reserved_at if newest else None
    return reader.find(BlankLabel, _LABEL.customer_id == customer_id, _LABEL.reserved_at == at, order_by=[_LABEL.code])


def labels_reserved(reader: Reader, customer_id: str, codes: Sequence[str]) -> list[BlankLabel]:
    """Those of a customer's reserved labels that carry these codes, in this order."""
    ids = [derive_id("blank_label", customer_id, code) for code in codes]
    found = reader.get_all(BlankLabel, ids)
    return [found[label_id] for label_id in ids if label_id in found]


def label_scanned(reader: Reader, code: str, customer_id: str = "") -> list[BlankLabel]:
    """The labels with this code that wait for a device; of one customer, or of all."""
    of_customer = [_LABEL.customer_id == customer_id] if customer_id else []
    found = reader.find(BlankLabel, _LABEL.code == normal_code(code), *of_customer, order_by=[_LABEL.id])
    return [label for label in found if not assets_with_code(reader, label.code, label.customer_id)]


def _waits() -> tuple[sa.ColumnElement[bool], ...]:
    """That no device has the code, or ever had it."""
    asset, alias = columns_of(Asset), columns_of(AssetAlias)
    return (
        ~sa.exists().where(asset.customer_id == _LABEL.customer_id, asset.code == _LABEL.code),
        ~sa.exists().where(alias.customer_id == _LABEL.customer_id, alias.alias == _LABEL.code),
    )


declare(
    {
        "blank_labels_short": N_(
            "This computer has {count} numbers left for devices of the type {type_code}. Print so many labels now; it "
            "gets more when it next reaches the server."
        ),
    }
)
