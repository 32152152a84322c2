"""Sending a device in, hearing of it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Protocol

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Count, LongText, Name, RequiredLongText, ShortText
from app.repairs.queries import events_of_repair, repairs_of
from app.repairs.rules import (
    OPEN_REPAIR_STATES,
    RepairEventKind,
    RepairOutcome,
    RepairState,
    check_cost,
    repair_after,
    replay,
)
from app.repairs.tables import RepairEvent, SendInRepair
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOut:
    """A device leaves for its maker; `order_id` is the order that it is repaired under, if any."""

    id: str
    asset_id: str
    maker: Name
    fault: RequiredLongText
    order_id: str | None = None


def _customer_of_asset(reader: Reader, command: SendOut) -> str:
    return reader.require(Asset, command.asset_id).customer_id


@handles("repairs.send_out", SendOut, permission=Permission.HANDLE_REPAIRS, customer_of=_customer_of_asset)
def send_out(unit: UnitOfWork, command: SendOut, context: Context) -> None:
    """A device that is away already cannot be sent out again."""
    unit.require_new(SendInRepair, command.id)
    asset = unit.require(Asset, command.asset_id)
    _check_can_leave(unit, asset)
    if command.order_id is not None:
        unit.require(WorkOrder, command.order_id, customer_id=asset.customer_id)
    repair = SendInRepair(
        id=command.id,
        customer_id=asset.customer_id,
        asset_id=asset.id,
        order_id=command.order_id,
        maker=command.maker.strip(),
        fault=command.fault,
        reference="",
        state=RepairState.OUT,
        sent_at=context.at,
        outcome=None,
        cost_minor=None,
        currency="",
        stood_as=None if asset.state is AssetState.IN_REPAIR else asset.state,
    )
    _record(unit, context, repair, RepairEventKind.SENT_OUT)
    unit.put(replace(asset, state=AssetState.IN_REPAIR))


def _check_can_leave(unit: UnitOfWork, asset: Asset) -> None:
    if asset.state is AssetState.RETIRED:
        raise Rejection("asset_retired", asset_code=asset.code)
    if asset.state is AssetState.LOST:
        raise Rejection("asset_lost", asset_code=asset.code)
    for repair in repairs_of(unit, asset.id):
        if repair.state in OPEN_REPAIR_STATES:
            raise Rejection("asset_in_repair", asset_code=asset.code, maker=repair.maker)


class _NamesRepair(Protocol):
    @property
    def repair_id(self) -> str: ...


def _customer_of_repair(reader: Reader, command: _NamesRepair) -> str:
    return reader.require(SendInRepair, command.repair_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveAtMaker:
    """The maker has it, and calls the repair by his `reference`."""

    repair_id: str
    reference: ShortText = ""


@handles(
    "repairs.arrive_at_maker", ArriveAtMaker, permission=Permission.HANDLE_REPAIRS, customer_of=_customer_of_repair
)
def arrive_at_maker(unit: UnitOfWork, command: ArriveAtMaker, context: Context) -> None:
    """Only what is on its way arrives."""
    repair = unit.require(SendInRepair, command.repair_id)
    _record(unit, context, replace(repair, reference=command.reference), RepairEventKind.ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """The device is back. `cost_minor` is in hundredths of `currency` (ISO 4217)."""

    repair_id: str
    outcome: RepairOutcome
    cost_minor: Count | None = None
    currency: Annotated[str, Meta(pattern="^([A-Z]{3})?$")] = ""
    note: LongText = ""


@handles("repairs.take_back", TakeBack, permission=Permission.HANDLE_REPAIRS, customer_of=_customer_of_repair)
def take_back(unit: UnitOfWork, command: TakeBack, context: Context) -> None:
    """The device is what it was before, whatever was found; to retire it is another decision."""
    check_cost(command.cost_minor, command.currency)
    repair = unit.require(SendInRepair, command.repair_id)
    settled = replace(repair, outcome=command.outcome, cost_minor=command.cost_minor, currency=command.currency)
    _record(unit, context, settled, RepairEventKind.TAKEN_BACK, command.note)
    unit.put(replace(unit.require(Asset, repair.asset_id), state=repair.stood_as or AssetState.IN_USE))


def _record(unit: UnitOfWork, context: Context, repair: SendInRepair, kind: RepairEventKind, note: str = "") -> None:
    """Write a fact down; the repair goes into the state that follows from it.

    :raises Rejection: ``repair_state_wrong`` where that cannot happen to the repair now.
    """
    events = events_of_repair(unit, repair.id)
    state = repair_after(replay(event.kind for event in events), kind)
    unit.put(replace(repair, state=state))
    ordinal = len(events) + 1
    unit.put(
        RepairEvent(
            id=derive_id("repair_event", repair.id, str(ordinal)),
            customer_id=repair.customer_id,
            repair_id=repair.id,
            ordinal=ordinal,
            kind=kind,
            at=context.at,
            actor_id=context.actor_id,
            note=note,
        )
    )
