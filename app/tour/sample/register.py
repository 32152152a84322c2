"""The devices of `register.csv`."""

from __future__ import annotations

import re
from datetime import date

from app.assets.commands import RegisterAsset
from app.foundation.ids import derive_id
from app.tour.sample.files import rows_of


def register_commands(customer_id: str) -> list[RegisterAsset]:
    """The whole register, for this customer, whose departments and sites are there already."""
    return [_command(customer_id, line, row) for line, row in enumerate(rows_of("register.csv"))]


def _command(customer_id: str, line: int, row: dict[str, str]) -> RegisterAsset:
    departments = {one["name"]: one["code"] for one in rows_of("departments.csv")}
    return RegisterAsset(
        id=derive_id(customer_id, "asset", str(line)),
        customer_id=customer_id,
        type_code=row["设备类型"],
        name=row["资产名称"],
        department_id=derive_id(customer_id, "department", departments[row["使用部门"]]),
        site_id=derive_id(customer_id, "site", row["办公地点"]),
        existing_code=row["资产编号"],
        maker=row["品牌"],
        model=row["型号"],
        serial_number=row["出厂编号"],
        place=row["房间"],
        user_name=row["使用人"],
        supplier=row["供应商"],
        purchased_on=date(*map(int, re.findall(r"\d+", row["购置日期"]))),
        cost_minor=round(float(row["原值(元)"]) * 100),
        currency="CNY",
        notes=row["备注"],
    )
