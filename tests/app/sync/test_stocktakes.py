"""Two people count the same rooms, each off-line at a laptop of his own, and a third one leads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.accounts.rules import Role
from app.assets.commands import RegisterAsset
from app.assets.rules import AssetState
from app.assets.tables import Asset, AssetEdit
from app.directory.commands import AddCustomer, AddSite
from app.directory.tables import Site
from app.foundation.ids import new_id
from app.messages.tables import Notice
from app.stocktakes.commands import BeginStocktake, EndStocktake, ReopenStocktake
from app.stocktakes.decision_commands import asking_to_register, deciding
from app.stocktakes.findings import all_findings, unknown_in
from app.stocktakes.queries import Summary, counters_of, rooms_of, summary_of
from app.stocktakes.rules import DecisionKind, Spot
from app.stocktakes.scanning import Answer, judge_scan
from app.stocktakes.tables import Stocktake, StocktakeDevice, StocktakeScan
from app.workorders.tables import WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.sync.team import Team

TODAY = date(2026, 11, 2)


class Counting(Team):
    """Five desktops in one room; a stocktake of them is known to all."""

    def __init__(self, headquarters: Headquarters) -> None:
        super().__init__(headquarters)
        self.site_id, self.id = new_id(), new_id()
        self.codes = [f"KJC-COM-000{number}" for number in range(1, 6)]
        self.li.run(
            AddSite(id=self.site_id, customer_id=self.customer_id, name="门诊楼"),
            *(self._registering(code) for code in self.codes),
        )
        self.everybody_agrees()

    def _registering(self, code: str, place: str = "301") -> RegisterAsset:
        return RegisterAsset(
            id=code,
            customer_id=self.customer_id,
            type_code="COM",
            name="台式机",
            existing_code=code,
            site_id=self.site_id,
            place=place,
        )

    def begin(self, laptop: Laptop, **more: object) -> None:
        given = {"id": self.id, "customer_id": self.customer_id, "name": "年度盘点", "site_id": self.site_id}
        laptop.run(BeginStocktake(**{**given, **more}))  # type: ignore[arg-type]

    def scan(self, laptop: Laptop, text: str, place: str = "301") -> Answer:
        (stocktake,) = laptop.all(Stocktake, id=self.id)
        with laptop.workspace.store.read() as reader:
            judged = judge_scan(reader, self.id, text, Spot(self.site_id, place, stocktake.department_id))
        if judged.command is not None:
            laptop.run(judged.command)
        return judged.answer

    def summary(self, laptop: Laptop) -> Summary:
        (stocktake,) = laptop.all(Stocktake, id=self.id)
        with laptop.workspace.store.read() as reader:
            return summary_of(reader, stocktake)

    def decide(self, laptop: Laptop, kind: DecisionKind, *asset_ids: str) -> None:
        (stocktake,) = laptop.all(Stocktake, id=self.id)
        with laptop.workspace.store.read() as reader:
            commands = deciding(reader, stocktake, asset_ids, kind, TODAY)
        laptop.run(*commands)


@pytest.fixture
def team(new_headquarters: Callable[[], Headquarters]) -> Counting:
    return Counting(new_headquarters())


@pytest.fixture
def served(headquarters: Headquarters) -> Counting:
    """On each of both databases."""
    return Counting(headquarters)


def test_what_two_people_scan_adds_up_and_one_order_asks_for_what_nobody_knows(served: Counting) -> None:
    team = served
    team.begin(team.li)
    team.everybody_agrees()
    for laptop, numbers in ((team.wang, (0, 1, 2)), (team.zhao, (2, 3))):
        for number in numbers:
            assert team.scan(laptop, team.codes[number]) is Answer.HERE
        assert team.scan(laptop, "WHAT-1") is Answer.UNKNOWN
    assert team.summary(team.wang).found == 3
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        summary = team.summary(laptop)
        assert (summary.expected, summary.found, summary.missing, summary.unknown) == (5, 4, 1, 1)
        with laptop.workspace.store.read() as reader:
            stocktake = reader.require(Stocktake, team.id)
            by = {device.code: device.by for device in all_findings(reader, stocktake)}
            assert sorted(by[team.codes[2]].split(", ")) == ["Wang", "Zhao"], "both are named"
            assert sorted((counter.name, counter.count) for counter in counters_of(reader, stocktake)) == [
                ("Wang", 4),
                ("Zhao", 3),
            ]
            [unknown] = unknown_in(reader, stocktake)
            assert sorted(unknown.by.split(", ")) == ["Wang", "Zhao"]
    for laptop in (team.wang, team.zhao):
        laptop.run(asking_to_register(stocktake, ("WHAT-1",)))
        assert not laptop.all(WorkOrder), "the authority logs it"
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        (order,) = laptop.all(WorkOrder)
        assert (order.description, order.customer_id) == ("301 · WHAT-1", team.customer_id)


def test_what_is_registered_before_the_server_hears_of_the_beginning_is_not_missing(team: Counting) -> None:
    team.begin(team.li)
    team.wang.run(team._registering("KJC-COM-0009"))
    team.wang.synchronise()
    team.everybody_agrees()
    for laptop in (team.li, team.wang):
        assert {device.asset_id for device in laptop.all(StocktakeDevice)} == set(team.codes)


def test_two_who_move_it_differently_are_settled_as_moves_are(team: Counting) -> None:
    team.begin(team.li)
    team.everybody_agrees()
    code = team.codes[0]
    for laptop, place in ((team.wang, "302"), (team.zhao, "303")):
        assert team.scan(laptop, code, place) is Answer.ELSEWHERE
        team.decide(laptop, DecisionKind.MOVED, code)
    team.wang.synchronise()
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        assert {asset.place for asset in laptop.all(Asset, id=code)} == {"303"}, "the device before it knows best"
        notes = [edit.note for edit in laptop.all(AssetEdit, asset_id=code)]
        assert len(notes) == 2
        assert all("年度盘点" in note for note in notes)
        assert team.summary(laptop).found == 1
    assert [notice.code for notice in team.wang.all(Notice)] == ["notice_asset_edit_replaced"]


def test_who_scans_on_after_the_end_comes_late_and_it_can_be_reopened(team: Counting) -> None:
    team.begin(team.li)
    team.everybody_agrees()
    team.scan(team.wang, team.codes[0])
    team.wang.synchronise()
    team.li.synchronise()
    team.li.run(EndStocktake(stocktake_id=team.id))
    team.li.synchronise()
    assert team.scan(team.zhao, team.codes[1]) is Answer.HERE
    team.everybody_agrees()
    for laptop in (team.li, team.zhao):
        assert [(scan.asset_id, scan.is_late) for scan in laptop.all(StocktakeScan) if scan.is_late] == [
            (team.codes[1], True)
        ]
        assert (team.summary(laptop).found, team.summary(laptop).late) == (2, 1)
    team.decide(team.li, DecisionKind.LOST, team.codes[4])
    team.li.run(ReopenStocktake(stocktake_id=team.id, reason="Zhao was still at it"))
    team.everybody_agrees()
    assert team.scan(team.zhao, team.codes[4]) is Answer.GONE
    team.decide(team.zhao, DecisionKind.PUT_BACK, team.codes[4])
    team.everybody_agrees()
    assert {asset.state for asset in team.li.all(Asset, id=team.codes[4])} == {AssetState.IN_USE}


def test_whoever_serves_another_customer_gets_nothing_of_it(team: Counting) -> None:
    other_id = new_id()
    team.li.run(AddCustomer(id=other_id, name="市图书馆"))
    team.begin(team.li)
    team.everybody_agrees()
    team.scan(team.wang, team.codes[0])
    team.everybody_agrees()
    team.headquarters.add_user("guest", Role.ENGINEER, other_id)
    guest = team.headquarters.new_laptop("guest")
    assert not [row for row_type in (Stocktake, StocktakeDevice, StocktakeScan, Site) for row in guest.all(row_type)]


def test_a_blind_one_shows_the_engineer_nothing_and_whoever_leads_it_all(team: Counting) -> None:
    team.begin(team.li, blind=True)
    team.everybody_agrees()
    assert team.scan(team.wang, team.codes[0]) is Answer.NOTED
    team.everybody_agrees()
    counts = {}
    for laptop in (team.wang, team.li):
        (stocktake,) = laptop.all(Stocktake)
        with laptop.workspace.store.read() as reader:
            counts[laptop] = [(room.expected, room.found) for room in rooms_of(reader, stocktake)]
    assert counts == {team.wang: [(None, None)], team.li: [(5, 1)]}
    team.li.run(EndStocktake(stocktake_id=team.id))
    team.everybody_agrees()
    (stocktake,) = team.wang.all(Stocktake)
    with team.wang.workspace.store.read() as reader:
        assert [(room.expected, room.found) for room in rooms_of(reader, stocktake)] == [(5, 1)]
