"""Importing a register of devices: what becomes of codes, departments and rows, and that nothing is half done."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.assets.commands import RegisterAsset
from app.assets.imports import ASSETS
from app.assets.tables import Asset, AssetAlias
from app.directory.tables import Department, Site
from app.foundation.errors import Rejection, Trouble
from app.foundation.sheets.preview import Verdict
from app.foundation.sheets.words import remarks
from tests.app.importing import import_all, preview_of, problem_codes, verdicts
from tests.workspaces import Workspace

HEADER = ["Asset Tag", "Name", "Category", "Company"]


@pytest.fixture
def snipe_it(shared_data: Path) -> Path:
    return shared_data / "snipe_it" / "assets-sample.csv"


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def codes(workspace: Workspace) -> set[str]:
    return {asset.code for asset in workspace.all(Asset)}


def aliases(workspace: Workspace) -> set[str]:
    return {alias.alias for alias in workspace.all(AssetAlias)}


def test_the_real_list_is_imported_with_all_that_it_says(
    workspace: Workspace, customer_id: str, snipe_it: Path
) -> None:
    preview = import_all(workspace, ASSETS, snipe_it, customer_id)
    assert preview.counts == {Verdict.NEW: 22}
    assert [(addition.label, len(addition.names)) for addition in preview.additions] == [
        ("New departments", 22),
        ("New sites", 15),
    ]
    device = next(asset for asset in workspace.all(Asset) if asset.name == "Backhoe" and asset.serial == "0001")
    department = workspace.get(Department, device.department_id or "")
    assert (department.code, department.name) == ("AAS", "Abshire and Sons")
    assert workspace.get(Site, device.site_id or "").name == "Wilkinson, Waters and Kerluke"
    assert replace(device, id="", customer_id="", department_id=None, site_id=None, import_id=None) == Asset(
        id="",
        customer_id="",
        code="AAS-NBK-0001",
        contract_code="0000NBK0001",
        type_code="NBK",
        serial="0001",
        department_id=None,
        site_id=None,
        name="Backhoe",
        maker="Berge Inc",
        model='Macbook Pro 13"',
        serial_number="",
        place="",
        owner="",
        user_name="",
        supplier="Kunde, Doyle and Kozey",
        purchased_on=date(2023, 1, 23),
        cost_minor=226_613,
        currency="",
        state=device.state,
        notes=device.notes,
    )
    assert device.notes.startswith("at nulla suspendisse potenti")
    assert "ICC-2065556" in aliases(workspace)
    assert {asset.user_name for asset in workspace.all(Asset)} > {"gmccrackem2a", ""}


def test_the_tags_of_the_real_list_may_be_kept_as_the_codes(
    workspace: Workspace, customer_id: str, snipe_it: Path
) -> None:
    import_all(workspace, ASSETS, snipe_it, customer_id, keep_codes=True)
    assert len(codes(workspace)) == 22
    assert "ICC-2065556" in codes(workspace)
    assert aliases(workspace) == set()


@pytest.mark.parametrize("keep_codes", [True, False])
def test_a_second_import_of_the_real_list_doubles_nothing(
    workspace: Workspace, customer_id: str, snipe_it: Path, keep_codes: bool
) -> None:
    import_all(workspace, ASSETS, snipe_it, customer_id, keep_codes=keep_codes)
    again = preview_of(workspace, ASSETS, snipe_it, customer_id, keep_codes=not keep_codes)
    assert again.counts == {Verdict.ALREADY_HERE: 22}
    assert (again.commands, again.additions) == ((), ())


def test_rows_without_a_code_are_not_doubled_either_however_alike_they_are(
    workspace: Workspace, customer_id: str
) -> None:
    table = [["Name", "Category"], ["PC", "Desktop"], ["PC", "Desktop"], ["UPS", "UPS"]]
    assert import_all(workspace, ASSETS, table, customer_id).counts == {Verdict.NEW: 3}
    assert codes(workspace) == {"GEN-COM-0001", "GEN-COM-0002", "GEN-UPS-0001"}
    longer = [*table, ["PC", "Desktop"]]
    assert verdicts(preview_of(workspace, ASSETS, longer, customer_id)) == [*["already_here"] * 3, "new"]


def test_a_device_without_a_code_is_known_by_its_makers_serial_number(workspace: Workspace, customer_id: str) -> None:
    workspace.add_asset(customer_id, name="PC 7", serial_number="PF1A2B3C")
    table = [["Name", "S/N"], ["PC 7", "PF1A2B3C"], ["PC 7", "PF9Z9Z9Z"]]
    assert verdicts(preview_of(workspace, ASSETS, table, customer_id)) == ["already_here", "new"]


def test_a_preview_writes_nothing_and_travels_between_processes(
    workspace: Workspace, customer_id: str, snipe_it: Path
) -> None:
    before = workspace.outbox()
    preview = preview_of(workspace, ASSETS, snipe_it, customer_id)
    assert pickle.loads(pickle.dumps(preview)) == preview  # noqa: S301 - our own bytes
    assert workspace.all(Asset) == []
    assert workspace.outbox() == before


def test_an_import_that_fails_at_its_last_device_leaves_nothing(
    workspace: Workspace, customer_id: str, snipe_it: Path
) -> None:
    preview = preview_of(workspace, ASSETS, snipe_it, customer_id)
    before = workspace.outbox()
    planted = RegisterAsset(id="planted", customer_id=customer_id, type_code="XXX", name="No such type")
    with pytest.raises(Rejection):
        workspace.run(*preview.commands, planted)
    assert workspace.all(Asset) + workspace.all(Department) + workspace.all(Site) == []
    assert workspace.outbox() == before


def test_codes_of_our_form_stay_and_new_ones_are_counted_beyond_them(workspace: Workspace, customer_id: str) -> None:
    table = [HEADER, ["", "PC a", "Desktop", "科技处"], ["KJC-COM-0001", "PC b", "Laptop", "科技处"]]
    preview = import_all(workspace, ASSETS, table, customer_id)
    assert preview.rows[1].shown[:3] == ("KJC-COM-0001", "PC b", "COM")  # the code says what it is
    assert {asset.code: asset.name for asset in workspace.all(Asset)} == {
        "KJC-COM-0001": "PC b",
        "KJC-COM-0002": "PC a",
    }


def test_full_width_codes_are_normalised_and_that_is_shown(workspace: Workspace, customer_id: str) -> None:
    table = [
        ["资产编号", "设备名称"],
        ["ＫＪＣ－ＣＯＭ－００４２", "台式机"],
        ["icc–77", "打印机"],
        ["KJC〜COM〜〇〇四三", "台式机"],
    ]
    preview = import_all(workspace, ASSETS, table, customer_id, keep_codes=True)
    assert codes(workspace) == {"KJC-COM-0042", "ICC-77", "KJC-COM-0043"}
    assert [remarks(row) for row in preview.rows] == [
        "“资产编号” is read as “KJC-COM-0042”.",
        "“资产编号” is read as “ICC-77”.",
        "“资产编号” is read as “KJC-COM-0043”.",
    ]


def test_a_chinese_register_is_understood(workspace: Workspace, customer_id: str) -> None:
    columns = {
        "资产编号": "JJ-7",
        "资产名称": "三楼打印机",
        "资产类别": "激光打印机",
        "使用部门": "科技处",
        "品牌": "HP",
        "规格型号": "M404",
        "序列号": "VNB3",
        "使用人": "张三",
        "存放地点": "3楼302",
        "购置日期": "2023年3月5日",
        "价格(元)": "¥1,299.00",
        "备注": "无",
        "质保到期": "2026-03-04",
        "是否联网": "是",
        "预算科目": "办公设备",
        "配件": "内存 256MB",
    }
    table = [list(columns), list(columns.values())]
    import_all(workspace, ASSETS, table, customer_id)
    device = workspace.all(Asset)[0]
    assert (device.code, device.type_code, device.maker, device.model) == ("DEP-PRN-0001", "PRN", "HP", "M404")
    assert (device.serial_number, device.user_name, device.place, device.notes) == ("VNB3", "张三", "3楼302", "无")
    assert (device.purchased_on, device.cost_minor, device.currency) == (date(2023, 3, 5), 129_900, "CNY")
    assert (device.warranty_until, device.networked) == (date(2026, 3, 4), True)
    assert (device.budget_head, device.components) == ("办公设备", "内存 256MB")


def test_departments_that_are_there_are_found_by_name_and_by_code(workspace: Workspace, customer_id: str) -> None:
    by_code = workspace.add_department(customer_id, "KJC", "科技处")
    by_name = workspace.add_department(customer_id, "FIN", "Finance")
    table = [HEADER, ["", "a", "PC", "ｋｊｃ"], ["", "b", "PC", " finance"], ["KJC-COM-0009", "c", "PC", ""]]
    preview = import_all(workspace, ASSETS, table, customer_id)
    assert preview.additions == ()
    assert {asset.name: asset.department_id for asset in workspace.all(Asset)} == {
        "a": by_code,
        "b": by_name,
        "c": by_code,
    }


def test_a_new_department_gets_the_code_of_its_devices_or_of_its_name_or_its_initials(
    workspace: Workspace, customer_id: str
) -> None:
    workspace.add_department(customer_id, "GE", "Goods Entrance")
    table = [
        HEADER,
        ["", "a", "PC", "科技处"],
        ["KJC-COM-0001", "b", "PC", "科技处"],
        ["", "c", "PC", "CWC"],
        ["", "d", "PC", "Green Energy"],
        ["", "e", "PC", "General Electronics Nordic"],
    ]
    import_all(workspace, ASSETS, table, customer_id)
    named = {department.name: department.code for department in workspace.all(Department)}
    assert named == {
        "Goods Entrance": "GE",
        "科技处": "KJC",
        "CWC": "CWC",
        "Green Energy": "GE2",
        "General Electronics Nordic": "GEN2",  # GEN stands for no department
    }


def test_sites_that_are_there_are_used_and_new_ones_added_once(workspace: Workspace, customer_id: str) -> None:
    site_id = workspace.add_site(customer_id, "Town Hall")
    table = [["Name", "Location"], ["a", "TOWN  hall"], ["b", "Depot"], ["c", "depot"]]
    import_all(workspace, ASSETS, table, customer_id)
    assert len(workspace.all(Site)) == 2
    assert {asset.name: asset.site_id for asset in workspace.all(Asset)}["a"] == site_id


def test_a_device_without_a_name_is_called_by_its_model_or_its_type(workspace: Workspace, customer_id: str) -> None:
    table = [["Name", "Model", "Category"], ["", "ThinkPad X1", "Laptop"], ["", "", "Laptop"], ["", "", ""]]
    preview = import_all(workspace, ASSETS, table, customer_id)
    assert {asset.name for asset in workspace.all(Asset)} == {"ThinkPad X1", "Laptop"}
    assert remarks(preview.rows[0]) == "“Name” is empty: “ThinkPad X1” stands in."
    assert problem_codes(preview.rows[2]) == ["value_missing"]


def test_a_file_that_does_not_say_what_the_devices_are_is_refused(workspace: Workspace, customer_id: str) -> None:
    with pytest.raises(Trouble) as caught:
        preview_of(workspace, ASSETS, [["Asset Tag", "Company"], ["ICC-1", "科技处"]], customer_id)
    assert caught.value.code == "columns_missing"


def test_codes_that_are_there_or_stand_twice_are_refused_with_the_reason(
    workspace: Workspace, customer_id: str
) -> None:
    workspace.add_asset(customer_id, name="Old PC", existing_code="ICC-1")
    workspace.add_asset(customer_id, name="Old printer", type_code="PRN", existing_code="KJC-PRN-0001")
    table = [
        HEADER,
        ["icc-1", "Another PC", "PC", ""],
        ["KJC-PRN-0001", "Old printer", "", ""],
        ["ICC-2", "PC", "PC", ""],
        ["ICC- 2", "PC", "PC", ""],
        ["KJC-XYZ-0001", "Thing", "", ""],
    ]
    preview = import_all(workspace, ASSETS, table, customer_id)
    assert verdicts(preview) == ["refused", "already_here", "new", "refused", "refused"]
    assert [code for row in preview.rows for code in problem_codes(row)] == [
        "code_of_another",
        "code_repeated",
        "device_type_not_here",
    ]
    assert remarks(preview.rows[3]) == "“ICC-2” in “Asset Tag” stands in line 4 already. Give each its own."
    assert len(workspace.all(Asset)) == 3


def test_a_code_belongs_to_the_same_device_where_the_makers_serial_numbers_agree(
    workspace: Workspace, customer_id: str
) -> None:
    workspace.add_asset(customer_id, name="PC, renamed since", existing_code="ICC-1", serial_number="PF1")
    table = [["Asset Tag", "Name", "S/N"], ["ICC-1", "PC", "PF1"]]
    assert verdicts(preview_of(workspace, ASSETS, table, customer_id)) == ["already_here"]
    table[1][2] = "PF2"
    assert verdicts(preview_of(workspace, ASSETS, table, customer_id)) == ["refused"]


def test_another_customer_may_have_the_same_codes(workspace: Workspace, customer_id: str) -> None:
    table = [HEADER, ["KJC-COM-0001", "PC", "", "科技处"]]
    import_all(workspace, ASSETS, table, customer_id)
    other = workspace.add_customer("Another")
    assert import_all(workspace, ASSETS, table, other).counts == {Verdict.NEW: 1}
    assert len(workspace.all(Department)) == 2


def test_a_laptop_with_a_server_imports_too_and_gives_provisional_codes(workspace: Workspace, customer_id: str) -> None:
    workspace.connect()
    import_all(workspace, ASSETS, [HEADER, ["ICC-1", "PC", "PC", ""]], customer_id)
    assert codes(workspace) == {"GEN-COM-P7KQ01"}
    assert aliases(workspace) == {"ICC-1"}
