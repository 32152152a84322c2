from __future__ import annotations

import pytest

from app.foundation.ids import new_id
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.queries import assets_called, open_repairs, repair_detail, repairs_in_list, returned_repairs
from app.repairs.rules import RepairEventKind, RepairOutcome
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def send_out(workspace: Workspace, asset_id: str, order_id: str | None = None) -> str:
    repair_id = new_id()
    workspace.run(SendOut(id=repair_id, asset_id=asset_id, maker="HP", fault="No paper feed", order_id=order_id))
    return repair_id


def test_what_is_away_and_what_came_back_are_listed_apart(workspace: Workspace, customer_id: str) -> None:
    printer, scanner = (workspace.add_asset(customer_id, code, "Device") for code in ("PRN", "SCN"))
    back, away = send_out(workspace, printer), send_out(workspace, scanner)
    workspace.run(TakeBack(repair_id=back, outcome=RepairOutcome.NO_FAULT_FOUND))
    with workspace.store.read() as reader:
        listed = repairs_in_list(reader, open_repairs(reader))
        returned = repairs_in_list(reader, returned_repairs(reader, limit=10))
    assert [(each.repair.id, each.customer, each.asset_code) for each in listed] == [
        (away, "Northvale Council", "GEN-SCN-0001")
    ]
    assert [each.repair.id for each in returned] == [back]


def test_only_so_many_that_came_back_are_listed_the_latest_first(workspace: Workspace, customer_id: str) -> None:
    printer = workspace.add_asset(customer_id, "PRN", "Device")
    for _time in range(3):
        latest = send_out(workspace, printer)
        workspace.run(TakeBack(repair_id=latest, outcome=RepairOutcome.REPAIRED))
        workspace.clock.advance(days=1)
    with workspace.store.read() as reader:
        assert [repair.id for repair in returned_repairs(reader, limit=1)] == [latest]


def test_the_detail_names_the_order_and_who_did_what(workspace: Workspace, customer_id: str) -> None:
    order_id = workspace.add_order(customer_id)
    repair_id = send_out(workspace, workspace.add_asset(customer_id, "PRN", "Device"), order_id)
    workspace.run(ArriveAtMaker(repair_id=repair_id, reference="HP-77"))
    with workspace.store.read() as reader:
        detail = repair_detail(reader, repair_id)
    assert detail is not None
    assert detail.order_number == "W26-000001"
    assert [(fact.event.kind, fact.actor) for fact in detail.facts] == [
        (RepairEventKind.SENT_OUT, "王芳"),
        (RepairEventKind.ARRIVED, "王芳"),
    ]


def test_a_repair_that_is_not_here_has_no_detail(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert repair_detail(reader, "gone") is None


def test_a_code_that_two_customers_use_leads_to_both_devices(workspace: Workspace, customer_id: str) -> None:
    workspace.add_asset(customer_id, "PRN", "Device")
    workspace.add_asset(workspace.add_customer("Second"), "PRN", "Device")
    with workspace.store.read() as reader:
        found = assets_called(reader, "gen-prn-0001")
    assert {match.customer for match in found} == {"Northvale Council", "Second"}
