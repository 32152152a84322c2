"""The fields of the register that an import can fill, and the names that other registers give them.

Beside Chinese and English registers these are the columns of Snipe-IT's asset list.
"""

from __future__ import annotations

from app.foundation.sheets.columns import Field, FieldKind
from app.foundation.translation import N_

LINE = 500
"""Characters of a short text (`app.foundation.texts`)."""

ASSET_FIELDS = (
    Field(
        "code",
        N_("Asset code"),
        FieldKind.CODE,
        synonyms=("Asset Tag", "Asset number", "Asset ID", "Code", "Tag", "资产编号", "资产编码", "设备编号", "编号"),
        longest=60,
    ),
    Field(
        "name",
        N_("Name"),
        synonyms=("Asset Name", "Device", "Device name", "资产名称", "设备名称", "名称", "计算机名"),
    ),
    Field(
        "type",
        N_("Device type"),
        synonyms=("Type", "Category", "Asset type", "Kind", "设备类型", "资产类型", "资产类别", "类型", "类别", "分类"),
        longest=LINE,
    ),
    Field(
        "department",
        N_("Department"),
        synonyms=("Company", "Using department", "使用部门", "所属部门", "部门", "科室", "单位"),
    ),
    Field(
        "site",
        N_("Site"),
        synonyms=("Location", "Building", "Branch", "站点", "网点", "办公地点", "楼宇", "地点"),
    ),
    Field(
        "place",
        N_("Exact place"),
        synonyms=("Room", "Checked Out To: Location", "具体位置", "存放地点", "存放位置", "位置", "房间", "房间号"),
        longest=LINE,
    ),
    Field("maker", N_("Maker"), synonyms=("Manufacturer", "Brand", "Vendor", "品牌", "厂商", "制造商"), longest=LINE),
    Field("model", N_("Model"), synonyms=("Model name", "型号", "规格型号", "设备型号"), longest=LINE),
    Field(
        "serial_number",
        N_("Serial number"),
        synonyms=("Serial", "Serial No", "S/N", "SN", "Service Tag", "序列号", "出厂编号", "机身号"),
        longest=LINE,
    ),
    Field("supplier", N_("Supplier"), synonyms=("Reseller", "供应商", "供货商"), longest=LINE),
    Field("owner", N_("Owner"), synonyms=("Owned by", "Authority", "所有者", "产权单位", "资产归属"), longest=LINE),
    Field(
        "user_name",
        N_("User"),
        synonyms=(
            *("User name", "Assigned to", "Checked Out To: Username", "Checked Out To"),
            *("使用人", "使用者", "领用人", "责任人", "保管人", "用户"),
        ),
        longest=LINE,
    ),
    Field(
        "purchased_on",
        N_("Purchase date"),
        FieldKind.DATE,
        synonyms=("Purchased on", "Bought on", "Acquired", "购置日期", "采购日期", "购买日期", "购入日期"),
    ),
    Field(
        "cost",
        N_("Purchase cost"),
        FieldKind.AMOUNT,
        synonyms=("Cost", "Price", "Value", "购置价格", "采购价格", "购置金额", "价格", "金额", "原值", "单价"),
    ),
    Field(
        "warranty_until",
        N_("Warranty until"),
        FieldKind.DATE,
        synonyms=(
            "Warranty expires",
            "Warranty end",
            "Warranty expiry",
            "保修至",
            "保修到期",
            "保修截止日期",
            "质保到期",
            "维保到期",
        ),
    ),
    Field(
        "networked",
        N_("Network-attached"),
        FieldKind.FLAG,
        synonyms=("Networked", "On the network", "是否联网", "联网", "入网"),
    ),
    Field(
        "state",
        N_("State"),
        synonyms=("Status", "Status Label", "Asset Status", "状态", "资产状态", "设备状态", "使用状态", "使用状况"),
        longest=LINE,
    ),
    Field(
        "budget_head",
        N_("Budget head"),
        synonyms=("Cost centre", "Cost center", "Budget code", "预算科目", "成本中心", "预算项目"),
        longest=LINE,
    ),
    Field(
        "components", N_("Components"), synonyms=("Parts", "部件", "配件", "组件", "配置", "硬件配置"), longest=20_000
    ),
    Field("notes", N_("Notes"), synonyms=("Asset Notes", "Remarks", "Comment", "备注", "说明"), longest=20_000),
)
