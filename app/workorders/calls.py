"""A call before it is logged: plain values, known before any database is open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.workorders.rules import Channel, OrderKind


class FoundKind(StrEnum):
    """What a caller was found by."""

    PERSON = "person"
    DEPARTMENT = "department"
    ASSET = "asset"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody or something that the caller may be. An `exact` one carries just the code that was scanned or typed."""

    kind: FoundKind
    id: str
    customer_id: str
    title: str
    detail: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of a caller once he is chosen; texts are empty where nothing is known.

    The place is that of the device, else that of the devices which he uses.
    """

    customer_id: str
    name: str = ""
    phone: str = ""
    person_id: str = ""
    department_id: str = ""
    site_id: str = ""
    asset_code: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The call as far as it was entered: who, about what, of which kind, and by which way."""

    caller: Caller
    kind: OrderKind
    channel: Channel
    system_id: str = ""
