"""What the page of devices asks the database, from several rooms at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.rules import Permission
from app.assets.filters import AssetFilter
from app.assets.rules import AssetState
from app.foundation.translation import _

if TYPE_CHECKING:
    from app.assets.queries import AssetChange, AssetDetail, RelatedAsset
    from app.assets.tables import BlankLabel, DeviceType
    from app.directory.tables import Department, Site
    from app.repairs.tables import SendInRepair
    from app.sla.tables import Contract
    from app.storage.units import Reader
    from app.workorders.filters import OrderListItem
    from app.workorders.part_tables import UsedPart

_MOST_ORDERS = 8
_WINDOW = 128


@dataclass(frozen=True, slots=True)
class Register:
    """What stands around the list: the customers, each an id and a name, and how many devices are in each state.

    `costs` are what those of the list were bought for, in hundredths, by currency.
    """

    counts: Mapping[AssetState, int]
    costs: Mapping[str, int]
    customers: tuple[tuple[str, str], ...]
    may_register: bool


@dataclass(frozen=True, slots=True)
class Device:
    """All about one device, with what has to do with it, its newest orders, and what may be done here."""

    detail: AssetDetail
    contracts: tuple[Contract, ...]
    related: tuple[RelatedAsset, ...]
    changes: tuple[AssetChange, ...]
    orders: tuple[OrderListItem, ...]
    repairs: tuple[SendInRepair, ...]
    parts: tuple[UsedPart, ...]
    may_log: bool
    may_send_in: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """What there is to choose from where a device is registered; departments and sites by the customer's id."""

    customers: tuple[tuple[str, str], ...]
    types: tuple[DeviceType, ...]
    departments: Mapping[str, tuple[Department, ...]]
    sites: Mapping[str, tuple[Site, ...]]


def read_register(wanted: AssetFilter, reader: Reader) -> Register:
    """What stands around the list that `wanted` asks for."""
    from app.assets.queries import asset_costs, asset_counts
    from app.directory.queries import customers, myself

    return Register(
        asset_counts(reader, wanted),
        asset_costs(reader, wanted),
        tuple((customer.id, customer.name) for customer in customers(reader)),
        myself(reader).grants.may_somewhere(Permission.REGISTER_ASSETS),
    )


def write_list(path: Path, wanted: AssetFilter, reader: Reader) -> int:
    """Write the wanted devices to a table; tells how many there are."""
    from app.assets.exports import register_table
    from app.foundation.sheets.writing import write_table

    columns, rows = register_table(reader, wanted)
    return write_table(path, _("Devices"), columns, rows)


def read_device(asset_id: str, reader: Reader) -> Device | None:
    """All about one device; None where it is not here (any more)."""
    from app.assets.queries import asset_changes, asset_detail, related_assets
    from app.directory.queries import myself
    from app.repairs.queries import repairs_of
    from app.sla.device_lists import contracts_of_device
    from app.workorders.queries.listing import orders_of_asset
    from app.workorders.queries.used_parts import parts_in_asset

    detail = asset_detail(reader, asset_id)
    if detail is None:
        return None
    grants, customer_id = myself(reader).grants, detail.asset.customer_id
    return Device(
        detail,
        tuple(contracts_of_device(reader, detail.asset)),
        related_assets(reader, asset_id),
        asset_changes(reader, asset_id),
        tuple(orders_of_asset(reader, asset_id, _MOST_ORDERS)),
        tuple(repairs_of(reader, asset_id)),
        tuple(parts_in_asset(reader, asset_id)),
        may_log=grants.may(Permission.LOG_ORDERS, customer_id),
        may_send_in=grants.may(Permission.HANDLE_REPAIRS, customer_id),
        may_edit=grants.may(Permission.REGISTER_ASSETS, customer_id),
    )


def read_row(asset_id: str, reader: Reader) -> int | None:
    """The number of the row that the list has for a device; None where it is not here (any more)."""
    from app.assets.queries import asset_detail, asset_ids, asset_page

    detail = asset_detail(reader, asset_id)
    if detail is None:
        return None
    asset = detail.asset
    alike = AssetFilter(text=asset.code, customer_id=asset.customer_id, type_code=asset.type_code)
    rows = asset_ids(reader, alike)
    for start in range(0, len(rows), _WINDOW):
        for item in asset_page(reader, rows[start : start + _WINDOW]):
            if item.id == asset_id:
                return item.row
    return None


def read_blank_label(code: str, reader: Reader) -> BlankLabel | None:
    """The one label with this code that waits for its device; None where none or several have it."""
    from app.assets.blank_labels import label_scanned

    labels = label_scanned(reader, code)
    return labels[0] if len(labels) == 1 else None


def read_choices(reader: Reader) -> RegisterChoices:
    """What a new device can be and belong to, as far as the person at this workspace may register it there."""
    from app.assets.queries import device_types
    from app.directory.queries import customers, departments_of, myself, sites_of

    grants = myself(reader).grants
    served = [each for each in customers(reader) if grants.may(Permission.REGISTER_ASSETS, each.id)]
    return RegisterChoices(
        tuple((customer.id, customer.name) for customer in served),
        tuple(device_types(reader)),
        {customer.id: tuple(departments_of(reader, customer.id)) for customer in served},
        {customer.id: tuple(sites_of(reader, customer.id)) for customer in served},
    )
