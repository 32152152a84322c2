"""Mails that wait, on the desk's page: taken up as a call, put to an order, or aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.messages.rules import MailKind, MailState
from app.messages.tables import IncomingMail
from app.workorders.mail_commands import ReceiveMail
from app.workorders.rules import Channel, EventKind
from app.workorders.tables import OrderEvent, WorkOrder
from tests.ui.hands import CTRL, click, press
from tests.ui.pages.desk.conftest import Customer, OpenPage
from tests.ui.pages.desk.keyboard import Keyboard
from tests.ui.pages.showing import rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage


@pytest.fixture
def page(workspace: Workspace, customer: Customer, open_page: OpenPage) -> DeskPage:
    """Two mails wait: of somebody who is known, and of a stranger."""
    came_at = workspace.clock.now()
    workspace.run(
        ReceiveMail(
            id="known",
            kind=MailKind.MESSAGE,
            customer_id=customer.id,
            person_id=customer.caller_id,
            sender="chen@example.org",
            sender_name="陈敏",
            subject="打印机 <b>卡纸</b>",
            text="三楼打印机又卡纸了。",
            files=("照片.jpg",),
            received_at=came_at,
        ),
        ReceiveMail(
            id="stranger",
            kind=MailKind.MESSAGE,
            sender="nobody@example.org",
            subject="Hello",
            received_at=came_at + timedelta(minutes=1),
        ),
    )
    workspace.clock.advance(hours=2)
    return open_page()


def open_mail(qtbot: QtBot, page: DeskPage, at: int) -> None:
    rows = page.mails.queue.list.rows
    qtbot.waitUntil(lambda: len(rows.row_ids) == 2)
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(at, 0))
    press(rows, Qt.Key.Key_Return)


def test_a_mail_becomes_a_call_whose_clock_starts_when_it_came(
    qtbot: QtBot, page: DeskPage, workspace: Workspace, customer: Customer
) -> None:
    came_at = workspace.clock.now() - timedelta(hours=2)
    qtbot.waitUntil(lambda: len(page.mails.queue.list.rows.row_ids) == 2)
    first = rows_of(page.mails.queue.list.rows)[0][0]
    assert "打印机 <b>卡纸</b>" in first
    assert "陈敏 · 师范大学 · 1 file" in first
    open_mail(qtbot, page, 0)
    qtbot.waitUntil(lambda: page.form.phone.value() == "138-0000 1234")
    qtbot.waitUntil(lambda: page.mails.card.text.toPlainText() == "三楼打印机又卡纸了。")
    assert "1 file · 照片.jpg" in texts_of(page.mails.card)
    assert not page.mails.queue.isVisible()
    press(page.form.title, Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(page.told.isVisible)
    (order,) = workspace.all(WorkOrder)
    assert (order.channel, order.title, order.caller_id) == (Channel.MAIL, "打印机 <b>卡纸</b>", customer.caller_id)
    (logged,) = workspace.all(OrderEvent)
    assert logged.facts == {"reported_at": str(int(came_at.timestamp()) * 1_000_000)}
    filed = workspace.get(IncomingMail, "known")
    assert (filed.state, filed.order_id) == (MailState.FILED, order.id)


def test_a_strangers_mail_is_put_to_an_order_or_aside(
    qtbot: QtBot, page: DeskPage, workspace: Workspace, customer: Customer
) -> None:
    workspace.add_order(customer.id, "无法上网")
    open_mail(qtbot, page, 1)
    qtbot.waitUntil(page.mails.card.isVisible)
    qtbot.waitUntil(page.caller.line.hasFocus)
    assert page.form.name.value() == "nobody@example.org"
    keys = Keyboard(page)
    page.mails.card.number.setFocus()
    keys.type("W26-000009")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.banner.isVisible)
    page.mails.card.number.clear()
    page.mails.card.number.setFocus()
    keys.type("w26-000001")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.get(IncomingMail, "stranger").state is MailState.FILED)
    qtbot.waitUntil(lambda: not page.mails.card.isVisible())
    assert EventKind.HEARD in {event.kind for event in workspace.all(OrderEvent)}
    qtbot.waitUntil(lambda: page.mails.queue.list.rows.row_ids == ("known",))
    page.mails.queue.list.rows.row_opened.emit("known")
    qtbot.waitUntil(page.mails.card.isVisible)
    click(page.mails.card.aside)
    qtbot.waitUntil(lambda: workspace.get(IncomingMail, "known").state is MailState.ASIDE)
    qtbot.waitUntil(lambda: not page.form.is_begun)
