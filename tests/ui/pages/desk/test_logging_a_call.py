"""A call is logged from the keyboard alone, and the caller is told its number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.directory.rules import PersonKind
from app.foundation.translation import Language
from app.knowledge.commands import PublishKnownIssue
from app.storage.drafts import Draft
from app.workorders.rules import AnswerWay, Channel, EventKind, OrderState
from app.workorders.tables import OrderEvent, OrderLink, WorkOrder
from tests.ui.hands import CTRL, SHIFT, click, press
from tests.ui.pages.desk.conftest import PRINTER, Customer, OpenPage
from tests.ui.pages.desk.keyboard import Keyboard
from tests.ui.pages.showing import texts_of
from tests.ui.pages.test_permitted import grant
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

MOST_STROKES = 25


@pytest.fixture
def page(customer: Customer, open_page: OpenPage) -> DeskPage:
    return open_page()


@pytest.fixture
def keys(page: DeskPage) -> Keyboard:
    return Keyboard(page)


def find_chen(qtbot: QtBot, page: DeskPage, keys: Keyboard, text: str = "chen") -> None:
    """Type something of the caller, and take the first who is found."""
    keys.type(text)
    qtbot.waitUntil(lambda: bool(page.caller.found))
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.name.value() == "Chen Min")
    qtbot.waitUntil(page.form.title.hasFocus)


def number_told(qtbot: QtBot, page: DeskPage) -> str:
    qtbot.waitUntil(lambda: page.told.isVisible() and bool(page.told.number.text()))
    return page.told.number.text()


def log_call(qtbot: QtBot, page: DeskPage, keys: Keyboard) -> None:
    """The shortest call that there is."""
    find_chen(qtbot, page, keys)
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)


def events(workspace: Workspace) -> dict[EventKind, OrderEvent]:
    return {event.kind: event for event in workspace.all(OrderEvent)}


def test_a_call_is_logged_by_keys_alone_with_its_urgency_device_and_answer(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace, customer: Customer
) -> None:
    find_chen(qtbot, page, keys)
    qtbot.waitUntil(lambda: bool(page.situation.devices.rows.row_ids))
    keys.press(Qt.Key.Key_F4, Qt.Key.Key_Return)
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert page.form.priority.accessibleName() == "P2"
    keys.press(*[Qt.Key.Key_Tab] * 4)
    while not page.form.answer.hasFocus():
        keys.press(Qt.Key.Key_Tab)
    keys.type("先关机，再取出纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert number_told(qtbot, page) == "W26-000001"
    (order,) = workspace.all(WorkOrder)
    assert (order.customer_id, order.caller_id, order.title) == (customer.id, customer.caller_id, "打印机卡纸")
    assert (order.caller_name, order.caller_phone) == ("Chen Min", "138-0000 1234")
    assert (order.site_id, order.asset_id) == (customer.site_id, customer.printer_id)
    assert (order.channel, order.priority, order.state) == (Channel.PHONE, 2, OrderState.LOGGED)
    answered = events(workspace)[EventKind.ANSWERED]
    assert (answered.note, answered.facts) == ("先关机，再取出纸", {"way": AnswerWay.PHONE})
    assert keys.strokes <= MOST_STROKES


def test_the_shortest_call_takes_two_strokes_beside_its_words(qtbot: QtBot, page: DeskPage, keys: Keyboard) -> None:
    log_call(qtbot, page, keys)
    assert keys.strokes == 2


def test_the_call_was_picked_up_when_its_form_was_begun(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    workspace.clock.advance(seconds=40)
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    assert events(workspace)[EventKind.LOGGED].facts == {"picked_up_at": str(int(at.timestamp()) * 1_000_000)}


def test_it_is_recorded_when_it_rang_which_is_not_after_it_was_picked_up(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    workspace.clock.advance(minutes=1)
    find_chen(qtbot, page, keys)
    keys.type("打印机卡纸")
    workspace.clock.advance(minutes=1)
    page.form.rang.set_value("08:01:30")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert page.form.rang.accessibleDescription() == "It rang before it was picked up. Check both times."
    page.form.rang.set_value("08:00:50")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    rang_at = datetime(2026, 11, 2, 0, 0, 50, tzinfo=UTC)
    assert events(workspace)[EventKind.LOGGED].facts["rang_at"] == str(int(rang_at.timestamp()) * 1_000_000)


def test_another_name_is_another_caller_than_the_person_who_was_found(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    page.form.name.setFocus()
    page.form.name.selectAll()
    keys.type("Li Na")
    page.form.title.setFocus()
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    (order,) = workspace.all(WorkOrder)
    assert (order.caller_id, order.caller_name) == (None, "Li Na")


def test_what_was_another_customers_goes_with_him(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    other_id = workspace.add_customer("市政务中心")
    page.form.asset.set_value(PRINTER)
    find_chen(qtbot, page, keys)
    page.form.asset.set_value(PRINTER)
    press(page, Qt.Key.Key_F2)
    keys.type("市政务中心")
    qtbot.waitUntil(lambda: bool(page.caller.found))
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.customer_id() == other_id)
    assert (page.form.asset.value(), page.form.name.value()) == ("", "")


def test_a_message_that_was_left_starts_the_clock_then(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    page.form.channel.set_value(Channel.MESSAGE_LEFT)
    page.form.left.setFocus()
    keys.type("18:40")
    page.form.title.setFocus()
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    yesterday = datetime(2026, 11, 1, 10, 40, tzinfo=UTC)
    assert events(workspace)[EventKind.LOGGED].facts == {"reported_at": str(int(yesterday.timestamp()) * 1_000_000)}


def test_a_time_that_has_not_passed_is_refused_beside_its_field(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    page.form.picked_up.set_value("2026-11-03 09:00")
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert page.form.picked_up.accessibleDescription() == "Enter a time that has passed, such as 18:40."
    assert workspace.all(WorkOrder) == []


def test_what_is_solved_on_the_phone_is_resolved_at_once(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    keys.type("打印机卡纸")
    qtbot.waitUntil(lambda: page.form.outcome.findText("Solved on the phone") > 0)
    page.form.outcome.set_value("solved")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert page.form.answer.accessibleDescription() == "Say in a few words what helped."
    assert page.form.answer.hasFocus()
    keys.type("重启打印机")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    (order,) = workspace.all(WorkOrder)
    assert (order.state, order.resolution) == (OrderState.RESOLVED, "重启打印机")


def test_a_call_is_passed_on_to_an_engineer(
    qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage
) -> None:
    engineer_id = workspace.add_person("李工")
    page = open_page()
    keys = Keyboard(page)
    find_chen(qtbot, page, keys)
    keys.type("打印机卡纸")
    qtbot.waitUntil(lambda: page.form.outcome.findText("Goes to 李工") > 0)
    page.form.outcome.set_value(f"person:{engineer_id}")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    number_told(qtbot, page)
    (order,) = workspace.all(WorkOrder)
    assert (order.state, order.engineer_id) == (OrderState.ASSIGNED, engineer_id)
    assert "李工" in page.told.text.toPlainText()


def test_a_call_without_a_caller_is_not_logged(page: DeskPage, keys: Keyboard, workspace: Workspace) -> None:
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert page.form.name.accessibleDescription() == "Find the caller or his customer first."
    assert page.form.title.accessibleDescription() == "Say in a few words what is wrong."
    assert workspace.all(WorkOrder) == []


def test_the_caller_is_told_in_his_language_and_the_number_is_copied(
    qtbot: QtBot, page: DeskPage, keys: Keyboard
) -> None:
    log_call(qtbot, page, keys)
    keys.press(Qt.Key.Key_C, modifier=CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "W26-000001"
    page.told.tongue.set_value("zh_CN")
    page.told.way.set_value(AnswerWay.SMS)
    keys.press(Qt.Key.Key_T, modifier=CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "【服务台】您的报修已受理，单号 W26-000001。"


def test_the_caller_is_told_in_the_language_of_his_customer(
    qtbot: QtBot, workspace: Workspace, open_page: OpenPage
) -> None:
    customer_id = workspace.add_customer("Nordvik kommune", language=Language.NORWEGIAN)
    workspace.add_person("Chen Min", PersonKind.CONTACT, customer_id=customer_id)
    page = open_page()
    log_call(qtbot, page, Keyboard(page))
    assert "Saksnummeret er W26-000001." in page.told.text.toPlainText()


def test_the_next_call_begins_with_an_empty_form(qtbot: QtBot, page: DeskPage, keys: Keyboard) -> None:
    log_call(qtbot, page, keys)
    keys.press(Qt.Key.Key_Return)
    assert page.caller.line.hasFocus()
    assert (page.form.title.value(), page.form.caller, page.form.picked_up.value()) == ("", None, "")
    assert not page.situation.devices.isVisible()


def test_what_was_half_filled_in_is_there_again(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace, open_page: OpenPage
) -> None:
    find_chen(qtbot, page, keys)
    keys.type("打印机卡")
    qtbot.waitUntil(lambda: any(draft.fields["title"] == "打印机卡" for draft in workspace.all(Draft)))
    page.hide()
    again = open_page()
    qtbot.waitUntil(lambda: again.form.title.value() == "打印机卡")
    qtbot.waitUntil(lambda: "师范大学" in texts_of(again.situation))
    assert again.form.name.value() == "Chen Min"
    click(again.anew)
    qtbot.waitUntil(lambda: workspace.all(Draft) == [])
    assert not again.form.is_begun


def test_whoever_may_log_no_calls_is_told_so(qtbot: QtBot, workspace: Workspace, work: Work, wall: WallClock) -> None:
    grant(workspace, "approver")
    page = DeskPage(work, wall)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not page.form.isVisible())
    assert "You may not log calls here." in texts_of(page)


def test_an_asset_code_that_no_device_has_is_refused(
    qtbot: QtBot, page: DeskPage, keys: Keyboard, workspace: Workspace
) -> None:
    find_chen(qtbot, page, keys)
    page.form.asset.set_value(PRINTER.replace("1", "9"))
    keys.type("打印机卡纸")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: page.form.asset.accessibleDescription().startswith("No device of this customer"))
    assert workspace.all(WorkOrder) == []


def test_a_call_about_a_known_issue_is_linked_with_the_order_that_works_on_it(
    qtbot: QtBot, workspace: Workspace, customer: Customer, page: DeskPage, keys: Keyboard
) -> None:
    at_work = workspace.add_order(customer.id, "邮件服务器")
    workspace.run(
        PublishKnownIssue(
            id="slow",
            customer_id=customer.id,
            title="邮件变慢",
            what_to_do="",
            begins_at=workspace.clock.now() - timedelta(hours=1),
            order_id=at_work,
        )
    )
    find_chen(qtbot, page, keys)
    known = page.situation.known
    for linked in (at_work, "", at_work):
        qtbot.waitUntil(lambda: at_work in known.links)
        click(known.links[at_work])
        assert (page.form.linked_id, page.form.title.value()) == (linked, "邮件变慢")
    assert known.links[at_work].text().strip() == "The call is about this: linked"
    assert page.focusWidget() is page.form.title
    click(page.log)
    assert number_told(qtbot, page) == "W26-000002"
    (order,) = workspace.all(WorkOrder, title="邮件变慢")
    (link,) = workspace.all(OrderLink)
    assert {link.order_id, link.other_id} == {order.id, at_work}
    assert page.form.linked_id == ""
