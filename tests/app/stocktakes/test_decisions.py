"""What becomes of what is missing, elsewhere, gone or unknown."""

from __future__ import annotations

from datetime import date

import pytest

from app.assets.edit_commands import EditAsset
from app.assets.queries import asset_changes
from app.assets.rules import AssetState
from app.assets.tables import Asset, AssetAlias
from app.foundation.errors import Rejection
from app.stocktakes.commands import CancelStocktake, EndStocktake
from app.stocktakes.decision_commands import DecideFindings, UnknownFound, asking_to_register, deciding
from app.stocktakes.findings import all_findings, unknown_in
from app.stocktakes.rules import DecisionKind
from app.storage.edits import edit_of
from app.workorders.edit_commands import EditOrder
from app.workorders.registering import log_registering
from app.workorders.tables import WorkOrder
from tests.app.stocktakes.walk import Walk

TODAY = date(2026, 11, 2)


def decide(walk: Walk, kind: DecisionKind, *asset_ids: str, note: str = "") -> int:
    """How many devices it was decided about."""
    with walk.workspace.store.read() as reader:
        commands = deciding(reader, walk.stocktake(), asset_ids, kind, TODAY, note)
    walk.workspace.run(*commands)
    return sum(len(command.asset_ids) for command in commands if isinstance(command, DecideFindings))


def told(walk: Walk, asset_id: str) -> tuple[DecisionKind | None, str]:
    with walk.workspace.store.read() as reader:
        [found] = [each for each in all_findings(reader, walk.stocktake()) if each.id == asset_id]
    return found.decided, found.note


def history(walk: Walk, asset_id: str) -> list[str]:
    with walk.workspace.store.read() as reader:
        return [change.edit.note for change in asset_changes(reader, asset_id)]


def test_what_is_missing_is_written_off_in_bulk_and_its_history_tells_why(walk: Walk) -> None:
    walk.begin()
    walk.workspace.run(EndStocktake(stocktake_id=walk.id))
    assert decide(walk, DecisionKind.LOST, walk.first, walk.second, note="Thrown away") == 2
    for asset_id in (walk.first, walk.second):
        assert walk.workspace.get(Asset, asset_id).state is AssetState.LOST
        assert history(walk, asset_id) == [
            f"Stocktake of Town Hall 2026 ({walk.stocktake().reference}): Thrown away",
        ]
        assert told(walk, asset_id) == (DecisionKind.LOST, "Thrown away")
    assert decide(walk, DecisionKind.LOST, walk.first) == 0, "it is lost already"


def test_a_device_that_turned_up_is_put_back_as_far_as_that_can_be(walk: Walk) -> None:
    for asset_id, state in ((walk.first, AssetState.LOST), (walk.second, AssetState.RETIRED)):
        walk.workspace.run(EditAsset(id=asset_id, seen={"state": "in_use"}, wanted={"state": state}))
    walk.begin()
    for asset_id in (walk.first, walk.second):
        walk.scan(walk.code(asset_id))
    assert decide(walk, DecisionKind.PUT_BACK, walk.first, walk.second) == 2
    states = [walk.workspace.get(Asset, each).state for each in (walk.first, walk.second)]
    assert states == [AssetState.IN_USE, AssetState.IN_STOCK]


def test_a_device_moves_to_where_it_was_scanned_and_its_code_into_the_department(walk: Walk) -> None:
    science = walk.workspace.add_department(walk.customer_id, "KJC")
    finance = walk.workspace.add_department(walk.customer_id, "CWC")
    walk.add(department_id=science)
    stray = walk.add(department_id=finance, place="9")
    old = walk.code(stray)
    walk.begin(site_id=None, department_id=science)
    assert walk.scan(old, "305").may_move
    assert decide(walk, DecisionKind.MOVED, stray) == 1
    moved = walk.workspace.get(Asset, stray)
    assert (moved.department_id, moved.place, moved.code) == (science, "305", old.replace("CWC", "KJC"))
    assert [alias.alias for alias in walk.workspace.all(AssetAlias, asset_id=stray)] == [old]
    assert decide(walk, DecisionKind.MOVED, walk.printer) == 0, "it was never scanned"


def test_a_note_or_another_look_changes_nothing_in_the_register(walk: Walk) -> None:
    walk.begin()
    decide(walk, DecisionKind.CHECK_AGAIN, walk.first)
    walk.workspace.clock.advance(minutes=1)
    decide(walk, DecisionKind.EXPLAINED, walk.first, note="At the user's home")
    assert told(walk, walk.first) == (DecisionKind.EXPLAINED, "At the user's home")
    assert history(walk, walk.first) == []


def test_one_order_asks_to_register_what_nobody_knows_and_is_logged_once(walk: Walk) -> None:
    walk.workspace.reactions.connect(UnknownFound, log_registering)
    walk.begin()
    for text, place in (("AB-1", "301"), ("AB-2", "302")):
        walk.scan(text, place)
    for _twice in range(2):
        walk.workspace.run(asking_to_register(walk.stocktake(), ("AB-1", "AB-2")))
    [order] = walk.workspace.all(WorkOrder)
    assert order.title == "Register 2 devices found in the stocktake “Town Hall 2026”"
    assert (order.description, order.site_id) == ("301 · AB-1\n302 · AB-2", walk.hall)
    assert order.number.startswith("W26-")
    with walk.workspace.store.read() as reader:
        assert {each.decided for each in unknown_in(reader, walk.stocktake())} == {DecisionKind.TO_REGISTER}


def test_the_order_for_very_many_has_as_long_a_description_as_people_may_write(walk: Walk) -> None:
    walk.workspace.reactions.connect(UnknownFound, log_registering)
    walk.begin()
    texts = tuple(f"{number:03}-{'X' * 90}" for number in range(300))
    walk.workspace.run(asking_to_register(walk.stocktake(), texts))
    [order] = walk.workspace.all(WorkOrder)
    *told, last = order.description.split("\n")
    assert (tuple(told), last) == (texts[: len(told)], "…")
    assert 19_900 < len(order.description) <= 20_000
    walk.workspace.run(edit_of(EditOrder, order, description="They are from the depot"))


def test_nothing_is_decided_about_what_was_cancelled_or_is_anothers(walk: Walk) -> None:
    theirs = walk.workspace.add_asset(walk.workspace.add_customer("Another"))
    walk.begin()
    with pytest.raises(Rejection, match="record_unknown"):
        decide(walk, DecisionKind.EXPLAINED, theirs)
    walk.workspace.run(CancelStocktake(stocktake_id=walk.id, reason="Begun twice"))
    with pytest.raises(Rejection, match="stocktake_cancelled"):
        decide(walk, DecisionKind.EXPLAINED, walk.first)
