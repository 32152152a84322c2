"""The log of labels: what was printed and stuck on, why again, and which device has none yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assets.filters import AssetFilter
from app.assets.label_commands import RecordLabels, check_reprints
from app.assets.queries import asset_counts, asset_ids
from app.assets.rules import AssetState, LabelEventKind
from app.assets.tables import Asset, LabelEvent
from app.foundation.errors import Rejection
from tests.workspaces import OWNER_ID, Workspace

UNLABELLED = AssetFilter(unlabelled=True)


@pytest.fixture
def customer(workspace: Workspace) -> str:
    return workspace.add_customer()


def printed(workspace: Workspace, customer: str, *ids: str, **more: str) -> None:
    workspace.run(
        RecordLabels(customer_id=customer, asset_ids=ids, kind=LabelEventKind.PRINTED, medium="50x30", **more)
    )


def test_each_label_is_a_fact_with_its_code_and_the_reason(workspace: Workspace, customer: str) -> None:
    first, second = workspace.add_asset(customer), workspace.add_asset(customer)
    printed(workspace, customer, first, second, first, reason="Torn")
    events = sorted(workspace.all(LabelEvent), key=lambda event: event.code)
    assert [event.code for event in events] == [workspace.get(Asset, each).code for each in (first, second)]
    assert {(event.medium, event.reason, event.actor_id) for event in events} == {("50x30", "Torn", OWNER_ID)}


def test_a_device_has_no_label_until_one_with_its_present_code_is_printed(workspace: Workspace, customer: str) -> None:
    asset, other = workspace.add_asset(customer), workspace.add_asset(customer)
    printed(workspace, customer, other)
    with workspace.store.read() as reader:
        assert len(asset_ids(reader, UNLABELLED)) == 1
        assert asset_counts(reader, UNLABELLED) == {AssetState.IN_USE: 1}
    printed(workspace, customer, asset)
    with workspace.store.read() as reader:
        assert len(asset_ids(reader, UNLABELLED)) == 0
    event = next(event for event in workspace.all(LabelEvent) if event.asset_id == asset)
    workspace.store.write(lambda unit: unit.put(replace(event, code="OLD-COM-0001")))
    with workspace.store.read() as reader:
        assert len(asset_ids(reader, UNLABELLED)) == 1


def test_a_label_is_printed_again_for_a_reason_only(workspace: Workspace, customer: str) -> None:
    asset, other = workspace.add_asset(customer), workspace.add_asset(customer)
    printed(workspace, customer, asset)
    with workspace.store.read() as reader:
        assets = [workspace.get(Asset, each) for each in (asset, other)]
        check_reprints(reader, assets, "Torn")
        check_reprints(reader, assets[1:], "")
        with pytest.raises(Rejection, match="label_reprint_needs_reason") as raised:
            check_reprints(reader, assets, "")
    assert raised.value.params["codes"] == [assets[0].code]


def test_a_device_of_another_customer_is_refused(workspace: Workspace, customer: str) -> None:
    asset = workspace.add_asset(workspace.add_customer("Another"))
    with pytest.raises(Rejection):
        printed(workspace, customer, asset)
