from __future__ import annotations

from typing import Any

import pytest

from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.queries import events_of_repair, open_repairs, repairs_of
from app.repairs.rules import RepairEventKind, RepairOutcome, RepairState, replay
from app.repairs.tables import RepairEvent, SendInRepair
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def printer_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_asset(customer_id, "PRN", "LaserJet in room 12")


def send_out(workspace: Workspace, asset_id: str, **fields: Any) -> str:
    repair_id = new_id()
    workspace.run(SendOut(id=repair_id, asset_id=asset_id, **({"maker": "HP", "fault": "No paper feed"} | fields)))
    return repair_id


def take_back(workspace: Workspace, repair_id: str, **fields: Any) -> None:
    workspace.run(TakeBack(repair_id=repair_id, **({"outcome": RepairOutcome.REPAIRED} | fields)))


def device_state(workspace: Workspace, asset_id: str) -> AssetState:
    return workspace.get(Asset, asset_id).state


def test_out_at_the_maker_back_with_its_cost(
    workspace: Workspace, customer_id: str, printer_id: str, clock: FakeClock
) -> None:
    order_id = workspace.add_order(customer_id)
    sent_at = clock.now()
    repair_id = send_out(workspace, printer_id, order_id=order_id)
    assert device_state(workspace, printer_id) is AssetState.IN_REPAIR
    clock.advance(days=2)
    workspace.run(ArriveAtMaker(repair_id=repair_id, reference="RMA-77"))
    clock.advance(days=9)
    take_back(workspace, repair_id, cost_minor=45_000, currency="CNY", note="New rollers")
    assert device_state(workspace, printer_id) is AssetState.IN_USE
    assert workspace.get(SendInRepair, repair_id) == SendInRepair(
        id=repair_id,
        customer_id=customer_id,
        asset_id=printer_id,
        order_id=order_id,
        maker="HP",
        fault="No paper feed",
        reference="RMA-77",
        state=RepairState.BACK,
        sent_at=sent_at,
        outcome=RepairOutcome.REPAIRED,
        cost_minor=45_000,
        currency="CNY",
        stood_as=AssetState.IN_USE,
    )


def test_every_step_is_a_fact_and_the_state_follows_from_them(
    workspace: Workspace, printer_id: str, clock: FakeClock
) -> None:
    repair_id = send_out(workspace, printer_id)
    clock.advance(days=1)
    take_back(workspace, repair_id, outcome=RepairOutcome.NO_FAULT_FOUND, note="Works for them")
    with workspace.store.read() as reader:
        events = events_of_repair(reader, repair_id)
    assert [(event.ordinal, event.kind, event.note) for event in events] == [
        (1, RepairEventKind.SENT_OUT, ""),
        (2, RepairEventKind.TAKEN_BACK, "Works for them"),
    ]
    assert {event.actor_id for event in events} == {OWNER_ID}
    assert events[-1].at == clock.now()
    assert replay(event.kind for event in events) is workspace.get(SendInRepair, repair_id).state


def test_a_device_that_is_away_cannot_be_sent_out_again(workspace: Workspace, printer_id: str) -> None:
    send_out(workspace, printer_id)
    with pytest.raises(Rejection) as refused:
        send_out(workspace, printer_id)
    assert refused.value.code == "asset_in_repair"
    assert refused.value.params == {"asset_code": "GEN-PRN-0001", "maker": "HP"}
    assert len(workspace.all(SendInRepair)) == len(workspace.all(RepairEvent)) == 1


def test_a_device_that_came_back_can_be_sent_out_again(workspace: Workspace, printer_id: str, clock: FakeClock) -> None:
    first = send_out(workspace, printer_id)
    take_back(workspace, first)
    clock.advance(days=30)
    second = send_out(workspace, printer_id)
    with workspace.store.read() as reader:
        assert [repair.id for repair in repairs_of(reader, printer_id)] == [second, first]
        assert [repair.id for repair in open_repairs(reader)] == [second]


def test_a_device_that_the_register_calls_in_repair_can_be_sent_out(workspace: Workspace, customer_id: str) -> None:
    asset_id = workspace.add_asset(customer_id, "PRN", state=AssetState.IN_REPAIR)
    take_back(workspace, send_out(workspace, asset_id))
    assert device_state(workspace, asset_id) is AssetState.IN_USE


@pytest.mark.parametrize("stood_as", [AssetState.IN_USE, AssetState.IN_STOCK, AssetState.ON_LOAN])
def test_a_device_that_comes_back_is_what_it_was_before(
    workspace: Workspace, customer_id: str, stood_as: AssetState
) -> None:
    asset_id = workspace.add_asset(customer_id, "PRN", state=stood_as)
    repair_id = send_out(workspace, asset_id)
    assert device_state(workspace, asset_id) is AssetState.IN_REPAIR
    take_back(workspace, repair_id)
    assert device_state(workspace, asset_id) is stood_as


@pytest.mark.parametrize("gone", [AssetState.RETIRED, AssetState.LOST])
def test_a_device_that_is_gone_is_not_repaired(workspace: Workspace, customer_id: str, gone: AssetState) -> None:
    asset_id = workspace.add_asset(customer_id, "PRN", state=gone)
    with pytest.raises(Rejection, match=f"asset_{gone}"):
        send_out(workspace, asset_id)


def test_the_longest_away_stands_first(workspace: Workspace, customer_id: str, clock: FakeClock) -> None:
    repairs = []
    for _ in range(3):
        repairs.append(send_out(workspace, workspace.add_asset(customer_id)))
        clock.advance(days=1)
    workspace.run(ArriveAtMaker(repair_id=repairs[1]))
    with workspace.store.read() as reader:
        assert [repair.id for repair in open_repairs(reader)] == repairs


def test_what_is_back_neither_arrives_nor_comes_back_again(workspace: Workspace, printer_id: str) -> None:
    repair_id = send_out(workspace, printer_id)
    take_back(workspace, repair_id)
    stood = workspace.get(SendInRepair, repair_id)
    with pytest.raises(Rejection, match="repair_state_wrong"):
        workspace.run(ArriveAtMaker(repair_id=repair_id, reference="late"))
    with pytest.raises(Rejection, match="repair_state_wrong"):
        take_back(workspace, repair_id, outcome=RepairOutcome.BEYOND_REPAIR)
    assert workspace.get(SendInRepair, repair_id) == stood


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cost_minor": 100}, "currency_missing"),
        ({"cost_minor": -1, "currency": "CNY"}, "command_malformed"),
        ({"cost_minor": 100, "currency": "yuan"}, "command_malformed"),
    ],
)
def test_an_amount_that_says_nothing_is_refused(
    workspace: Workspace, printer_id: str, fields: dict[str, Any], code: str
) -> None:
    repair_id = send_out(workspace, printer_id)
    with pytest.raises(Rejection, match=code):
        take_back(workspace, repair_id, **fields)
    assert device_state(workspace, printer_id) is AssetState.IN_REPAIR


def test_an_order_of_another_customer_is_unknown(workspace: Workspace, printer_id: str) -> None:
    order_id = workspace.add_order(workspace.add_customer("Elsewhere"))
    with pytest.raises(Rejection, match="record_unknown"):
        send_out(workspace, printer_id, order_id=order_id)
    assert device_state(workspace, printer_id) is AssetState.IN_USE


def test_a_repair_of_an_unknown_device_or_an_unknown_repair_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Rejection, match="record_unknown"):
        send_out(workspace, new_id())
    with pytest.raises(Rejection, match="record_unknown"):
        take_back(workspace, new_id())
