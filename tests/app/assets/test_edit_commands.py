"""Correcting a device: what two people changed apart from each other, and who is told."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.assets.edit_commands import AddAlias, EditAsset
from app.assets.queries import asset_changes, asset_detail, assets_with_code
from app.assets.rules import AssetState
from app.assets.tables import Asset, AssetAlias, AssetEdit
from app.foundation.errors import Rejection
from app.messages.tables import Notice
from app.storage.edits import Fields
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


def test_a_device_that_moves_gets_a_new_code_and_all_it_was_called_leads_to_it(workspace: Workspace) -> None:
    customer = workspace.add_customer()
    science, finance = (workspace.add_department(customer, code, code) for code in ("KJC", "CWC"))
    asset_id = workspace.add_asset(customer, department_id=science)
    provisional = AssetAlias(id="p", customer_id=customer, asset_id=asset_id, alias="KJC-COM-P7KQ01")
    workspace.store.write(lambda unit: unit.put(provisional))
    here: Fields = {"department_id": science}
    there: Fields = {"department_id": finance}
    workspace.run(EditAsset(id=asset_id, seen=here, wanted=there, happened_on=date(2026, 11, 1), note="New office"))
    asset = workspace.get(Asset, asset_id)
    assert (asset.code, asset.serial, asset.contract_code) == ("CWC-COM-0001", "0001", "0000COM0001")
    with workspace.store.read() as reader:
        for code in ("KJC-COM-0001", "KJC-COM-P7KQ01", "CWC-COM-P7KQ01"):
            assert [each.id for each in assets_with_code(reader, code, customer)] == [asset_id]
        [change] = asset_changes(reader, asset_id)
    told = {each.field: (each.before, each.after) for each in change.changed}
    assert told == {"department_id": ("KJC", "CWC"), "code": ("KJC-COM-0001", "CWC-COM-0001")}
    assert (change.edit.happened_on, change.edit.note, change.actor) == (date(2026, 11, 1), "New office", "王芳")
    workspace.run(EditAsset(id=asset_id, seen=there, wanted=here))
    with workspace.store.read() as reader:
        back = asset_detail(reader, asset_id)
    assert back is not None
    assert (back.asset.code, set(back.aliases)) == (
        "KJC-COM-0001",
        {"CWC-COM-0001", "KJC-COM-P7KQ01", "CWC-COM-P7KQ01"},
    )


def test_a_code_that_another_device_was_called_by_is_not_given_to_one_that_moves(workspace: Workspace) -> None:
    customer = workspace.add_customer()
    finance = workspace.add_department(customer, "CWC", "财务处")
    asset_id = workspace.add_asset(customer)
    workspace.add_asset(customer, "PRN", existing_code="CWC-COM-0001")
    with pytest.raises(Rejection, match="asset_code_taken"):
        workspace.run(EditAsset(id=asset_id, seen={"department_id": None}, wanted={"department_id": finance}))


def in_state(asset_id: str, seen: AssetState, wanted: AssetState) -> EditAsset:
    return EditAsset(id=asset_id, seen={"state": seen}, wanted={"state": wanted})


def test_a_device_goes_from_state_to_state_as_the_rules_say(workspace: Workspace, asset_id: str) -> None:
    steps = [AssetState.IN_USE, AssetState.ON_LOAN, AssetState.LOST, AssetState.RETIRED, AssetState.IN_STOCK]
    for seen, wanted in pairwise(steps):
        workspace.run(in_state(asset_id, seen, wanted))
    assert workspace.get(Asset, asset_id).state is AssetState.IN_STOCK
    with pytest.raises(Rejection, match="asset_state_step"):
        workspace.run(in_state(asset_id, AssetState.IN_STOCK, AssetState.IN_REPAIR))


def test_only_somebody_of_the_customer_uses_its_device(workspace: Workspace, asset_id: str) -> None:
    user = workspace.add_person(customer_id=workspace.get(Asset, asset_id).customer_id)
    seen: Fields = {"user_id": None, "user_name": ""}
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(EditAsset(id=asset_id, seen=seen, wanted={"user_id": OWNER_ID, "user_name": "王芳"}))
    workspace.run(EditAsset(id=asset_id, seen=seen, wanted={"user_id": user, "user_name": "张三"}))
    assert workspace.get(Asset, asset_id).user_id == user


def test_an_edit_that_changes_nothing_is_no_fact(workspace: Workspace, asset_id: str) -> None:
    workspace.run(moved(asset_id, "Room 1", "Room 1"))
    assert workspace.all(AssetEdit) == []


def test_one_more_code_leads_to_one_device_of_a_customer_only(workspace: Workspace, asset_id: str) -> None:
    customer_id = workspace.get(Asset, asset_id).customer_id
    other, theirs = workspace.add_asset(customer_id), workspace.add_asset(workspace.add_customer("Another"))
    add = AddAlias(asset_id=asset_id, alias="icc－2065556")
    workspace.run(add, add, AddAlias(asset_id=theirs, alias="ICC-2065556"))
    assert sorted(alias.asset_id for alias in workspace.all(AssetAlias, alias="ICC-2065556")) == sorted(
        [asset_id, theirs]
    )
    with pytest.raises(Rejection, match="asset_code_taken"):
        workspace.run(AddAlias(asset_id=other, alias="ICC-2065556"))
    own = workspace.get(Asset, asset_id).code
    workspace.run(AddAlias(asset_id=asset_id, alias=own))
    assert workspace.all(AssetAlias, alias=own) == []
