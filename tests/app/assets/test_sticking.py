"""Labels are ticked off as they are stuck on their devices."""

from __future__ import annotations

import pytest

from app.assets.edit_commands import EditAsset
from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind, Stuck
from app.assets.sticking import labels_to_stick_on, scan_label
from app.assets.tables import Asset
from tests.workspaces import Workspace


@pytest.fixture
def customer(workspace: Workspace) -> str:
    return workspace.add_customer()


def record(workspace: Workspace, customer: str, kind: LabelEventKind, *ids: str) -> None:
    workspace.run(RecordLabels(customer_id=customer, asset_ids=ids, kind=kind))


def scanned(workspace: Workspace, text: str) -> Stuck:
    with workspace.store.read() as reader:
        return scan_label(reader, text).stuck


def test_each_printed_label_waits_until_it_is_scanned_on_its_device(workspace: Workspace, customer: str) -> None:
    first, second, third = (workspace.add_asset(customer) for _device in range(3))
    record(workspace, customer, LabelEventKind.PRINTED, first, second)
    codes = [workspace.get(Asset, each).code for each in (first, second, third)]
    assert [scanned(workspace, code) for code in codes] == [Stuck.FITS, Stuck.FITS, Stuck.NOT_PRINTED]
    assert scanned(workspace, f"https://old.example/{codes[0].lower()}") is Stuck.FITS
    record(workspace, customer, LabelEventKind.STUCK_ON, first)
    assert scanned(workspace, codes[0]) is Stuck.ALREADY
    with workspace.store.read() as reader:
        left, count = labels_to_stick_on(reader, 10)
        assert ([asset.id for asset in left], count) == ([second], 1)
        assert labels_to_stick_on(reader, 0) == ([], 1)


def test_a_label_with_an_older_code_is_outdated_and_the_new_one_waits(workspace: Workspace, customer: str) -> None:
    department = workspace.add_department(customer, "KJC", "科技处")
    asset = workspace.add_asset(customer)
    old = workspace.get(Asset, asset).code
    record(workspace, customer, LabelEventKind.PRINTED, asset)
    record(workspace, customer, LabelEventKind.STUCK_ON, asset)
    workspace.run(EditAsset(id=asset, seen={"department_id": None}, wanted={"department_id": department}))
    assert scanned(workspace, old) is Stuck.OUTDATED
    assert scanned(workspace, workspace.get(Asset, asset).code) is Stuck.NOT_PRINTED


def test_what_nobody_knows_or_two_have_is_told(workspace: Workspace, customer: str) -> None:
    for each in (customer, workspace.add_customer("Another")):
        workspace.add_asset(each, existing_code="KJC-COM-0001")
    assert scanned(workspace, "KJC-COM-0009") is Stuck.UNKNOWN
    assert scanned(workspace, "KJC-COM-0001") is Stuck.AMBIGUOUS
