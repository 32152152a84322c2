"""Parts that were used on a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.foundation.texts import Code, Count, Name
from app.storage.schema import DESK_WINS, DEVICE_WINS, INDEXED, PartOf, of_customer, table, together
from app.workorders.rules.parts import MOST_THOUSANDTHS, PartSource, PartUnit

Quantity = Annotated[int, Meta(ge=1, le=MOST_THOUSANDTHS)]
"""Thousandths of a unit."""
Currency = Annotated[str, Meta(max_length=3)]
"""An ISO 4217 code; empty where there is no sum."""


@table("used_parts", scope=of_customer, window=PartOf("work_orders", "order_id"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UsedPart:
    """What an engineer took out and put in. It is never removed: one that was a mistake is withdrawn and says why.

    `quantity_thousandths` are those of `unit`, `price_minor` are hundredths of `currency` for all of it. `asset_id` is
    the device that the order was about then.
    """

    id: str
    customer_id: str
    order_id: Annotated[str, INDEXED]
    visit_id: str
    asset_id: Annotated[str | None, INDEXED]
    description: Annotated[Name, DEVICE_WINS]
    part_number: Annotated[Code, DEVICE_WINS]
    quantity_thousandths: Annotated[Quantity, DEVICE_WINS, together("quantity")]
    unit: Annotated[PartUnit, DEVICE_WINS, together("quantity")]
    serial_out: Annotated[Code, DEVICE_WINS]
    serial_in: Annotated[Code, DEVICE_WINS]
    source: Annotated[PartSource, DEVICE_WINS]
    price_minor: Annotated[Count | None, DESK_WINS, together("price")]
    currency: Annotated[Currency, DESK_WINS, together("price")]
    used_at: datetime
    used_by_id: str
    withdrawn_at: datetime | None
    withdrawn_by_id: str | None
    withdrawn_because: str
