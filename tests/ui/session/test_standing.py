"""The frame of the window says how things stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.accounts.devices import shut_out
from app.accounts.rules import DeviceState, Role
from app.accounts.tables import Device
from app.bootstrap import create_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.units import UnitOfWork
from app.tour.cable import Cable
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.fakes import FakeClock
from tests.ui.session.conftest import Enrolled, SitDown


@pytest.fixture
def lone_home(home: Home, clock: FakeClock) -> Home:
    """A workspace without a server, in which an order was logged."""
    workspace = create_workspace(home, "王建国", clock)
    workspace.runner.run(AddCustomer(id="jiangzhou", name="江州市交警支队"))
    workspace.runner.run(LogOrder(id=new_id(), customer_id="jiangzhou", title="打印机卡纸"))
    workspace.close()
    return home


def test_checking_in_shows_at_once_by_the_clock_on_the_wall(
    sit_down: SitDown, sample_home: Home, clock: FakeClock
) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    assert "Not checked in" in desk.status
    desk.visit("attendance")
    clock.advance(minutes=31)
    desk.press_keys(Qt.Key.Key_F9)
    desk.until(lambda: "Checked in 08:31, late" in desk.status)
    desk.application.choose_zone("America/New_York")  # where it is still yesterday
    desk.until(lambda: "Not checked in" in desk.status)


def test_what_was_read_waits_no_more(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until(lambda: desk.inbox == "Inbox 2")
    desk.visit("inbox")
    desk.push("Mark all as read")
    desk.until(lambda: desk.inbox == "Inbox")


def test_a_workspace_without_a_server_says_so_and_has_nothing_to_send(sit_down: SitDown, lone_home: Home) -> None:
    desk = sit_down(lone_home)
    desk.until_at_work()
    desk.press_keys(Qt.Key.Key_F5)
    desk.until_answered()
    assert "This computer only" in desk.status
    assert "waiting" not in desk.status
    desk.look_for("compare everything")
    desk.choose()
    desk.until(lambda: "no server that it could be compared with" in desk.said)


def test_a_workspace_that_is_connected_later_offers_what_it_holds(
    sit_down: SitDown, lone_home: Home, headquarters: Headquarters, cable: Cable
) -> None:
    headquarters.add_user("zhou", Role.MANAGER)
    desk = sit_down(lone_home)
    desk.visit("settings")
    desk.push("Connect to a server")
    desk.push("Back")
    desk.until(lambda: desk.window.current_page == "settings" and desk.buttons("Licences") != [])
    desk.push("Connect to a server")
    desk.sign_in(cable.url, "zhou", PASSWORD)
    desk.until(lambda: "Synced" in desk.status and "waiting" not in desk.status)
    assert desk.window.current_page == "settings"
    with headquarters.server.store.read() as reader:
        assert [order.title for order in reader.find(WorkOrder)] == ["打印机卡纸"]
    desk.until(lambda: cable.url in desk.said)


def test_whoever_wants_all_compared_is_told_what_came_of_it(
    sit_down: SitDown, headquarters: Headquarters, enrolled: Enrolled, expected_log: pytest.LogCaptureFixture
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    headquarters.server.run(AddCustomer(id="jiangzhou", name="江州市交警支队"))
    desk = sit_down(enrolled("li"))
    desk.until(lambda: "Synced" in desk.status)
    desk.look_for("compare everything")
    desk.choose()
    desk.until(lambda: "records were compared" in desk.said)
    assert not expected_log.records
    workspace = desk.application.beginning.workspace
    assert workspace is not None
    with workspace.store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM customers")
    desk.look_for("compare everything")
    desk.choose()
    desk.until(lambda: "1 record here differed from the server's" in desk.said)
    assert "tell your administrator" in desk.said
    assert len(expected_log.records) == 1


def test_a_laptop_that_the_server_no_longer_knows_is_told_so_once_and_can_sign_in_again(
    qtbot: QtBot, sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = sit_down(enrolled("li"))
    desk.until(lambda: "Synced" in desk.status)
    headquarters.server.store.write(forget_devices)
    desk.press_keys(Qt.Key.Key_F5)
    desk.until(lambda: "Sync needs you" in desk.status and desk.window.banner.isVisible())
    desk.push("Dismiss")
    with qtbot.waitSignal(desk.application.synchronising.round_made):
        desk.press_keys(Qt.Key.Key_F5)
    assert not desk.window.banner.isVisible()
    desk.visit("settings")
    desk.push("Sign in again")
    desk.until(lambda: desk.buttons("Sign in") != [])
    assert desk.text_in("Server address") == cable.url
    desk.sign_in(cable.url, "li", PASSWORD)
    desk.until(lambda: "Synced" in desk.status)


def test_a_laptop_that_was_shut_out_signs_in_again_with_one_click(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = sit_down(enrolled("li"))
    desk.until(lambda: "Synced" in desk.status)
    headquarters.server.store.write(fence_devices)
    desk.press_keys(Qt.Key.Key_F5)
    desk.until(desk.window.banner.isVisible)
    assert "another copy of its workspace" in desk.said
    desk.push("Sign in again")
    desk.until(lambda: desk.buttons("Sign in") != [])
    desk.sign_in(cable.url, "li", PASSWORD)
    desk.until(lambda: "Synced" in desk.status)


def fence_devices(unit: UnitOfWork) -> None:
    for device in unit.find(Device):
        shut_out(unit, device.id, DeviceState.FENCED, device.enrolled_at)


def forget_devices(unit: UnitOfWork) -> None:
    for device in unit.find(Device):
        unit.remove(Device, device.id)
