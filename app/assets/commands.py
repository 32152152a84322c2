"""Registering devices and device types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.rules import (
    NO_DEPARTMENT,
    OTHER_LIFE_YEARS,
    SERIAL_DIGITS,
    AssetCode,
    AssetState,
    contract_code,
    is_type_code,
    normal_code,
    parse_code,
    serial_series,
)
from app.assets.tables import Asset, AssetAlias, DeviceType
from app.directory.tables import Customer, Department, Person, Site
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Code, Count, LongText, Name, ShortText
from app.storage.commands import Context, handles, its_customer
from app.storage.numbers import count_beyond, settle_serial, take_serial
from app.storage.units import Reader, UnitOfWork

LifeYears = Annotated[int, Meta(ge=1, le=50)]
"""After how many years devices of a type are replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDeviceType:
    """Add a type of device; `type_code` is three capitals."""

    type_code: str
    name: Name
    life_years: LifeYears = OTHER_LIFE_YEARS


@handles("assets.add_device_type", AddDeviceType, permission=Permission.MANAGE_DEVICE_TYPES)
def add_device_type(unit: UnitOfWork, command: AddDeviceType, _context: Context) -> None:
    """Adding a type that is there already changes nothing."""
    if not is_type_code(command.type_code):
        raise Rejection("device_type_invalid", type_code=command.type_code)
    unit.ensure(DeviceType(id=command.type_code, name=command.name, life_years=command.life_years))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReplacementAge:
    """Let devices of a type be replaced when they are so old."""

    type_code: str
    life_years: LifeYears


@handles("assets.set_replacement_age", SetReplacementAge, permission=Permission.MANAGE_DEVICE_TYPES)
def set_replacement_age(unit: UnitOfWork, command: SetReplacementAge, _context: Context) -> None:
    """The lists for planning follow at once."""
    device_type = unit.get(DeviceType, command.type_code)
    if device_type is None:
        raise Rejection("device_type_unknown", type_code=command.type_code)
    unit.put(replace(device_type, life_years=command.life_years))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAsset:
    """Put a device into the register.

    `existing_code` is the code that it already carries, if any. `serial` is left empty by whoever gives the command
    and filled when it is first carried out; with `keep_code` a device keeps a code of another form and gets none of
    ours.
    """

    id: str
    customer_id: str
    type_code: str
    name: Name
    department_id: str | None = None
    site_id: str | None = None
    existing_code: Annotated[str, Meta(max_length=60)] = ""
    keep_code: bool = False
    serial: Code = ""
    contract_number: Annotated[str, Meta(max_length=20)] = ""
    maker: ShortText = ""
    model: ShortText = ""
    serial_number: ShortText = ""
    place: ShortText = ""
    owner: ShortText = ""
    user_name: ShortText = ""
    supplier: ShortText = ""
    purchased_on: date | None = None
    cost_minor: Count | None = None
    currency: Annotated[str, Meta(max_length=3)] = ""
    state: AssetState = AssetState.IN_USE
    notes: LongText = ""
    user_id: str | None = None
    warranty_until: date | None = None
    networked: bool = False
    budget_head: ShortText = ""
    components: LongText = ""
    import_id: str | None = None


def _own_form(command: RegisterAsset) -> AssetCode | None:
    """The code that the device already carries, where it is one of our form and of this type."""
    code = parse_code(command.existing_code)
    return code if code is not None and code.type_code == command.type_code and not code.provisional else None


def take_number(unit: UnitOfWork, command: RegisterAsset, context: Context) -> RegisterAsset:
    """The command with the serial that its device is to get, where it gets one."""
    standing = standing_code(command)
    if standing is not None:
        return replace(command, serial=standing[1])
    series = serial_series(command.customer_id, command.type_code)
    serial = take_serial(unit, series, context, SERIAL_DIGITS)
    while _serial_used(unit, command, serial):
        serial = take_serial(unit, series, context, SERIAL_DIGITS)
    return replace(command, serial=serial)


@handles(
    "assets.register",
    RegisterAsset,
    permission=Permission.REGISTER_ASSETS,
    customer_of=its_customer,
    prepare=take_number,
)
def register_asset(unit: UnitOfWork, command: RegisterAsset, context: Context) -> None:
    """Codes are unique within a customer; a number that did not stand stays as an alias."""
    unit.require_new(Asset, command.id)
    unit.require(Customer, command.customer_id)
    check_belongings(unit, command)
    standing = standing_code(command)
    code, serial = standing or _give_code(unit, command, context)
    if code_taken(unit, command.customer_id, code):
        raise Rejection("asset_code_taken", asset_code=code)
    if standing and serial and context.authority:
        count_beyond(unit, serial_series(command.customer_id, command.type_code), serial)
    unit.put(registered(command, code, serial))
    _keep_aliases(unit, command, code)


def standing_code(command: RegisterAsset) -> tuple[str, str] | None:
    """Code and serial of a device that keeps the code that it carries; None where it gets one."""
    existing = _own_form(command)
    if existing is not None:
        return str(existing), existing.serial
    return (normal_code(command.existing_code), "") if command.keep_code and command.existing_code else None


def code_taken(unit: Reader, customer_id: str, code: str) -> bool:
    """Whether a device of this customer has the code, or ever had it."""
    return bool(
        unit.having(Asset, limit=1, customer_id=customer_id, code=code)
        or unit.having(AssetAlias, limit=1, customer_id=customer_id, alias=code)
    )


def check_belongings(unit: UnitOfWork, command: RegisterAsset) -> None:
    """See to it that type, site, department and user are there, and the customer's.

    :raises Rejection: ``device_type_unknown``, ``record_unknown``
    """
    if unit.get(DeviceType, command.type_code) is None:
        raise Rejection("device_type_unknown", type_code=command.type_code)
    if command.site_id is not None:
        unit.require(Site, command.site_id, customer_id=command.customer_id)
    if command.department_id is not None:
        unit.require(Department, command.department_id, customer_id=command.customer_id)
    if command.user_id is not None:
        unit.require(Person, command.user_id, customer_id=command.customer_id)


def _code_with(unit: UnitOfWork, command: RegisterAsset, serial: str) -> str:
    department = unit.get(Department, command.department_id) if command.department_id else None
    return str(AssetCode(department.code if department else NO_DEPARTMENT, command.type_code, serial))


def _give_code(unit: UnitOfWork, command: RegisterAsset, context: Context) -> tuple[str, str]:
    """Our code and serial. On the authority a serial that is used already gives way to a new one."""
    series = serial_series(command.customer_id, command.type_code)
    serial = settle_serial(unit, series, command.serial, context, SERIAL_DIGITS)
    while context.authority and _serial_used(unit, command, serial):
        serial = settle_serial(unit, series, "", context, SERIAL_DIGITS)
    return _code_with(unit, command, serial), serial


def _serial_used(unit: UnitOfWork, command: RegisterAsset, serial: str) -> bool:
    """Whether another device has the serial, or has ever been called by the code that it would make."""
    customer_id, type_code = command.customer_id, command.type_code
    return bool(unit.having(Asset, limit=1, customer_id=customer_id, type_code=type_code, serial=serial)) or code_taken(
        unit, customer_id, _code_with(unit, command, serial)
    )


def registered(command: RegisterAsset, code: str, serial: str) -> Asset:
    """The device that a command registers, under this code."""
    return Asset(
        id=command.id,
        customer_id=command.customer_id,
        code=code,
        contract_code=contract_code(command.contract_number or "0000", command.type_code, serial) if serial else "",
        type_code=command.type_code,
        serial=serial,
        department_id=command.department_id,
        site_id=command.site_id,
        name=command.name,
        maker=command.maker,
        model=command.model,
        serial_number=command.serial_number,
        place=command.place,
        owner=command.owner,
        user_name=command.user_name,
        supplier=command.supplier,
        purchased_on=command.purchased_on,
        cost_minor=command.cost_minor,
        currency=command.currency,
        state=command.state,
        notes=command.notes,
        user_id=command.user_id,
        warranty_until=command.warranty_until,
        networked=command.networked,
        budget_head=command.budget_head,
        components=command.components,
        import_id=command.import_id,
    )


def _keep_aliases(unit: UnitOfWork, command: RegisterAsset, code: str) -> None:
    """What the device was called before, or provisionally, leads to it for ever."""
    called = {normal_code(command.existing_code)} if command.existing_code else set()
    if command.serial and _own_form(command) is None:
        called.add(_code_with(unit, command, command.serial))
    for alias in sorted(called - {code}):
        if not code_taken(unit, command.customer_id, alias):
            unit.put(alias_of(command, alias))


def alias_of(device: RegisterAsset | Asset, alias: str) -> AssetAlias:
    """What makes another code lead to a device for ever."""
    row_id = derive_id("asset_alias", device.id, alias)
    return AssetAlias(id=row_id, customer_id=device.customer_id, asset_id=device.id, alias=alias)
