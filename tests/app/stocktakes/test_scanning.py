"""A walk through the rooms, each scan judged at once."""

from __future__ import annotations

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.assets.edit_commands import EditAsset
from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.stocktakes.commands import (
    BeginStocktake,
    CancelStocktake,
    EndStocktake,
    ReopenStocktake,
    ScanForStocktake,
)
from app.stocktakes.findings import FindingFilter, Listing, all_findings, finding_ids, finding_page, unknown_in
from app.stocktakes.queries import counters_of, departments_in, events_of, rooms_of
from app.stocktakes.rules import Finding, StocktakeEventKind, StocktakeState
from app.stocktakes.scanning import Answer
from app.stocktakes.tables import StocktakeDevice, StocktakeScan
from tests.app.stocktakes.walk import Walk
from tests.workspaces import Workspace

ENGINEER = Grants.of([Grant(Role.ENGINEER, None)])


def put(walk: Walk, asset_id: str, **wanted: object) -> None:
    asset = walk.workspace.get(Asset, asset_id)
    walk.workspace.run(EditAsset(id=asset_id, seen={name: getattr(asset, name) for name in wanted}, wanted=wanted))  # type: ignore[arg-type]


def listed(walk: Walk, listing: Listing, room: tuple[str | None, str] | None = None) -> list[str]:
    with walk.workspace.store.read() as reader:
        ids = finding_ids(reader, FindingFilter(walk.id, listing, room))
        return [device.id for device in finding_page(reader, walk.id, ids)]


class TestBeginning:
    def test_the_list_is_frozen(self, walk: Walk) -> None:
        gone = walk.add()
        put(walk, gone, state=AssetState.RETIRED)
        walk.begin()
        later = walk.add(place="301")
        put(walk, walk.first, place="302")
        assert {device.asset_id for device in walk.workspace.all(StocktakeDevice)} == {
            walk.first,
            walk.second,
            walk.printer,
        }
        assert walk.scan(walk.code(walk.first)).answer is Answer.HERE, "it was expected here when it began"
        assert walk.scan(walk.code(later)).answer is Answer.BESIDES
        assert (walk.summary().expected, walk.summary().found, walk.summary().besides) == (3, 1, 1)

    def test_it_is_of_a_department_or_of_types_too(self, walk: Walk) -> None:
        department = walk.workspace.add_department(walk.customer_id)
        here = walk.add(department_id=department, site_id=None)
        walk.begin(site_id=None, department_id=department)
        assert [device.asset_id for device in walk.workspace.all(StocktakeDevice)] == [here]
        walk.begin(site_id=None, type_codes=("PRN",))
        assert walk.stocktake().expected_count == 1

    def test_where_nothing_is_registered_there_is_nothing_to_begin(self, walk: Walk) -> None:
        with pytest.raises(Rejection, match="stocktake_empty"):
            walk.begin(site_id=walk.depot)

    def test_devices_and_places_of_another_customer_are_none_of_its_own(self, walk: Walk, workspace: Workspace) -> None:
        other = workspace.add_customer("Another")
        theirs = workspace.add_asset(other)
        with pytest.raises(Rejection, match="stocktake_empty"):
            walk.begin(expected=(theirs,))
        with pytest.raises(Rejection, match="record_unknown"):
            walk.begin(customer_id=other, expected=(theirs,))


class TestScanning:
    def test_each_scan_is_judged_at_once(self, walk: Walk) -> None:
        lost, retired, away = (walk.add(place="301") for _device in range(3))
        put(walk, lost, state=AssetState.LOST)
        put(walk, retired, state=AssetState.RETIRED)
        put(walk, away, site_id=walk.depot, place="9")
        walk.begin()
        for text, answer in (
            (walk.code(walk.first), Answer.HERE),
            ("sn-2", Answer.HERE),
            (walk.code(walk.printer), Answer.ELSEWHERE),
            (walk.code(away), Answer.ELSEWHERE),
            (walk.code(lost), Answer.GONE),
            (walk.code(retired), Answer.GONE),
            ("4006381333931", Answer.UNKNOWN),
        ):
            assert walk.scan(text).answer is answer
        summary = walk.summary()
        assert (summary.expected, summary.found, summary.missing) == (3, 3, 0)
        assert (summary.elsewhere, summary.gone, summary.unknown) == (2, 2, 1)
        assert {scan.finding for scan in walk.workspace.all(StocktakeScan)} == {
            Finding.HERE,
            Finding.ELSEWHERE,
            Finding.GONE,
            Finding.UNKNOWN,
        }

    def test_twice_is_said_and_counts_once(self, walk: Walk) -> None:
        walk.begin()
        for text in (walk.code(walk.first), "WHO KNOWS"):
            assert walk.scan(text).command is not None
            again = walk.scan(text.lower())
            assert (again.answer, again.command, again.by) == (Answer.AGAIN, None, "王芳")
        assert len(walk.workspace.all(StocktakeScan)) == 2

    def test_it_says_where_the_register_has_it_and_offers_to_move_it(self, walk: Walk) -> None:
        walk.begin()
        found = walk.judge(walk.code(walk.printer))
        assert (found.registered, found.may_move) == ("Town Hall · 302", True)
        away = walk.add(site_id=walk.depot, place="9")  # not on the frozen list
        walk.scan(walk.code(away))
        with walk.workspace.store.read() as reader:
            [told] = finding_page(reader, walk.id, finding_ids(reader, FindingFilter(walk.id, Listing.ELSEWHERE)))
        assert (told.is_expected, told.expected_in) == (False, "Depot · 9")
        assert not walk.judge(walk.code(walk.first)).may_move
        nowhere = walk.add(site_id=None)
        judged = walk.judge(walk.code(nowhere))
        assert (judged.answer, judged.may_move) == (Answer.BESIDES, True), "the register does not say where it is"

    def test_the_latest_of_two_rooms_counts(self, walk: Walk) -> None:
        walk.begin()
        walk.scan(walk.code(walk.first), "302")
        walk.workspace.clock.advance(minutes=1)
        assert walk.scan(walk.code(walk.first), "301").answer is Answer.HERE
        assert (walk.summary().found, walk.summary().elsewhere) == (1, 0)

    def test_the_name_of_a_room_chooses_it(self, walk: Walk) -> None:
        walk.begin()
        judged = walk.scan(" 302 ")
        assert judged.answer is Answer.ROOM
        assert judged.room is not None
        assert judged.room.name == "Town Hall · 302"

    def test_what_several_devices_are_called_is_asked(self, walk: Walk) -> None:
        put(walk, walk.second, serial_number="SN-1")
        walk.begin()
        judged = walk.judge("SN-1")
        assert (judged.answer, {asset.id for asset in judged.others}) == (
            Answer.AMBIGUOUS,
            {walk.first, walk.second},
        )

    def test_another_customers_device_is_not_written_down(self, walk: Walk, workspace: Workspace) -> None:
        other = workspace.add_customer("Another")
        theirs = workspace.add_asset(other, existing_code="CWC-COM-9999")
        walk.begin()
        judged = walk.judge("CWC-COM-9999")
        assert (judged.answer, judged.customer, judged.command, judged.asset) == (Answer.FOREIGN, "Another", None, None)
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(ScanForStocktake(stocktake_id=walk.id, text="x", asset_id=theirs))

    def test_rooms_and_departments_are_counted(self, walk: Walk) -> None:
        walk.begin()
        walk.scan(walk.code(walk.first))
        with walk.workspace.store.read() as reader:
            rooms = [(room.name, room.expected, room.found) for room in rooms_of(reader, walk.stocktake())]
            assert departments_in(reader, walk.stocktake()) == [("", 3, 1)]
        assert rooms == [("Town Hall · 301", 2, 1), ("Town Hall · 302", 1, 0)]
        assert listed(walk, Listing.MISSING) == [walk.second, walk.printer]
        assert listed(walk, Listing.MISSING, (walk.hall, "302")) == [walk.printer]
        assert listed(walk, Listing.HERE, (walk.hall, "301")) == [walk.first]
        assert listed(walk, Listing.ELSEWHERE) == []


class TestEnding:
    def test_whoever_knows_that_it_is_over_scans_no_more_and_others_come_late(self, walk: Walk) -> None:
        walk.begin()
        late = walk.judge(walk.code(walk.first)).command
        walk.workspace.run(EndStocktake(stocktake_id=walk.id, note="All rooms"))
        with pytest.raises(Rejection, match="stocktake_over"):
            walk.judge(walk.code(walk.second))
        assert late is not None
        walk.workspace.run(late)
        assert (walk.summary().found, walk.summary().late) == (1, 1)
        walk.workspace.run(ReopenStocktake(stocktake_id=walk.id, reason="One more"))
        assert walk.scan(walk.code(walk.second)).answer is Answer.HERE
        assert walk.summary().late == 1
        with walk.workspace.store.read() as reader:
            events = [(event.kind, name) for event, name in events_of(reader, walk.stocktake())]
            [device] = [each for each in all_findings(reader, walk.stocktake()) if each.is_late]
        assert device.id == walk.first
        kinds = (StocktakeEventKind.BEGUN, StocktakeEventKind.ENDED, StocktakeEventKind.REOPENED)
        assert sorted(events) == sorted((kind, "王芳") for kind in kinds)

    def test_it_ends_once_and_what_was_cancelled_stays_so(self, walk: Walk) -> None:
        walk.begin()
        with pytest.raises(Rejection, match="stocktake_not_ended"):
            walk.workspace.run(ReopenStocktake(stocktake_id=walk.id, reason="?"))
        for _twice in range(2):
            walk.workspace.run(EndStocktake(stocktake_id=walk.id))
        with pytest.raises(Rejection, match="stocktake_over"):
            walk.workspace.run(CancelStocktake(stocktake_id=walk.id, reason="?"))
        walk.begin()
        walk.workspace.run(CancelStocktake(stocktake_id=walk.id, reason="Begun twice"))
        assert walk.stocktake().state is StocktakeState.CANCELLED
        for command in (EndStocktake(stocktake_id=walk.id), ReopenStocktake(stocktake_id=walk.id, reason="?")):
            with pytest.raises(Rejection, match="stocktake_cancelled"):
                walk.workspace.run(command)

    def test_who_scanned_how_much(self, walk: Walk) -> None:
        zhang = walk.workspace.add_person()
        walk.begin()
        walk.scan(walk.code(walk.first))
        for text in (walk.code(walk.second), "UNKNOWN-1"):
            walk.scan(text, by=zhang)
        with walk.workspace.store.read() as reader:
            assert sorted((each.name, each.count) for each in counters_of(reader, walk.stocktake())) == [
                ("张三", 2),
                ("王芳", 1),
            ]


class TestBlind:
    def test_whoever_scans_sees_nothing_of_what_is_expected_until_it_ends(self, walk: Walk) -> None:
        walk.begin(blind=True)
        walk.workspace.connect()
        walk.workspace.grants = ENGINEER
        _hold(walk.workspace, Role.ENGINEER)
        for text in (walk.code(walk.first), walk.code(walk.printer)):
            judged = walk.scan(text)
            assert (judged.answer, judged.registered, judged.may_move) == (Answer.NOTED, "", False)
        assert walk.scan("NOBODY").answer is Answer.UNKNOWN
        with walk.workspace.store.read() as reader:
            assert {(room.expected, room.found) for room in rooms_of(reader, walk.stocktake())} == {(None, None)}
            told = finding_page(reader, walk.id, finding_ids(reader, FindingFilter(walk.id, Listing.SCANNED)))
        assert {(each.finding, each.expected_in, each.is_expected) for each in told} == {(None, "", False)}
        assert listed(walk, Listing.MISSING) == []
        assert set(listed(walk, Listing.ELSEWHERE)) == {walk.first, walk.printer}, "whatever is asked for"
        _hold(walk.workspace, Role.MANAGER)
        assert listed(walk, Listing.MISSING) == [walk.second]
        assert listed(walk, Listing.ELSEWHERE) == [walk.printer]
        _hold(walk.workspace, Role.ENGINEER)
        walk.workspace.grants = EVERYTHING
        walk.workspace.run(EndStocktake(stocktake_id=walk.id))
        assert listed(walk, Listing.MISSING) == [walk.second]

    def test_an_engineer_begins_and_ends_none(self, walk: Walk) -> None:
        walk.begin()
        walk.workspace.grants = ENGINEER
        for command in (
            EndStocktake(stocktake_id=walk.id),
            CancelStocktake(stocktake_id=walk.id, reason="?"),
            BeginStocktake(id=new_id(), customer_id=walk.customer_id, name="Mine"),
        ):
            with pytest.raises(Rejection, match="not_permitted"):
                walk.workspace.run(command)
        assert walk.scan(walk.code(walk.first)).answer is Answer.HERE


def _hold(workspace: Workspace, role: Role) -> None:
    from app.storage.facts import GRANTS, set_fact

    workspace.store.write(lambda unit: set_fact(unit, GRANTS, f'[{{"role": "{role}", "customer_id": null}}]'))


def test_what_was_unknown_says_what_became_of_it(walk: Walk) -> None:
    walk.begin()
    walk.scan("new-77", "302")
    walk.add(existing_code="NEW-77", keep_code=True)
    with walk.workspace.store.read() as reader:
        [unknown] = unknown_in(reader, walk.stocktake())
    assert (unknown.text, unknown.place, unknown.by) == ("new-77", "302", "王芳")
    assert unknown.registered_as == "NEW-77"
