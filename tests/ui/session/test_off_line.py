"""Off-line is the normal case: the window goes on, and catches up by itself."""

from __future__ import annotations

import subprocess
import sys
import threading

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import app.bootstrap
from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.schema import RowT, columns_of
from app.tour.cable import Cable
from app.workorders.commands import AssignOrder, CancelOrder, LogOrder
from app.workorders.rules import OrderState
from app.workorders.tables import OrderEvent, WorkOrder
from app.workspace import Workspace
from tests.app.sync.conftest import Headquarters
from tests.ui.hands import CTRL
from tests.ui.session.conftest import Enrolled, SitDown
from tests.ui.session.desk import PATIENCE_MILLISECONDS, Desk
from ui.pages.inbox.page import InboxPage

CUSTOMER_ID, CUSTOMER = "jiangzhou", "江州市交警支队"


@pytest.fixture(autouse=True)
def customer(headquarters: Headquarters) -> None:
    headquarters.server.run(AddCustomer(id=CUSTOMER_ID, name=CUSTOMER))


def at_headquarters(headquarters: Headquarters, row_type: type[RowT]) -> list[RowT]:
    with headquarters.server.store.read() as reader:
        return reader.find(row_type, order_by=[columns_of(row_type).id])


def log_order(desk: Desk, title: str) -> None:
    desk.press_keys(Qt.Key.Key_N, CTRL)
    desk.fill("Customer", CUSTOMER)
    desk.fill("What is wrong", title)
    desk.push("Log the order")
    desk.until(lambda: QApplication.activeModalWidget() is None)


def test_work_goes_on_without_the_server_and_all_is_there_once_when_it_is_back(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = sit_down(enrolled("li"))
    desk.until(lambda: "Synced" in desk.status)
    cable.unplug()
    log_order(desk, "打印机卡纸")
    log_order(desk, "电话没有声音")
    desk.until(lambda: sum(title in row for row in desk.rows for title in ("打印机卡纸", "电话没有声音")) == 2)
    desk.until(lambda: "Working off-line" in desk.status and "2 waiting to upload" in desk.status)
    assert f"{cable.url.removeprefix('http://')} not reachable" in desk.status
    assert not desk.window.banner.isVisible()
    assert at_headquarters(headquarters, WorkOrder) == []
    cable.plug()
    desk.until(lambda: "Synced" in desk.status and "waiting" not in desk.status)
    assert sorted(order.title for order in at_headquarters(headquarters, WorkOrder)) == ["打印机卡纸", "电话没有声音"]
    assert len(at_headquarters(headquarters, OrderEvent)) == 2


def test_a_server_that_is_back_hears_at_once_of_the_next_thing_done(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    home = enrolled("li")
    cable.unplug()
    desk = sit_down(home)
    log_order(desk, "打印机卡纸")
    desk.until(lambda: "Working off-line" in desk.status)
    cable.plug()
    log_order(desk, "电话没有声音")
    desk.until(lambda: "Synced" in desk.status and "waiting" not in desk.status)
    assert len(at_headquarters(headquarters, WorkOrder)) == 2
    headquarters.server.run(LogOrder(id=new_id(), customer_id=CUSTOMER_ID, title="网络中断"))
    desk.press_keys(Qt.Key.Key_F5)
    desk.until(lambda: any("网络中断" in row for row in desk.rows))


def test_what_the_server_refused_waits_in_the_inbox_and_its_badge_says_so(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled
) -> None:
    engineer_id, order_id = headquarters.add_user("wang", Role.ENGINEER), new_id()
    headquarters.server.run(
        LogOrder(id=order_id, customer_id=CUSTOMER_ID, title="打印机卡纸"),
        AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=engineer_id),
    )
    desk = sit_down(enrolled("wang"))
    desk.mark("打印机卡纸")
    desk.until(lambda: "Synced" in desk.status)
    told = desk.inbox
    cable.unplug()
    headquarters.server.run(CancelOrder(order_id=order_id, reason="重复报修"))
    desk.push("Accept")
    desk.until(lambda: "1 waiting to upload" in desk.status)
    cable.plug()
    desk.press_keys(Qt.Key.Key_F5)
    desk.until(lambda: desk.inbox != told and "Synced" in desk.status)
    (order,) = at_headquarters(headquarters, WorkOrder)
    assert order.state is OrderState.CANCELLED
    desk.visit("inbox")
    desk.until(lambda: len(desk.page(InboxPage).cards) == 1)


def test_what_another_process_does_is_seen_without_a_key_being_pressed(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    said = msgspec.json.encode({"id": new_id(), "name": "师范大学附属医院"}).decode()
    command = [
        sys.executable,
        "-m",
        "ui.main",
        "--home",
        str(sample_home.folder),
        "run",
        "directory.add_customer",
        said,
    ]
    subprocess.run(command, check=True, timeout=60)
    desk.until(lambda: desk.field("Customer").findText("师范大学附属医院") >= 0)  # type: ignore[union-attr]


def test_the_server_is_asked_only_when_every_room_is_loaded_whose_rows_it_sends(
    sit_down: SitDown, headquarters: Headquarters, enrolled: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    home = enrolled("li")
    headquarters.server.run(LogOrder(id=new_id(), customer_id=CUSTOMER_ID, title="打印机卡纸"))
    may_go_on = threading.Event()
    get_ready = app.bootstrap.get_ready

    def get_ready_slowly(workspace: Workspace) -> None:
        assert may_go_on.wait(PATIENCE_MILLISECONDS / 1000)
        get_ready(workspace)

    monkeypatch.setattr(app.bootstrap, "get_ready", get_ready_slowly)
    desk = sit_down(home)
    desk.until_at_work()
    assert not desk.application.work.network._thread.is_alive()
    may_go_on.set()
    desk.until(lambda: "Synced" in desk.status and any("打印机卡纸" in row for row in desk.rows))
