"""Correcting a device: what two people changed apart from each other, and who is told."""

from __future__ import annotations

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.assets.edit_commands import EditAsset
from app.assets.tables import Asset, AssetEdit
from app.foundation.errors import Rejection
from app.messages.tables import Notice
from tests.workspaces import OWNER_ID, Workspace

ENGINEER = Grants.of([Grant(Role.ENGINEER, None)])


@pytest.fixture
def asset_id(workspace: Workspace) -> str:
    return workspace.add_asset(workspace.add_customer(), place="Room 1")


def moved(asset_id: str, seen: str, wanted: str) -> EditAsset:
    return EditAsset(id=asset_id, seen={"place": seen}, wanted={"place": wanted})


def test_the_desk_is_told_where_the_engineer_before_the_device_knew_better(workspace: Workspace, asset_id: str) -> None:
    engineer = workspace.add_person()
    workspace.run(moved(asset_id, "Room 1", "Room 2"))
    workspace.grants = ENGINEER
    workspace.run(moved(asset_id, "Room 1", "Room 3"), by=engineer)
    assert workspace.get(Asset, asset_id).place == "Room 3"
    [notice] = workspace.all(Notice)
    assert (notice.person_id, notice.code, notice.about_id) == (OWNER_ID, "notice_asset_edit_replaced", asset_id)
    edits = sorted(workspace.all(AssetEdit), key=lambda edit: edit.ordinal)
    assert [edit.facts for edit in edits] == [{"place": '["Room 1", "Room 2"]'}, {"place": '["Room 2", "Room 3"]'}]
    assert [edit.actor_id for edit in edits] == [OWNER_ID, engineer]


def test_the_desk_gives_way_and_nobody_is_told_what_he_did_himself(workspace: Workspace, asset_id: str) -> None:
    engineer = workspace.add_person()
    workspace.grants = ENGINEER
    workspace.run(moved(asset_id, "Room 1", "Room 2"), by=engineer)
    workspace.run(moved(asset_id, "Room 1", "Room 3"), by=engineer)
    assert workspace.all(Notice) == []
    workspace.grants = EVERYTHING
    with pytest.raises(Rejection):
        workspace.run(moved(asset_id, "Room 1", "Room 4"))
    assert workspace.get(Asset, asset_id).place == "Room 3"


def test_an_edit_that_changes_nothing_is_no_fact(workspace: Workspace, asset_id: str) -> None:
    workspace.run(moved(asset_id, "Room 1", "Room 1"))
    assert workspace.all(AssetEdit) == []
