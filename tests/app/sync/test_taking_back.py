"""An import is taken back at one laptop while somebody works with what it brought at another one."""

from __future__ import annotations

from app.assets.commands import RegisterAsset
from app.assets.import_commands import RegisterAssets, TakeBackAssets
from app.assets.tables import Asset
from app.assets.unregister_commands import UnregisterAsset
from app.foundation.ids import new_id
from app.storage.outbox import OutboxEntry, OutboxState
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.sync.conftest import Headquarters
from tests.app.sync.team import Team

IMPORT = "import1"


def brought(team: Team, *codes: str) -> None:
    """Devices that Li's import brought, known to all."""
    devices = tuple(
        RegisterAsset(
            id=code,
            customer_id=team.customer_id,
            type_code="COM",
            name="台式机",
            existing_code=code,
            import_id=IMPORT,
        )
        for code in codes
    )
    team.li.run(RegisterAssets(customer_id=team.customer_id, devices=devices))
    team.everybody_agrees()


def test_a_device_that_somebody_called_about_in_the_meantime_comes_back(headquarters: Headquarters) -> None:
    team = Team(headquarters)
    brought(team, "KJC-COM-0001", "KJC-COM-0002")
    team.wang.run(LogOrder(id=new_id(), customer_id=team.customer_id, title="Broken", asset_id="KJC-COM-0001"))
    team.wang.synchronise()
    ids = ("KJC-COM-0001", "KJC-COM-0002")
    team.li.run(TakeBackAssets(customer_id=team.customer_id, import_id=IMPORT, asset_ids=ids))
    assert team.li.all(Asset) == []
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        assert [asset.id for asset in laptop.all(Asset)] == ["KJC-COM-0001"]
        assert [order.asset_id for order in laptop.all(WorkOrder)] == ["KJC-COM-0001"]


def test_who_works_with_a_device_that_was_taken_back_is_told(headquarters: Headquarters) -> None:
    team = Team(headquarters)
    brought(team, "KJC-COM-0001")
    team.wang.run(LogOrder(id=new_id(), customer_id=team.customer_id, title="Broken", asset_id="KJC-COM-0001"))
    team.li.run(UnregisterAsset(asset_id="KJC-COM-0001"))
    team.li.synchronise()
    team.everybody_agrees()
    (refused,) = team.wang.all(OutboxEntry, state=OutboxState.REJECTED)
    assert (refused.name, refused.code) == ("workorders.log", "record_unknown"), "his order waits in his inbox"
    for laptop in (team.li, team.wang, team.zhao):
        assert laptop.all(Asset) == []
