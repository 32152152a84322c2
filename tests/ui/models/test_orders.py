"""The list of work orders says what is due, in the language shown now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.workorders.filters import OrderFilter, OrderListItem, OrderSegment
from app.workorders.rules import OrderKind, OrderState
from tests.fakes import FakeClock
from tests.ui.conftest import Speak
from tests.ui.orders import fill_with_orders
from tests.workspaces import OWNER_ID, Workspace
from ui.models.orders import OrdersModel, due_of, order_row
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_row import ORDER_ROW_ROLE, DueKind, OrderColumn
from ui.work.work import Work

NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""
ITEM = OrderListItem(
    row=1,
    id="a",
    number="W26-000001",
    title="打印机卡纸",
    kind=OrderKind.INCIDENT,
    priority=2,
    state=OrderState.ASSIGNED,
    customer="师范大学",
    site="图书馆 3F",
    engineer="朱琳",
    logged_at=NOW - timedelta(hours=1),
    due_at=NOW + timedelta(hours=2, minutes=15),
)


@pytest.fixture
def model(work: Work, wall: WallClock) -> OrdersModel:
    return OrdersModel(work, wall)


@pytest.fixture
def noon() -> WallClock:
    return WallClock(FakeClock(NOW), "Asia/Shanghai")


def load(qtbot: QtBot, model: OrdersModel, count: int) -> None:
    model.load()
    qtbot.waitUntil(lambda: model.rowCount() == count)


def numbers(model: OrdersModel, count: int = 3) -> list[str]:
    return [model.data(model.index(row, OrderColumn.ORDER), ORDER_ROW_ROLE).number for row in range(count)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "minutes", "kind", "words"),
    [
        (OrderState.ASSIGNED, 135, DueKind.LEFT, "2:15 left"),
        (OrderState.LOGGED, 60, DueKind.AT_RISK, "1:00 left"),
        (OrderState.IN_PROGRESS, 0, DueKind.AT_RISK, "0:00 left"),
        (OrderState.ASSIGNED, -8, DueKind.OVER, "0:08 over"),
        (OrderState.ASSIGNED, 24 * 60 + 61, DueKind.LEFT, "1 d 1 h left"),
        (OrderState.PAUSED, 135, DueKind.LEFT, "2:15 left"),
        (OrderState.RESOLVED, -8, DueKind.NONE, ""),
        (OrderState.CLOSED, 60, DueKind.NONE, ""),
        (OrderState.CANCELLED, 60, DueKind.NONE, ""),
    ],
)
def test_how_an_order_stands(state: OrderState, minutes: int, kind: DueKind, words: str) -> None:
    assert due_of(state, NOW + timedelta(minutes=minutes), NOW) == (kind, words)


def test_without_a_due_time_there_is_nothing_to_say() -> None:
    assert due_of(OrderState.PAUSED, None, NOW) == (DueKind.NONE, "")


def test_whether_it_stands_still_is_asked_of_the_clock_not_of_the_state() -> None:
    assert due_of(OrderState.ASSIGNED, None, NOW, paused=True) == (DueKind.PAUSED, "Paused")
    assert due_of(OrderState.CLOSED, None, NOW, paused=True) == (DueKind.NONE, "")


def test_a_row_says_everything_in_words(noon: WallClock) -> None:
    row = order_row(ITEM, noon)
    assert (row.priority_text, row.state_text, row.engineer_text) == ("P2", "Assigned", "朱琳")
    assert (row.due, row.due_text, row.due_time_text) == (DueKind.LEFT, "2:15 left", "14:15")
    named = {level: order_row(replace(ITEM, level=level), noon).priority_text for level in ("3a", "minor")}
    assert named == {"3a": "3a", "minor": "Minor"}, "as agreed, or in words where it is that of a fault"


def test_a_paused_order_shows_no_due_time(noon: WallClock) -> None:
    row = order_row(replace(ITEM, state=OrderState.PAUSED, due_at=None, paused=True), noon)
    assert (row.due_text, row.due_time_text) == ("Paused", "")


def test_a_due_time_on_another_day_shows_the_day(noon: WallClock) -> None:
    assert order_row(replace(ITEM, due_at=NOW + timedelta(days=2)), noon).due_time_text == "4 Nov"


def test_nobody_is_somebody_else_than_an_empty_name(noon: WallClock) -> None:
    row = order_row(replace(ITEM, engineer=""), noon)
    assert (row.engineer, row.engineer_text) == ("", "Nobody yet")


def test_a_thousand_orders_are_there_newest_first(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    fill_with_orders(workspace, 1_000)
    load(qtbot, model, 1_000)
    assert numbers(model) == ["W26-001000", "W26-000999", "W26-000998"]


def test_sorting_by_number_and_back(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    fill_with_orders(workspace, 300)
    load(qtbot, model, 300)
    with qtbot.waitSignal(model.loaded):
        model.sort(OrderColumn.ORDER)
    assert numbers(model) == ["W26-000001", "W26-000002", "W26-000003"]
    with qtbot.waitSignal(model.loaded):
        model.sort(OrderColumn.PRIORITY, Qt.SortOrder.DescendingOrder)
    assert numbers(model) == ["W26-000300", "W26-000296", "W26-000292"]
    with qtbot.waitSignal(model.loaded):
        model.sort(-1)
    assert numbers(model) == ["W26-000300", "W26-000299", "W26-000298"]


def test_every_column_can_be_sorted_by(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    fill_with_orders(workspace, 5)
    load(qtbot, model, 5)
    for column in OrderColumn:
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            model.sort(column, order)
            load(qtbot, model, 5)


def test_filtering_by_text_and_segment(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    orders = fill_with_orders(workspace, 300)
    load(qtbot, model, 300)
    model.set_filter(OrderFilter(text="卡纸"))
    qtbot.waitUntil(lambda: model.rowCount() == 75)
    workspace.assign(orders[0].id, OWNER_ID)
    model.set_filter(OrderFilter(segment=OrderSegment.MINE))
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert numbers(model, 1) == [orders[0].number]


def test_what_another_thread_changed_is_painted_anew(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    orders = fill_with_orders(workspace, 3)
    load(qtbot, model, 3)
    workspace.assign(orders[0].id, OWNER_ID)
    index = model.index(2, OrderColumn.STATE)
    qtbot.waitUntil(lambda: model.data(index, Qt.ItemDataRole.DisplayRole) == "Assigned")


def test_the_language_changes_with_every_text(
    qtbot: QtBot, model: OrdersModel, workspace: Workspace, speak: Speak
) -> None:
    fill_with_orders(workspace, 3)
    load(qtbot, model, 3)
    state = model.index(0, OrderColumn.STATE)
    assert model.data(state, Qt.ItemDataRole.AccessibleTextRole) == "New"
    speak("zh_CN")
    model.retranslate()
    assert model.data(state, Qt.ItemDataRole.AccessibleTextRole) == "新建"
    assert model.headerData(OrderColumn.STATE, Qt.Orientation.Horizontal) == "状态"


def test_it_keeps_the_rules_of_models(qtbot: QtBot, model: OrdersModel, workspace: Workspace) -> None:
    fill_with_orders(workspace, 200)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    load(qtbot, model, 200)
    model.set_filter(OrderFilter(text="卡纸"))
    qtbot.waitUntil(lambda: model.rowCount() == 50)
    model.retranslate()
