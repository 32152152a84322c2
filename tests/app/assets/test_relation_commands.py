"""What devices are to each other, told on both sides."""

from __future__ import annotations

import pytest

from app.assets.queries import related_assets
from app.assets.relation_commands import RelateAssets, UnrelateAssets
from app.assets.rules import RelationKind
from app.foundation.errors import Rejection
from tests.workspaces import Workspace

PART_OF, CONNECTED_TO, STANDS_IN_FOR = RelationKind


@pytest.fixture
def devices(workspace: Workspace) -> list[str]:
    customer = workspace.add_customer()
    return [workspace.add_asset(customer, name=name) for name in ("a", "b", "c")]


def told(workspace: Workspace, asset_id: str) -> list[tuple[RelationKind, bool, str]]:
    with workspace.store.read() as reader:
        related = related_assets(reader, asset_id)
    return [(each.relation.kind, each.is_turned, each.other.name) for each in related]


def test_a_relation_is_told_on_both_sides_and_taken_away_again(workspace: Workspace, devices: list[str]) -> None:
    a, b, _c = devices
    wanted = [RelateAssets(asset_id=a, other_id=b, kind=kind) for kind in RelationKind]
    workspace.run(*wanted, *wanted, RelateAssets(asset_id=b, other_id=a, kind=CONNECTED_TO))
    assert told(workspace, a) == [(kind, False, "b") for kind in RelationKind]
    assert told(workspace, b) == [(kind, True, "a") for kind in RelationKind]
    workspace.run(*(UnrelateAssets(asset_id=b, other_id=a, kind=kind) for kind in RelationKind))
    assert [kind for kind, _turned, _other in told(workspace, a)] == [PART_OF, STANDS_IN_FOR]


@pytest.mark.parametrize("kind", [PART_OF, STANDS_IN_FOR])
def test_nothing_is_part_of_itself_or_stands_in_for_itself(
    workspace: Workspace, devices: list[str], kind: RelationKind
) -> None:
    a, b, c = devices
    workspace.run(RelateAssets(asset_id=a, other_id=b, kind=kind), RelateAssets(asset_id=b, other_id=c, kind=kind))
    for other in (a, c):
        with pytest.raises(Rejection, match="asset_relation_circle"):
            workspace.run(RelateAssets(asset_id=other, other_id=a, kind=kind))
    workspace.run(RelateAssets(asset_id=a, other_id=c, kind=kind))


def test_a_device_of_another_customer_is_unknown(workspace: Workspace, devices: list[str]) -> None:
    theirs = workspace.add_asset(workspace.add_customer("Another"))
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(RelateAssets(asset_id=devices[0], other_id=theirs, kind=CONNECTED_TO))
