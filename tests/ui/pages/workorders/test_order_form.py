"""Logging a call: the form, its draft, and what a killed window leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.directory.commands import AddTeam
from app.directory.rules import PersonKind
from app.sla.rules.faults import Affected
from app.storage.drafts import Draft
from app.workorders.rules import Channel, OrderKind
from app.workorders.tables import WorkOrder
from tests.ui.conftest import Speak
from tests.ui.hands import CTRL, click, press, type_chinese, type_latin
from tests.ui.pages.showing import texts_of
from tests.ui.pages.test_permitted import grant
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose, open_form, wait_for_detail
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_form import OrderForm
from ui.pages.workorders.page import WorkOrdersPage
from ui.work.work import Work

TYPES_AND_WAITS = Path(__file__).with_name("types_and_waits.py")


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer("师范大学")


@pytest.fixture
def page(customer_id: str, open_page: OpenPage) -> WorkOrdersPage:
    return open_page()


@pytest.fixture
def form(qtbot: QtBot, page: WorkOrdersPage) -> OrderForm:
    """The form for a new order, with its choices there."""
    click(page.new)
    opened = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(lambda: opened.customer.findText("师范大学") >= 0)
    return opened


def test_the_caller_is_chosen_in_the_directory_and_the_order_is_part_of_another_in_a_teams_queue(
    qtbot: QtBot, form: OrderForm, workspace: Workspace, customer_id: str
) -> None:
    workspace.run(AddTeam(id="network", name="Network"))
    parent_id = workspace.add_order(customer_id, "全校邮件变慢")
    elsewhere = workspace.add_customer("市政务中心")
    ann, namesake = (
        workspace.add_person("Ann Chen", PersonKind.CONTACT, customer_id=customer, phone=phone)
        for customer, phone in ((customer_id, "138 1"), (elsewhere, "138 2"))
    )
    form.reject()
    page = form.parent()
    assert isinstance(page, WorkOrdersPage)
    page.log_order()
    form = open_form(qtbot, page, OrderForm)
    choose(qtbot, form.customer, "师范大学")
    form.caller.line.setFocus()
    type_latin(form.caller.line, "ann")
    qtbot.waitUntil(form.caller.offers.isVisible)
    press(form.caller.offers, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (form.caller.person_id, form.phone.value()) == (ann, "138 1")
    choose(qtbot, form.customer, "市政务中心")
    assert (form.caller.person_id, form.caller.value()) == ("", "Ann Chen")
    type_latin(form.caller.line, "x")
    press(form.caller.line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(form.caller.offers.isVisible)
    press(form.caller.offers, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert form.caller.person_id == namesake
    form.parent_order.set_value("W26-000001")
    type_chinese(form.title, "打印机卡纸")
    choose(qtbot, form.team, "Network")
    form.submit()
    qtbot.waitUntil(lambda: form.parent_order.accessibleDescription().startswith("There is no work order of this"))
    choose(qtbot, form.customer, "师范大学")
    form.submit()
    qtbot.waitUntil(lambda: len(workspace.all(WorkOrder)) == 2)
    (order,) = workspace.all(WorkOrder, parent_id=parent_id)
    assert (order.caller_id, order.caller_name, order.team_id) == (None, "Ann Chen", "network")


def test_a_call_is_logged_and_shown_with_its_number_at_once(
    qtbot: QtBot, page: WorkOrdersPage, form: OrderForm, workspace: Workspace, customer_id: str
) -> None:
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "打印机卡纸")
    type_chinese(form.description, "三楼，双面打印时")
    choose(qtbot, form.affected, "Real-time service")
    choose(qtbot, form.impact, "Several people")
    choose(qtbot, form.urgency, "Cannot work")
    form.remote.setChecked(True)
    choose(qtbot, form.channel, "In person")
    type_chinese(form.caller.line, "陈女士")
    type_latin(form.phone, "138 0000 1234")
    form.due.choice.setCurrentIndex(2)
    form.due.choice.activated.emit(2)
    press(form.phone, Qt.Key.Key_Return)
    wait_for_detail(qtbot, page, "打印机卡纸")
    assert page.detail.number.text() == "W26-000001"
    qtbot.waitUntil(lambda: page.orders.table.currentIndex().row() == 0)
    (order,) = workspace.all(WorkOrder)
    assert (order.customer_id, order.description, order.priority) == (customer_id, "三楼，双面打印时", 2)
    assert (order.remote, order.priority_reason) == (True, "")
    assert order.affected is Affected.REAL_TIME_SERVICE
    assert (order.kind, order.channel) == (OrderKind.INCIDENT, Channel.IN_PERSON)
    assert (order.caller_name, order.caller_phone) == ("陈女士", "138 0000 1234")
    assert order.due_at == datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def test_what_is_missing_is_said_beside_its_field(form: OrderForm) -> None:
    click(form.submit_button)
    assert form.customer.accessibleDescription() == "Choose the customer."
    assert form.title.accessibleDescription() == "Say in a few words what is wrong."
    form.reject()


def test_enter_on_cancel_cancels(qtbot: QtBot, form: OrderForm, customer_id: str, workspace: Workspace) -> None:
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "打印机卡纸")
    (cancel,) = (button for button in form.findChildren(QPushButton) if button.accessibleName() == "Cancel")
    cancel.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(form.rejected):
        press(cancel, Qt.Key.Key_Return)
    assert not workspace.all(WorkOrder)


def test_ctrl_enter_in_a_long_text_sends_the_form(qtbot: QtBot, form: OrderForm) -> None:
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "打印机卡纸")
    with qtbot.waitSignal(form.order_logged):
        press(form.description, Qt.Key.Key_Return, modifier=CTRL)


def test_the_sites_are_those_of_the_customer(
    qtbot: QtBot, workspace: Workspace, open_page: OpenPage, customer_id: str
) -> None:
    workspace.add_site(customer_id, "图书馆")
    workspace.add_site(workspace.add_customer("市政务中心"), "办事大厅")
    page = open_page()
    page.log_order()
    form = open_form(qtbot, page, OrderForm)
    choose(qtbot, form.customer, "师范大学")
    assert [form.site.itemText(place) for place in range(form.site.count())] == ["No site", "图书馆"]
    choose(qtbot, form.customer, "市政务中心")
    assert [form.site.itemText(place) for place in range(form.site.count())] == ["No site", "办事大厅"]
    form.reject()


def test_a_device_is_found_by_its_code_in_whatever_width_it_is_typed(
    qtbot: QtBot, form: OrderForm, workspace: Workspace, customer_id: str
) -> None:
    department_id = workspace.add_department(customer_id, "KJC")
    asset_id = workspace.add_asset(customer_id, "PRN", "激光打印机", department_id=department_id)
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "卡纸")
    type_chinese(form.asset.line, "ｋｊｃ－ｐｒｎ－0001")
    press(form.asset.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workspace.all(WorkOrder)))
    assert workspace.all(WorkOrder)[0].asset_id == asset_id


def test_a_code_that_no_device_has_is_refused_before_the_order_is_logged(
    qtbot: QtBot, form: OrderForm, workspace: Workspace
) -> None:
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "卡纸")
    type_latin(form.asset.line, "KJC-PRN-9999")
    press(form.asset.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.asset.accessibleDescription().startswith("No device of this customer"))
    assert workspace.all(WorkOrder) == []
    form.reject()


def test_a_form_left_with_escape_is_offered_again(
    qtbot: QtBot, page: WorkOrdersPage, form: OrderForm, workspace: Workspace
) -> None:
    choose(qtbot, form.customer, "师范大学")
    type_chinese(form.title, "打印机卡")
    press(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.offer.is_offering)
    click(page.offer.go_on)
    again = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(lambda: again.title.value() == "打印机卡")
    qtbot.waitUntil(lambda: again.customer.currentText() == "师范大学")
    type_chinese(again.title, "纸")
    click(again.submit_button)
    qtbot.waitUntil(lambda: [order.title for order in workspace.all(WorkOrder)] == ["打印机卡纸"])
    qtbot.waitUntil(lambda: not page.offer.is_offering)


def test_what_was_left_can_be_thrown_away(
    qtbot: QtBot, page: WorkOrdersPage, form: OrderForm, workspace: Workspace
) -> None:
    type_chinese(form.title, "打印机卡")
    press(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.offer.is_offering)
    click(page.offer.discard)
    qtbot.waitUntil(lambda: not page.offer.is_offering)
    assert workspace.all(Draft) == []


def test_a_form_speaks_the_language_shown_now(qtbot: QtBot, form: OrderForm, speak: Speak) -> None:
    speak("zh_CN")
    assert form.windowTitle() == "新建工单"
    assert form.kind.itemText(0) == "【Incident】"
    speak("en")
    assert form.windowTitle() == "New work order"
    form.reject()


@pytest.mark.slow
def test_what_stood_in_a_window_that_was_killed_is_offered_by_the_next(
    qtbot: QtBot, customer_id: str, workspace: Workspace, open_page: OpenPage, work: Work, wall: WallClock
) -> None:
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.pages.workorders.types_and_waits", str(workspace.path), customer_id],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    assert window.stdout.readline() == "typed\n"
    qtbot.waitUntil(lambda: len(workspace.all(Draft)) == 2, timeout=10_000)
    window.send_signal(signal.SIGKILL)
    assert window.wait() == -signal.SIGKILL
    window.stdout.close()
    page = open_page()
    qtbot.waitUntil(lambda: page.offer.is_offering)
    click(page.offer.go_on)
    form = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(lambda: form.title.value() == "打印机卡纸")
    qtbot.waitUntil(lambda: form.customer.currentText() == "师范大学")
    assert form.due.value() == "2026-11-02T12:00"
    form.reject()
    desk = DeskPage(work, wall)
    qtbot.addWidget(desk)
    qtbot.waitUntil(lambda: desk.form.title.value() == "无法上网")
    assert (desk.form.name.value(), desk.form.customer_id()) == ("Chen Min", customer_id)


def test_where_there_is_no_customer_yet_the_form_leads_to_the_directory(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    page = open_page()
    click(page.new)
    form = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(form.banner.isVisible)
    assert "There is no customer yet" in texts_of(form.banner)
    type_chinese(form.title, "打印机卡纸")
    (lead,) = (button for button in form.banner.findChildren(QPushButton) if button.text() == "Open the directory")
    with qtbot.waitSignal(page.directory_requested):
        click(lead)
    assert form.isHidden()
    assert workspace.all(WorkOrder) == []


def test_whoever_may_not_add_a_customer_is_told_whom_to_ask(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    page = open_page()
    grant(workspace, "engineer")
    click(page.new)
    form = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(lambda: "Ask whoever looks after the directory" in texts_of(form.banner))
    assert not any(button.isVisible() for button in form.banner.findChildren(QPushButton))
