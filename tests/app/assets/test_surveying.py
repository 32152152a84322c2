"""What is heard on the walk through a customer's rooms."""

from __future__ import annotations

import pytest

from app.assets.blank_labels import ReserveLabels, waiting_labels
from app.assets.edit_commands import EditAsset
from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.surveying import HeardKind, counts_by_room, hear
from app.assets.tables import Asset, AssetAlias
from app.assets.unregister_commands import UnregisterAsset
from app.foundation.errors import Rejection
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def test_each_thing_that_is_scanned_means_one_thing(workspace: Workspace, customer_id: str) -> None:
    workspace.run(ReserveLabels(customer_id=customer_id, type_code="COM", count=1))
    known = workspace.add_asset(customer_id, "PRN", serial_number="PF2ABCDE")
    printed = workspace.add_asset(customer_id, "PRN")
    theirs = workspace.add_asset(workspace.add_customer("Another"), serial_number="THEIRS99")
    workspace.run(RecordLabels(customer_id=customer_id, asset_ids=(printed,), kind=LabelEventKind.PRINTED))
    expected = {
        "S/N: PF9NEW": (HeardKind.SERIAL_NUMBER, None, None),
        "THEIRS99": (HeardKind.SERIAL_NUMBER, None, None),
        "gen-com-0001": (HeardKind.LABEL, "GEN-COM-0001", None),
        "OLD-COM-0077": (HeardKind.LABEL, None, None),
        "pf2abcde": (HeardKind.KNOWN, None, known),
        "GEN-PRN-0002": (HeardKind.STICKS, None, printed),
        "4006381333931": (HeardKind.PRODUCT, None, None),
    }
    with workspace.store.read() as reader:
        for text, (kind, code, asset_id) in expected.items():
            heard = hear(reader, customer_id, text)
            told = heard.label.code if heard.label else None, heard.asset.id if heard.asset else None
            assert (heard.kind, *told) == (kind, code, asset_id), text
    assert theirs


def test_devices_are_counted_by_room(workspace: Workspace, customer_id: str) -> None:
    site = workspace.add_site(customer_id)
    for place in ("302", "301", "301", ""):
        workspace.add_asset(customer_id, site_id=site, place=place)
    workspace.add_asset(customer_id, place="301")
    with workspace.store.read() as reader:
        assert counts_by_room(reader, customer_id, site) == [("301", 2), ("302", 1)]
        assert counts_by_room(reader, customer_id, None) == [("301", 1)]


def test_a_device_to_which_nothing_happened_yet_is_taken_back_and_its_label_waits_again(
    workspace: Workspace, customer_id: str
) -> None:
    workspace.run(ReserveLabels(customer_id=customer_id, type_code="COM", count=1))
    mistaken = workspace.add_asset(customer_id, existing_code="GEN-COM-0001")
    tagged = workspace.add_asset(customer_id, existing_code="ICC-2065556")
    workspace.run(UnregisterAsset(asset_id=mistaken), UnregisterAsset(asset_id=tagged))
    assert not workspace.all(Asset)
    assert not workspace.all(AssetAlias)
    with workspace.store.read() as reader:
        assert [label.code for label in waiting_labels(reader, customer_id)] == ["GEN-COM-0001"]
    assert workspace.get(Asset, workspace.add_asset(customer_id)).code == "GEN-COM-0003"


def test_a_device_that_something_speaks_of_stays(workspace: Workspace, customer_id: str) -> None:
    labelled, edited, ordered = (workspace.add_asset(customer_id) for _device in range(3))
    workspace.run(
        RecordLabels(customer_id=customer_id, asset_ids=(labelled,), kind=LabelEventKind.PRINTED),
        EditAsset(id=edited, seen={"place": ""}, wanted={"place": "301"}),
    )
    workspace.add_order(customer_id, asset_id=ordered)
    for asset_id in (labelled, edited, ordered):
        with pytest.raises(Rejection, match="asset_spoken_of"):
            workspace.run(UnregisterAsset(asset_id=asset_id))
    assert len(workspace.all(Asset)) == 3
