"""Labels to look at a design with: real devices, those with the longest texts, and two that are hard to print."""

from __future__ import annotations

import sqlalchemy as sa

from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.directory.tables import Department
from app.labels.queries import facts_of
from app.labels.rules.designs import LabelField
from app.labels.setting import LabelFacts
from app.storage.schema import columns_of
from app.storage.units import Reader

CHINESE = LabelFacts(
    "XXZX-COM-0053",
    {
        LabelField.CUSTOMER: "吉林省师范大学附属第一医院",
        LabelField.DEPARTMENT: "信息化建设与管理中心",
        LabelField.TYPE: "台式电脑",
        LabelField.NAME: "王喆的台式电脑",
        LabelField.MAKER: "联想",
        LabelField.MODEL: "联想 ThinkCentre M930t",
        LabelField.SITE: "行政楼",
        LabelField.ROOM: "堃镕厅 381",
        LabelField.PLACE: "行政楼 堃镕厅 381",
        LabelField.USER: "王喆",
        LabelField.OWNER: "国有资产管理处",
        LabelField.SERIAL_NUMBER: "SN026855092",
        LabelField.CONTRACT_CODE: "1-2-COM-0053",
        LabelField.PURCHASED_ON: "2026-03-01",
        LabelField.WARRANTY_UNTIL: "2029-02-28",
    },
)
LATIN = LabelFacts(
    "ICC-NET-0001",
    {
        LabelField.CUSTOMER: "International Criminal Court",
        LabelField.DEPARTMENT: "Housing and Benefits Office",
        LabelField.TYPE: "Network switch",
        LabelField.NAME: "Core switch Ærøskøbing",
        LabelField.MAKER: "Hewlett Packard Enterprise",
        LabelField.MODEL: "Aruba CX 6300M 48G",
        LabelField.SITE: "Rådhuset",
        LabelField.ROOM: "Comms room 2.14",
        LabelField.PLACE: "Rådhuset, comms room 2.14",
        LabelField.USER: "Åse Østgård",
        LabelField.OWNER: "Registry, Information Management",
        LabelField.SERIAL_NUMBER: "CN0ABC1234567",
        LabelField.CONTRACT_CODE: "1-2-NET-0001",
        LabelField.PURCHASED_ON: "2026-03-01",
        LabelField.WARRANTY_UNTIL: "2029-02-28",
    },
)


def sample_labels(reader: Reader, asset_id: str = "") -> list[LabelFacts]:
    """What the labels of some devices in care say: the one with this id first, or the first of all, then the longest.

    Of each text that people enter it is the device where it is longest.
    """
    asset, department = columns_of(Asset), columns_of(Department)
    entered = (asset.name, asset.maker, asset.model, asset.serial_number, asset.place, asset.owner, asset.user_name)
    in_care = asset.state != AssetState.RETIRED
    longest = [reader.find(Asset, in_care, order_by=[sa.func.length(text).desc()], limit=1) for text in entered]
    departments = reader.find(Department, order_by=[sa.func.length(department.name).desc()], limit=1)
    of_departments = [reader.having(Asset, department_id=one.id, limit=1) for one in departments]
    marked = reader.get(Asset, asset_id) if asset_id else None
    first = [marked] if marked else reader.find(Asset, in_care, order_by=[asset.code, asset.id], limit=1)
    chosen = {one.id: one for found in (first, *longest, *of_departments) for one in found}
    return [facts_of(reader, one) for one in chosen.values()]
