"""The list of work orders: which, in which order, how many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.storage.facts import PERSON_ID, set_fact
from app.workorders.commands import CancelOrder
from app.workorders.desk_commands import PrioritiseOrder
from app.workorders.filters import OrderFilter, OrderSegment, OrderSort
from app.workorders.queries.listing import (
    engineer_loads,
    order_counts,
    order_ids,
    order_page,
    orders_of_asset,
    search_orders,
)
from app.workorders.rules import PauseReason
from app.workorders.tables import OrderAlias
from app.workorders.visit_commands import PauseWork, StartWork
from tests.workspaces import OWNER_ID, Workspace


def titles(workspace: Workspace, wanted: OrderFilter, limit: int | None = None) -> list[str]:
    with workspace.store.read() as reader:
        rows = order_ids(reader, wanted, workspace.clock.now(), limit)
        return [item.title for item in order_page(reader, rows)]


def counts(workspace: Workspace, wanted: OrderFilter) -> dict[str, int]:
    with workspace.store.read() as reader:
        found = order_counts(reader, wanted, workspace.clock.now())
        return {segment.value: count for segment, count in found.items()}


@pytest.fixture
def orders(workspace: Workspace) -> dict[str, str]:
    """Orders of two customers in every state that a segment asks for; ids by title."""
    now = workspace.clock.now()
    city, school = workspace.add_customer("市政务中心"), workspace.add_customer("师范大学")
    zhu = workspace.add_person("朱琳")
    hour = timedelta(hours=1)
    made = {
        "new": workspace.add_order(city, "new", priority=4, due_at=now + hour / 2),
        "late": workspace.add_order(school, "late", priority=1, due_at=now - hour),
        "mine": workspace.add_order(city, "mine", priority=2, due_at=now + 5 * hour),
        "paused": workspace.add_order(school, "paused", priority=3, due_at=now - 2 * hour),
        "cancelled": workspace.add_order(city, "cancelled", priority=1, due_at=now - 3 * hour),
    }
    workspace.assign(made["mine"], OWNER_ID)
    visit_id = workspace.assign(made["paused"], zhu)
    workspace.run(StartWork(visit_id=visit_id), by=zhu)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS), by=zhu)
    workspace.run(CancelOrder(order_id=made["cancelled"]))
    workspace.store.write(lambda unit: set_fact(unit, PERSON_ID, OWNER_ID))
    return made


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(
    ("segment", "found"),
    [
        (OrderSegment.ALL, ["cancelled", "paused", "mine", "late", "new"]),
        (OrderSegment.UNASSIGNED, ["late", "new"]),
        (OrderSegment.IN_PROGRESS, ["paused", "mine"]),
        (OrderSegment.DUE_SOON, ["new"]),
        (OrderSegment.OVERDUE, ["late"]),
        (OrderSegment.MINE, ["mine"]),
    ],
)
def test_every_segment_holds_its_orders_newest_first_and_tells_how_many(
    workspace: Workspace, segment: OrderSegment, found: list[str]
) -> None:
    assert titles(workspace, OrderFilter(segment=segment)) == found
    assert counts(workspace, OrderFilter())[segment] == len(found)


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(
    ("sort", "found"),
    [
        (OrderSort.LOGGED, ["new", "late", "mine", "paused", "cancelled"]),
        (OrderSort.NUMBER, ["new", "late", "mine", "paused", "cancelled"]),
        (OrderSort.PRIORITY, ["late", "cancelled", "mine", "paused", "new"]),
        (OrderSort.CUSTOMER, ["cancelled", "mine", "new", "paused", "late"]),
        (OrderSort.ENGINEER, ["paused", "mine", "cancelled", "late", "new"]),
        (OrderSort.STATE, ["late", "new", "mine", "paused", "cancelled"]),
        (OrderSort.DUE, ["late", "new", "mine", "cancelled", "paused"]),
    ],
)
def test_every_sort_holds_with_and_without_a_filter(workspace: Workspace, sort: OrderSort, found: list[str]) -> None:
    everything = OrderFilter(sort=sort, descending=False)
    assert titles(workspace, everything) == found
    narrowed = OrderFilter(text="e", sort=sort, descending=False)
    assert titles(workspace, narrowed) == [title for title in found if "e" in title]
    backwards = OrderFilter(sort=sort, descending=True)
    assert set(titles(workspace, backwards)) == set(found)
    assert titles(workspace, everything, limit=2) == found[:2]


def test_orders_without_a_clock_that_runs_stand_last_either_way(workspace: Workspace, orders: dict[str, str]) -> None:
    customer_id = workspace.add_customer("图书馆")
    workspace.add_order(customer_id, "some day")
    for descending in (False, True):
        found = titles(workspace, OrderFilter(sort=OrderSort.DUE, descending=descending))
        assert set(found[:3]) == {"late", "new", "mine"}
        assert set(found[3:]) == {"some day", "paused", "cancelled"}


def test_nobody_stands_last_when_engineers_are_sorted(workspace: Workspace, orders: dict[str, str]) -> None:
    assert titles(workspace, OrderFilter(sort=OrderSort.ENGINEER, descending=True)) == [
        "mine",
        "paused",
        "cancelled",
        "late",
        "new",
    ]


def test_two_chinese_characters_are_found_in_the_title_and_the_description(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    workspace.add_order(customer_id, "打印机卡纸")
    workspace.add_order(customer_id, "台式机蓝屏", description="打印时")
    workspace.add_order(customer_id, "印打错字")
    assert titles(workspace, OrderFilter(text="打印")) == ["台式机蓝屏", "打印机卡纸"]
    assert counts(workspace, OrderFilter(text="打印"))["all"] == 2
    assert counts(workspace, OrderFilter(text="打印"))["mine"] == 0


def test_an_order_is_found_by_a_number_it_once_had(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer(), "打印机卡纸")
    alias = OrderAlias(id="a", customer_id="c", order_id=order_id, alias="W26-P7KQ04")
    workspace.store.write(lambda unit: unit.put(alias))
    assert titles(workspace, OrderFilter(text="p7kq04")) == ["打印机卡纸"]
    assert titles(workspace, OrderFilter(text="W26-000001")) == ["打印机卡纸"]
    with workspace.store.read() as reader:
        assert [item.id for item in search_orders(reader, "7KQ0", workspace.clock.now(), 5)] == [order_id]


def test_a_list_item_names_whom_it_is_about(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("师范大学")
    site_id = workspace.add_site(customer_id, "图书馆")
    order_id = workspace.add_order(customer_id, site_id=site_id, place="3F 自习室")
    workspace.assign(order_id, workspace.add_person("朱琳"))
    workspace.run(PrioritiseOrder(order_id=order_id, priority=3, level="3b", reason="Remote"))
    with workspace.store.read() as reader:
        (item,) = order_page(reader, order_ids(reader, OrderFilter(), workspace.clock.now()))
    assert (item.customer, item.site, item.engineer) == ("师范大学", "图书馆 3F 自习室", "朱琳")
    assert (item.priority, item.level) == (3, "3b")
    assert item.logged_at == workspace.clock.now()


def test_a_page_leaves_out_what_is_gone(workspace: Workspace) -> None:
    workspace.add_order(workspace.add_customer(), "there")
    with workspace.store.read() as reader:
        assert [item.title for item in order_page(reader, [7, 1, 8])] == ["there"]
        assert order_page(reader, []) == []


def test_the_orders_of_a_device_are_those_about_it(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    asset_id = workspace.add_asset(customer_id)
    for number in range(3):
        workspace.add_order(customer_id, f"about it {number}", asset_id=asset_id)
    workspace.add_order(customer_id, "about another")
    with workspace.store.read() as reader:
        assert [item.title for item in orders_of_asset(reader, asset_id, 2)] == ["about it 2", "about it 1"]


def test_everybody_who_can_be_sent_is_told_with_his_load(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    zhu = workspace.add_person("朱琳")
    workspace.assign(workspace.add_order(customer_id), zhu)
    cancelled = workspace.add_order(customer_id)
    workspace.assign(cancelled, zhu)
    workspace.run(CancelOrder(order_id=cancelled))
    with workspace.store.read() as reader:
        assert [(load.name, load.open_count) for load in engineer_loads(reader)] == [("朱琳", 1), ("王芳", 0)]
