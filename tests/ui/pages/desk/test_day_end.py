"""At the end of the day one caller after the other is told how it stands, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.directory.rules import PersonKind
from app.workorders.commands import CloseOrder, LogOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.rules import AnswerWay, EventKind
from app.workorders.tables import OrderEvent
from tests.ui.hands import CTRL, SHIFT, press, type_latin
from tests.ui.pages.desk.conftest import Customer, OpenPage
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, customer: Customer, open_page: OpenPage) -> DeskPage:
    """Three callers wait; the list of them is open, and the keyboard is in it."""
    kari = workspace.add_person("Kari", PersonKind.CONTACT, customer_id=customer.id, email="kari@example.org")
    for priority, caller in enumerate((customer.caller_id, kari, None), 1):
        order = LogOrder(
            id=f"o{priority}", customer_id=customer.id, title="Jam", priority=priority, caller_id=caller, caller_name=""
        )
        workspace.run(order)
    workspace.clock.advance(hours=3)
    page = open_page()
    press(page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(page.day_end.callers.rows.row_ids) == 3)
    assert page.day_end.callers.rows.hasFocus()
    return page


def said(workspace: Workspace, order_id: str) -> list[tuple[EventKind, str]]:
    events = workspace.all(OrderEvent, order_id=order_id)
    return [(event.kind, event.note) for event in events if event.kind is not EventKind.LOGGED]


def test_one_is_told_by_phone_one_is_sent_it_one_is_left_out(
    qtbot: QtBot, page: DeskPage, workspace: Workspace
) -> None:
    part, card = page.day_end, page.day_end.card
    assert card.caller.text() == "Chen Min · 138-0000 1234"
    card.note.setFocus()
    type_latin(card.note, "Thanks us")
    press(card.note, Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: part.callers.rows.row_ids == ("o2", "o3"))
    assert card.caller.text() == "Kari"
    assert part.callers.rows.hasFocus()
    assert not card.note.value(), "what one caller said is no other one's word"
    card.way.set_value(AnswerWay.MAIL)
    press(card, Qt.Key.Key_T, modifier=CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == card.text.value()
    assert card.text.value().startswith("We could not finish W26-000002, “Jam”, today")
    press(part.callers.rows, Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: part.callers.rows.row_ids == ("o3",))
    press(part.callers.rows, Qt.Key.Key_Backspace, modifier=CTRL)
    assert card.note.hasFocus(), "nobody is left out without a reason"
    type_latin(card.note, "Gone home")
    press(card.note, Qt.Key.Key_Backspace, modifier=CTRL)
    qtbot.waitUntil(lambda: part.callers.rows.row_ids == ())
    assert part.back.hasFocus()
    ((_kind, told),) = said(workspace, "o1")
    assert told.startswith("Hello Chen Min, this is the service desk.")
    assert told.endswith("\nThanks us")
    assert [kind for kind, _note in said(workspace, "o2")] == [EventKind.ANSWERED]
    assert said(workspace, "o3") == [(EventKind.UPDATE_SKIPPED, "Gone home")]


def test_what_was_solved_meanwhile_is_refused_in_words_and_what_was_written_stays(
    qtbot: QtBot, page: DeskPage, workspace: Workspace
) -> None:
    part, card = page.day_end, page.day_end.card
    card.text.set_value("Tomorrow at ten")
    workspace.run(ResolveOrder(order_id="o1", resolution="Yes"), CloseOrder(order_id="o1"))
    part.refresh()
    qtbot.waitUntil(lambda: part.count.text() == "2 callers left")
    assert part.callers.rows.row_ids == ("o1", "o2", "o3"), "with what is being entered"
    card.tell_caller()
    qtbot.waitUntil(card.banner.isVisible)
    assert card.text.value() == "Tomorrow at ten"
