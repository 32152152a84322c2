"""Devices under care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from app.assets.rules import AssetState
from app.storage.schema import INDEXED, SEARCHED, of_customer, reference, table


@table("device_types", scope=reference)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceType:
    """A type of device; the id is the middle part of asset codes. `name` is English for those that we ship."""

    id: str
    name: str


@table("assets", scope=of_customer, indexes=(("customer_id", "code"), ("customer_id", "type_code", "serial")))
@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A device. `serial` is the part of both codes; `serial_number` is the maker's.

    Owner and user are different: equipment belongs to the authority that bought it. `cost_minor` is in hundredths
    of `currency`.
    """

    id: str
    customer_id: str
    code: Annotated[str, SEARCHED, INDEXED]
    contract_code: Annotated[str, SEARCHED]
    type_code: str
    serial: str
    department_id: str | None
    site_id: str | None
    name: Annotated[str, SEARCHED, INDEXED]
    maker: str
    model: Annotated[str, SEARCHED]
    serial_number: Annotated[str, SEARCHED]
    place: Annotated[str, SEARCHED]
    owner: str
    user_name: Annotated[str, SEARCHED]
    supplier: str
    purchased_on: date | None
    cost_minor: int | None
    currency: str
    state: Annotated[AssetState, INDEXED]
    notes: str


@table("asset_aliases", scope=of_customer, indexes=(("customer_id", "alias"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAlias:
    """Another code that leads to a device for ever: an older one, a provisional one, a tag of an earlier register."""

    id: str
    customer_id: str
    asset_id: Annotated[str, INDEXED]
    alias: Annotated[str, SEARCHED]
