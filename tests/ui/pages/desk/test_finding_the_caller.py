"""The field that finds the caller, and what stands beside the call once he is found."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.directory.rules import PersonKind
from app.foundation.ids import new_id
from app.knowledge.commands import PublishKnownIssue
from tests.ui.hands import press
from tests.ui.pages.desk.conftest import PRINTER, Customer, OpenPage
from tests.ui.pages.desk.keyboard import Keyboard
from tests.ui.pages.showing import rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage


def scan(page: DeskPage, code: str) -> None:
    """Type a code and Enter, faster than anything can be found."""
    keys = Keyboard(page)
    keys.type(code)
    keys.press(Qt.Key.Key_Return)


def test_a_scanned_label_finds_device_user_and_place(qtbot: QtBot, customer: Customer, open_page: OpenPage) -> None:
    page = open_page()
    scan(page, PRINTER)
    qtbot.waitUntil(lambda: page.form.asset.asset_id == customer.printer_id)
    qtbot.waitUntil(page.form.title.hasFocus)
    assert (page.form.name.value(), page.form.phone.value()) == ("Chen Min", "138-0000 1234")
    qtbot.waitUntil(lambda: page.form.site.currentText() == "图书馆")


def test_a_code_that_two_customers_have_is_asked_about(
    qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage
) -> None:
    other_id = workspace.add_customer("市政务中心")
    department_id = workspace.add_department(other_id, "KJC", "科技处")
    other_printer_id = workspace.add_asset(other_id, "PRN", "针式打印机", department_id=department_id)
    page = open_page()
    scan(page, PRINTER)
    qtbot.waitUntil(lambda: "Several devices carry this code. Choose whose it is." in texts_of(page.caller))
    assert page.form.caller is None
    while page.caller.rows.chosen_id != other_printer_id:
        press(page.caller.line, Qt.Key.Key_Down)
    press(page.caller.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.caller is not None and page.form.caller.customer_id == other_id)


def test_enter_on_one_of_several_names_waits_for_a_choice(
    qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage
) -> None:
    second_id = workspace.add_person("Chen Min Hua", customer_id=customer.id, kind=PersonKind.CONTACT)
    page = open_page()
    scan(page, "chen min")
    qtbot.waitUntil(lambda: [row[0].split(" ")[0] for row in rows_of(page.caller.rows)][:2] == ["Chen", "Chen"])
    assert page.form.caller is None
    press(page.caller.line, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.caller is not None and page.form.caller.person_id == second_id)


def test_who_is_in_no_directory_is_logged_for_his_customer(
    qtbot: QtBot, customer: Customer, open_page: OpenPage
) -> None:
    page = open_page()
    keys = Keyboard(page)
    keys.type("Nobody At All")
    qtbot.waitUntil(lambda: "Nobody and nothing is called so." in texts_of(page.caller))
    press(page.caller.line, Qt.Key.Key_Escape)
    assert page.caller.line.text() == ""
    scan(page, "师范大学")
    qtbot.waitUntil(lambda: page.form.caller is not None and page.form.caller.customer_id == customer.id)
    assert page.form.name.value() == ""


def test_devices_open_orders_known_issues_and_contract_stand_there_before_anything_is_logged(
    qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage
) -> None:
    workspace.add_order(customer.id, "无法上网", caller_name="Chen Min", caller_id=customer.caller_id)
    workspace.add_order(customer.id, "不是他的")
    workspace.run(
        PublishKnownIssue(
            id=new_id(),
            customer_id=customer.id,
            title="邮件系统维护",
            what_to_do="请用网页邮箱",
            begins_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
    )
    page = open_page()
    scan(page, "Chen")
    qtbot.waitUntil(lambda: "邮件系统维护" in texts_of(page.situation))
    said = texts_of(page.situation)
    assert "请用网页邮箱" in said
    assert page.situation.coverage.accessibleName() == "Not covered"
    assert "No contract is in force." in said
    assert [row[1] for row in rows_of(page.situation.devices.rows)] == [PRINTER]
    assert [row[0].split(" ")[0] for row in rows_of(page.situation.orders.rows)] == ["无法上网"]
    told = next(label for label in page.situation.known.findChildren(QLabel) if label.text() == "邮件系统维护")
    with qtbot.waitSignal(page.situation.situation_known):
        page.situation.refresh()
    assert told.isVisible(), "what is still true is not taken away under the keyboard and put there again"


def test_an_open_order_leads_to_what_its_caller_is_told(
    qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage
) -> None:
    workspace.add_order(customer.id, "No network", caller_name="Chen Min")
    page = open_page()
    scan(page, "Chen")
    qtbot.waitUntil(lambda: bool(page.situation.orders.rows.row_ids))
    page.situation.orders.rows.setFocus()
    page.situation.orders.rows.setCurrentIndex(page.situation.orders.rows.model().index(0, 0))
    press(page.situation.orders.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "We are still working on W26-000001" in page.told.text.toPlainText())
    with qtbot.waitSignal(page.order_requested):
        page.told.open_order.click()
    press(page, Qt.Key.Key_F2)
    assert page.form.name.value() == "Chen Min"
