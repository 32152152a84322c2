"""What a list of devices is asked for, and what it answers: plain values, known before any database is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.assets.rules import AssetState


class AssetSort(StrEnum):
    """What a list of devices can be sorted by."""

    CODE = "code"
    NAME = "name"
    CUSTOMER = "customer"
    STATE = "state"


class Planned(StrEnum):
    """What a list for planning and budget is about."""

    REPLACEMENT = "replacement"
    """Devices reach the age at which their type is replaced (`app.assets.tables.DeviceType`)."""
    WARRANTY = "warranty"
    """Warranties end."""
    CONTRACT = "contract"
    """Contracts end that devices are under."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due from one day until another, both included; replacements that are overdue are due too."""

    what: Planned
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which devices, in which order. Every word of `text` must occur in a device's texts, or in one of its codes."""

    state: AssetState | None = None
    text: str = ""
    customer_id: str | None = None
    type_code: str | None = None
    unlabelled: bool = False
    """Only those for whose present code no label was printed or stuck on."""
    due: Due | None = None
    """Only those for which this is due, and that are not gone."""
    sort: AssetSort = AssetSort.CODE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AssetListItem:
    """What a list shows of a device. `row` is the database's own number of the row; `place` includes the site."""

    row: int
    id: str
    code: str
    name: str
    maker: str
    model: str
    type_code: str
    customer: str
    department: str
    place: str
    user_name: str
    state: AssetState
