"""Devices that are here are corrected by an import, and an import is taken back as far as nothing was built upon it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import pytest

from app.assets.edit_commands import EditAsset
from app.assets.import_commands import RegisterAssets, TakeBackAssets
from app.assets.imports import ASSETS
from app.assets.imports.made import made_imports
from app.assets.imports.undoing import Undoing, undoing
from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset, AssetAlias, AssetEdit
from app.directory.imports import Matching
from app.directory.tables import Import
from app.foundation.errors import Rejection
from app.foundation.sheets.words import remarks
from app.storage.edits import edit_of
from tests.app.foundation.sheets.writing import Table
from tests.app.importing import import_all, preview_of, problem_codes, verdicts
from tests.workspaces import Workspace

HEADER = ["Code", "Name", "S/N", "Place", "Cost", "Warranty until", "Network-attached"]
BY_CODE, BY_SERIAL, BY_BOTH = Matching.CODE, Matching.SERIAL, Matching.BOTH


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def pc(workspace: Workspace, customer_id: str) -> str:
    fields: dict[str, Any] = {
        "existing_code": "KJC-COM-0007",
        "serial_number": "PF1",
        "cost_minor": 500_00,
        "currency": "CNY",
    }
    return workspace.add_asset(customer_id, name="PC", **fields)


@pytest.fixture
def other(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_asset(customer_id, name="Other PC", existing_code="KJC-COM-0008", serial_number="PF2")


def row(code: str = "", name: str = "", number: str = "", *further: str) -> list[str]:
    return [code, name, number, *further, *[""] * (4 - len(further))]


def undone(workspace: Workspace, import_id: str) -> Undoing:
    with workspace.store.read() as reader:
        wanted = undoing(reader, import_id)
    workspace.run(*chain.from_iterable(wanted.steps))
    return wanted


def test_each_row_tells_what_it_would_change_and_empty_cells_leave_values_alone(
    workspace: Workspace, customer_id: str, pc: str
) -> None:
    table = [
        HEADER,
        row("ＫＪＣ－ＣＯＭ－０００７", "", "", "Room 2", "600", "2027-03-01", "yes"),
        row("KJC-COM-0009", "New PC"),
    ]
    preview = import_all(workspace, ASSETS, table, customer_id, matching=BY_CODE)
    assert verdicts(preview) == ["changed", "new"]
    assert remarks(preview.rows[0]) == (
        "Exact place: — → Room 2; Warranty until: — → 2027-03-01; Purchase cost: 500.00 CNY → 600.00 CNY; "
        "Network-attached: — → ✓ “Code” is read as “KJC-COM-0007”."
    )
    device = workspace.get(Asset, pc)
    assert (device.name, device.serial_number, device.place) == ("PC", "PF1", "Room 2")
    assert (device.cost_minor, device.currency, device.warranty_until) == (600_00, "CNY", date(2027, 3, 1))
    [edit] = workspace.all(AssetEdit)
    [record] = workspace.all(Import)
    assert edit.import_id == record.id
    assert (record.new_count, record.changed_count, record.file_name) == (1, 1, "register.csv")
    again = preview_of(workspace, ASSETS, table, customer_id, matching=BY_CODE)
    assert verdicts(again) == ["already_here", "already_here"]
    assert again.steps == ()


@pytest.mark.parametrize(
    ("matching", "code", "number", "verdict"),
    [
        (BY_CODE, "KJC-COM-0007", "PF9", "changed"),
        (BY_CODE, "KJC-COM-0099", "", "new"),
        (BY_CODE, "KJC-COM-0007", "PF2", "code_and_serial_number_clash"),
        (BY_SERIAL, "", "PF1", "changed"),
        (BY_SERIAL, "KJC-COM-0099", "PF1", "changed"),
        (BY_SERIAL, "KJC-COM-0008", "PF1", "code_and_serial_number_clash"),
        (BY_SERIAL, "KJC-COM-0007", "PF9", "code_of_another"),
        (BY_BOTH, "KJC-COM-0007", "PF1", "changed"),
        (BY_BOTH, "KJC-COM-0007", "", "changed"),
        (BY_BOTH, "", "PF1", "changed"),
        (BY_BOTH, "KJC-COM-0007", "PF2", "code_and_serial_number_clash"),
        (BY_BOTH, "KJC-COM-0007", "PF9", "serial_number_differs"),
        (BY_BOTH, "KJC-COM-0099", "PF9", "new"),
    ],
)
@pytest.mark.usefixtures("pc", "other")
def test_a_row_is_taken_for_the_device_that_the_chosen_marks_tell_or_refused_with_the_reason(
    workspace: Workspace, customer_id: str, matching: Matching, code: str, number: str, verdict: str
) -> None:
    table = [HEADER, row(code, "Renamed", number)]
    preview = preview_of(workspace, ASSETS, table, customer_id, matching=matching)
    [judged] = preview.rows
    assert (problem_codes(judged) or verdicts(preview)) == [verdict]
    assert "{" not in remarks(judged)


@pytest.mark.usefixtures("pc")
def test_two_rows_about_one_device_are_told(workspace: Workspace, customer_id: str) -> None:
    table = [HEADER, row("KJC-COM-0007", "A"), row("", "B", "PF1")]
    preview = preview_of(workspace, ASSETS, table, customer_id, matching=BY_BOTH)
    assert verdicts(preview) == ["changed", "refused"]
    assert problem_codes(preview.rows[1]) == ["device_repeated"]


def test_what_somebody_changed_after_the_preview_is_not_lost(workspace: Workspace, customer_id: str, pc: str) -> None:
    preview = preview_of(workspace, ASSETS, [HEADER, row("KJC-COM-0007", "From file")], customer_id, matching=BY_CODE)
    workspace.run(edit_of(EditAsset, workspace.get(Asset, pc), name="By hand"))
    with pytest.raises(Rejection) as caught:
        workspace.run(*preview.commands)
    assert caught.value.code == "changed_meanwhile"
    assert workspace.get(Asset, pc).name == "By hand"


def test_an_import_is_undone_as_far_as_nobody_built_upon_it_and_tells_what_it_left(
    workspace: Workspace, customer_id: str, pc: str, other: str
) -> None:
    table: Table = [
        HEADER,
        row("KJC-COM-0007", "Renamed", "", "Room 2", "600"),
        row("KJC-COM-0008", "Renamed too", "", "Room 3"),
        row("KJC-COM-0010", "Labelled"),
        row("KJC-COM-0011", "Called about"),
        row("ICC-1", "Unused"),
    ]
    import_all(workspace, ASSETS, table, customer_id, matching=BY_CODE)
    brought = {asset.name: asset.id for asset in workspace.all(Asset)}
    workspace.run(
        RecordLabels(
            customer_id=customer_id, asset_ids=(brought["Labelled"],), kind=LabelEventKind.PRINTED, medium="roll"
        ),
        edit_of(EditAsset, workspace.get(Asset, other), place="Room 4"),
    )
    workspace.add_order(customer_id, asset_id=brought["Called about"])
    [record] = workspace.all(Import)
    wanted = undone(workspace, record.id)
    assert (wanted.removed, wanted.restored) == (1, 2)
    assert sorted((left.name, left.why) for left in wanted.left) == [
        ("KJC-COM-0008 Renamed too", "Exact place was changed since"),
        ("KJC-COM-0010 Labelled", "a label was printed for it"),
        ("KJC-COM-0011 Called about", "there is a work order about it"),
    ]
    assert {asset.name: asset.place for asset in workspace.all(Asset)} == {
        "PC": "",
        "Other PC": "Room 4",
        "Labelled": "",
        "Called about": "",
    }
    assert workspace.get(Asset, pc).cost_minor == 500_00
    assert workspace.all(AssetAlias) == []
    with workspace.store.read() as reader:
        [made] = made_imports(reader)
        assert undoing(reader, record.id).steps == ()
    assert (made.brought, made.record.new_count) == (2, 3)


def test_an_import_that_was_stopped_is_undone_like_a_whole_one_and_can_be_made_again(
    workspace: Workspace, customer_id: str
) -> None:
    table = [HEADER, *(row(f"KJC-COM-{number:05}", f"PC {number}") for number in range(1, 1302))]
    preview = preview_of(workspace, ASSETS, table, customer_id)
    assert [len(step) for step in preview.steps] == [1, 10, 4]
    for step in preview.steps[:2]:
        workspace.run(*step)
    assert len(workspace.all(Asset)) == 1000
    again = preview_of(workspace, ASSETS, table, customer_id)
    assert verdicts(again).count("new") == 301
    [record] = workspace.all(Import)
    assert undone(workspace, record.id).removed == 1000
    assert workspace.all(Asset) == []
    import_all(workspace, ASSETS, table, customer_id)
    assert len(workspace.all(Asset)) == 1301


def test_nothing_is_taken_back_that_another_import_brought(workspace: Workspace, customer_id: str, pc: str) -> None:
    import_all(workspace, ASSETS, [HEADER, row("KJC-COM-0010", "PC")], customer_id)
    ids = tuple(asset.id for asset in workspace.all(Asset))
    workspace.run(TakeBackAssets(customer_id=customer_id, import_id="another", asset_ids=ids))
    assert {asset.id for asset in workspace.all(Asset)} == set(ids) > {pc}


@pytest.mark.usefixtures("pc")
def test_of_two_devices_with_one_id_none_takes_the_place_of_the_other(workspace: Workspace, customer_id: str) -> None:
    preview = preview_of(workspace, ASSETS, [HEADER, row("KJC-COM-0019", "PC"), row("KJC-COM-0020", "PC")], customer_id)
    [several] = [each for each in preview.commands if isinstance(each, RegisterAssets)]
    first, second = several.devices
    with pytest.raises(Rejection, match="command_malformed"):
        workspace.run(replace(several, devices=(first, replace(second, id=first.id))))
    assert len(workspace.all(Asset)) == 1


@pytest.mark.parametrize(
    ("codes", "customer", "expected"),
    [
        (("KJC-COM-0007",), "", "asset_code_taken"),
        (("KJC-COM-0020", "KJC-COM-0020"), "", "asset_code_taken"),
        (("KJC-COM-0020",), "c2", "command_malformed"),
    ],
)
@pytest.mark.usefixtures("pc")
def test_of_several_devices_none_is_registered_where_one_cannot_be(
    workspace: Workspace, customer_id: str, codes: tuple[str, ...], customer: str, expected: str
) -> None:
    preview = preview_of(workspace, ASSETS, [HEADER, row("KJC-COM-0019", "PC"), row("KJC-COM-0020", "PC")], customer_id)
    [several] = [each for each in preview.commands if isinstance(each, RegisterAssets)]
    first, second = several.devices
    others = (
        replace(second, id=f"other{place}", existing_code=code, customer_id=customer or customer_id)
        for place, code in enumerate(codes)
    )
    with pytest.raises(Rejection) as caught:
        workspace.run(replace(several, devices=(first, *others)))
    assert caught.value.code == expected
    assert len(workspace.all(Asset)) == 1
