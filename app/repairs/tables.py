"""Send-in repairs, and the facts that they follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.assets.rules import AssetState
from app.repairs.rules import RepairEventKind, RepairOutcome, RepairState
from app.storage.schema import INDEXED, PartOf, Window, of_customer, table


@table(
    "send_in_repairs",
    scope=of_customer,
    window=Window(state="state", over=frozenset({RepairState.BACK}), began="sent_at", dated=()),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SendInRepair:
    """A device that is sent to its maker. `state` follows from the events; `reference` is the maker's own number.

    `outcome` is None until it is back. `cost_minor` is in hundredths of `currency`, None where nothing was charged or
    it is not known; costs are the customer's (`domain.md` §6). `stood_as` is the state that the device had before, and
    has again when it is back; None where that is not known.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    asset_id: Annotated[str, INDEXED]
    order_id: Annotated[str | None, INDEXED]
    maker: str
    fault: str
    reference: str
    state: Annotated[RepairState, INDEXED]
    sent_at: datetime
    outcome: RepairOutcome | None
    cost_minor: int | None
    currency: str
    stood_as: AssetState | None = None


@table(
    "repair_events",
    scope=of_customer,
    window=PartOf("send_in_repairs", "repair_id", dated="at"),
    indexes=(("repair_id", "ordinal"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepairEvent:
    """A fact, never changed. `ordinal` counts the facts of a repair as they were judged; `at` is the device's claim."""

    id: str
    customer_id: str
    repair_id: str
    ordinal: int
    kind: RepairEventKind
    at: datetime
    actor_id: str
    note: str
