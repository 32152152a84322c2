"""The register: which devices, in which order, and whose a code is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.assets import queries
from app.assets.commands import AddDeviceType, SetReplacementAge
from app.assets.filters import AssetFilter, AssetSort, Due, Planned
from app.assets.queries import (
    asset_costs,
    asset_counts,
    asset_detail,
    asset_ids,
    asset_page,
    assets_with_code,
    device_types,
    search_assets,
)
from app.assets.rules import AssetState
from app.assets.tables import AssetAlias
from app.directory.edit_commands import EditDepartment
from app.directory.tables import Department
from app.foundation.errors import Rejection
from app.storage.edits import edit_of
from tests.workspaces import Workspace


def names(workspace: Workspace, wanted: AssetFilter, limit: int | None = None) -> list[str]:
    with workspace.store.read() as reader:
        return [item.name for item in asset_page(reader, asset_ids(reader, wanted, limit))]


@pytest.fixture
def devices(workspace: Workspace) -> dict[str, str]:
    """Three devices of two customers; ids by name."""
    school, city = workspace.add_customer("师范大学"), workspace.add_customer("市政务中心")
    department_id = workspace.add_department(school, "KJC", "科技处")
    site_id = workspace.add_site(school, "图书馆")
    return {
        "激光打印机": workspace.add_asset(
            school,
            "PRN",
            "激光打印机",
            department_id=department_id,
            site_id=site_id,
            place="3F",
            model="M454dn",
            maker="Dell",
        ),
        "台式机": workspace.add_asset(city, "COM", "台式机", state=AssetState.IN_STOCK),
        "笔记本": workspace.add_asset(school, "NBK", "笔记本", user_name="zhangshanKJC"),
    }


@pytest.mark.usefixtures("devices")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AssetFilter(), ["台式机", "笔记本", "激光打印机"]),
        (AssetFilter(descending=True), ["激光打印机", "笔记本", "台式机"]),
        (AssetFilter(sort=AssetSort.NAME), ["台式机", "激光打印机", "笔记本"]),
        (AssetFilter(sort=AssetSort.CUSTOMER), ["台式机", "笔记本", "激光打印机"]),
        (AssetFilter(sort=AssetSort.STATE), ["台式机", "笔记本", "激光打印机"]),
        (AssetFilter(state=AssetState.IN_STOCK), ["台式机"]),
        (AssetFilter(type_code="PRN"), ["激光打印机"]),
        (AssetFilter(text="打印"), ["激光打印机"]),
        (AssetFilter(text="zhangshan"), ["笔记本"]),
        (AssetFilter(text="kjc-prn-0001"), ["激光打印机"]),
        (AssetFilter(text="jgdyj"), ["激光打印机"]),
        (AssetFilter(text="科技"), ["激光打印机"]),
        (AssetFilter(text="科"), ["激光打印机"]),
        (AssetFilter(text="kejic"), ["激光打印机"]),
        (AssetFilter(text="tsg"), ["激光打印机"]),
        (AssetFilter(text="sfdx"), ["笔记本", "激光打印机"]),
        (AssetFilter(text="sfdx 笔记"), ["笔记本"]),
        (AssetFilter(text="dell", sort=AssetSort.NAME), ["激光打印机"]),
        (AssetFilter(text="0001 tsg -prn"), ["激光打印机"]),
        (AssetFilter(text="tsg 台式"), []),
        (AssetFilter(text="机"), ["台式机", "激光打印机"]),
        (AssetFilter(text="机", descending=True), ["激光打印机", "台式机"]),
    ],
)
@pytest.mark.parametrize("many", [1, 2000])
def test_what_is_wanted_is_found_in_its_order(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, wanted: AssetFilter, found: list[str], many: int
) -> None:
    monkeypatch.setattr(queries, "_MANY", many)
    assert names(workspace, wanted) == found
    assert [names(workspace, wanted, limit) for limit in (1, 2)] == [found[:1], found[:2]]


def test_what_a_device_belongs_to_is_found_by_its_present_name(workspace: Workspace, devices: dict[str, str]) -> None:
    with workspace.store.read() as reader:
        department = reader.find(Department)[0]
    workspace.run(edit_of(EditDepartment, department, name="信息中心"))
    assert names(workspace, AssetFilter(text="xxzx")) == ["激光打印机"]
    assert names(workspace, AssetFilter(text="科技")) == []


def test_an_administrator_says_how_long_devices_of_a_type_last(workspace: Workspace) -> None:
    desk = workspace.add_asset(workspace.add_customer(), "COM", "desk", purchased_on=date(2024, 2, 29))
    for life_years, day, found in ((4, date(2028, 2, 28), []), (4, date(2028, 2, 29), ["desk"]), (2, TODAY, ["desk"])):
        workspace.run(SetReplacementAge(type_code="COM", life_years=life_years))
        assert names(workspace, AssetFilter(due=Due(Planned.REPLACEMENT, day, day))) == found
    for life_years, first_day in ((4, date(2028, 2, 29)), (3, date(2027, 3, 1))):
        workspace.run(SetReplacementAge(type_code="COM", life_years=life_years))
        with workspace.store.read() as reader:
            detail = asset_detail(reader, desk)
        assert detail is not None
        assert detail.replace_on == first_day
        for day, found in ((first_day - timedelta(days=1), []), (first_day, ["desk"])):
            assert names(workspace, AssetFilter(due=Due(Planned.REPLACEMENT, day, day))) == found
    with pytest.raises(Rejection, match="device_type_unknown"):
        workspace.run(SetReplacementAge(type_code="XYZ", life_years=3))


TODAY, NEXT_YEAR = date(2026, 11, 2), date(2027, 11, 2)


@pytest.mark.parametrize(
    ("due", "found", "costs"),
    [
        (Due(Planned.REPLACEMENT, TODAY, TODAY), ["desk", "old camera"], {"CNY": 300, "GBP": 5}),
        (Due(Planned.REPLACEMENT, TODAY, NEXT_YEAR), ["desk", "old camera", "new desk"], {"CNY": 300, "GBP": 5}),
        (Due(Planned.WARRANTY, TODAY, NEXT_YEAR), ["new desk"], {}),
        (Due(Planned.WARRANTY, date(2024, 1, 1), TODAY), ["desk"], {"CNY": 300}),
    ],
)
def test_what_is_due_is_listed_with_what_it_was_bought_for(
    workspace: Workspace, due: Due, found: list[str], costs: dict[str, int]
) -> None:
    customer = workspace.add_customer()
    workspace.run(AddDeviceType(type_code="CAM", name="Camera"))
    for name, state in (("desk", AssetState.IN_USE), ("gone", AssetState.RETIRED)):
        bought = {"purchased_on": date(2021, 11, 2), "warranty_until": date(2024, 11, 2), "state": state}
        workspace.add_asset(customer, "COM", name, **bought, cost_minor=300, currency="CNY")
    workspace.add_asset(customer, name="new desk", purchased_on=date(2021, 11, 3), warranty_until=NEXT_YEAR)
    workspace.add_asset(customer, "NET", "switch", purchased_on=date(2021, 11, 2))
    workspace.add_asset(customer, "CAM", "old camera", purchased_on=date(2020, 2, 29), cost_minor=5, currency="GBP")
    wanted = AssetFilter(due=due)
    with workspace.store.read() as reader:
        assert {*names(workspace, wanted)} == {*found}
        assert asset_costs(reader, wanted) == costs


def test_devices_are_counted_by_state_under_the_other_conditions(workspace: Workspace, devices: dict[str, str]) -> None:
    with workspace.store.read() as reader:
        assert asset_counts(reader, AssetFilter()) == {AssetState.IN_USE: 2, AssetState.IN_STOCK: 1}
        assert asset_counts(reader, AssetFilter(state=AssetState.IN_STOCK, text="打印")) == {AssetState.IN_USE: 1}


def test_a_device_is_told_with_every_name(workspace: Workspace, devices: dict[str, str]) -> None:
    with workspace.store.read() as reader:
        detail = asset_detail(reader, devices["激光打印机"])
        assert asset_detail(reader, "nowhere") is None
    assert detail is not None
    assert (detail.customer, detail.department, detail.site, detail.type_name) == (
        "师范大学",
        "科技处",
        "图书馆",
        "Printer",
    )


def test_a_code_in_any_width_leads_to_its_device_and_an_older_one_too(
    workspace: Workspace, devices: dict[str, str]
) -> None:
    asset_id = devices["激光打印机"]
    alias = AssetAlias(id="a", customer_id="c", asset_id=asset_id, alias="ICC-2065556")
    workspace.store.write(lambda unit: unit.put(alias))
    with workspace.store.read() as reader:
        for typed in ("KJC-PRN-0001", "ｋｊｃ－ｐｒｎ－0001", " kjc-prn-0001 ", "icc-2065556"):
            assert [asset.id for asset in assets_with_code(reader, typed)] == [asset_id]
        assert [item.id for item in search_assets(reader, "2065", 5)] == [asset_id]
        assert assets_with_code(reader, "KJC-PRN-0002") == []


def test_a_code_that_two_customers_have_leads_to_both_unless_one_is_at_hand(
    workspace: Workspace, devices: dict[str, str]
) -> None:
    other = workspace.add_customer("图书馆")
    department_id = workspace.add_department(other, "KJC", "科技处")
    theirs = workspace.add_asset(other, "PRN", "another", department_id=department_id)
    with workspace.store.read() as reader:
        assert {asset.id for asset in assets_with_code(reader, "KJC-PRN-0001")} == {theirs, devices["激光打印机"]}
        assert [asset.id for asset in assets_with_code(reader, "KJC-PRN-0001", other)] == [theirs]


def test_the_device_types_come_by_their_codes(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        codes = [device_type.id for device_type in device_types(reader)]
    assert codes == sorted(codes)
    assert "PRN" in codes
