"""What has come for a person is told at once: on the desktop, or in the window where the desktop has no place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.ids import new_id
from app.workorders.commands import AssignOrder, LogOrder
from tests.app.sync.conftest import Headquarters
from tests.ui.session.conftest import Enrolled, SitDown
from tests.ui.session.desk import Desk
from ui.pages.workorders.page import WorkOrdersPage
from ui.session.notifying import Notifying

CUSTOMER_ID = "jiangzhou"


class FakeDesktop(QObject):
    """A desktop that shows notices, and remembers them."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []

    def show_notice(self, title: str, text: str) -> bool:
        self.shown.append((title, text))
        return True

    def hide(self) -> None:
        pass


class Dispatch:
    """The dispatcher, who sits elsewhere."""

    def __init__(self, headquarters: Headquarters) -> None:
        self._server = headquarters.server
        self._server.run(AddCustomer(id=CUSTOMER_ID, name="江州市交警支队"))
        self.engineer_id = headquarters.add_user("wang", Role.ENGINEER)

    def assign(self, *titles: str) -> None:
        """All of it in one go."""
        commands: list[object] = []
        for title in titles:
            order_id = new_id()
            commands.append(LogOrder(id=order_id, customer_id=CUSTOMER_ID, title=title))
            commands.append(AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=self.engineer_id))
        self._server.run(*commands)


@pytest.fixture
def dispatch(headquarters: Headquarters) -> Dispatch:
    return Dispatch(headquarters)


def in_agreement(desk: Desk) -> Desk:
    desk.until(lambda: "Synced" in desk.status)
    desk.until_answered()
    return desk


def test_an_assignment_is_told_without_anybody_asking_and_leads_to_the_order(
    sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch
) -> None:
    desk = in_agreement(sit_down(enrolled("wang")))
    desk.visit("today")
    dispatch.assign("打印机卡纸")
    desk.until(lambda: "was assigned to you: 打印机卡纸" in desk.said)
    desk.push("Open the order")
    desk.until(lambda: desk.window.current_page == "workorders")
    desk.until(lambda: "打印机卡纸" in desk.page(WorkOrdersPage).detail.title.text())
    assert not desk.window.news.isVisible()


def test_after_a_long_absence_there_is_one_notice_for_all(
    sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch
) -> None:
    home = enrolled("wang")
    dispatch.assign(*(f"第 {number} 台打印机" for number in range(1, 31)))
    desk = in_agreement(sit_down(home))
    desk.until(lambda: "30 new notices" in desk.said)
    desk.push("Show all")
    desk.until(lambda: desk.window.current_page == "inbox")


def test_what_was_there_before_is_not_told_again(sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch) -> None:
    dispatch.assign("打印机卡纸")
    desk = in_agreement(sit_down(enrolled("wang")))
    desk.until(lambda: desk.inbox == "Inbox 1")
    assert not desk.window.news.isVisible()


def test_who_wants_no_notices_gets_none(sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch) -> None:
    desk = in_agreement(sit_down(enrolled("wang")))
    desk.visit("settings")
    desk.fill("News for you", "Only count it at the inbox")
    dispatch.assign("打印机卡纸")
    desk.until(lambda: "1" in desk.inbox)
    desk.until_answered()
    assert not desk.window.news.isVisible()


def test_where_the_desktop_shows_notices_the_window_does_not_and_a_click_leads_to_the_order(
    sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch
) -> None:
    desk = in_agreement(sit_down(enrolled("wang")))
    desktop = FakeDesktop()
    application = desk.application
    application.choose_notifying(False)  # its own notices would come in the window: here is no desktop
    notifying = Notifying(application.work, desk.window, lambda: True, desktop)
    notifying.order_requested.connect(application.pages.show_order)
    notifying.begin()
    desk.until_answered()
    desk.visit("today")
    dispatch.assign("打印机卡纸")
    desk.until(lambda: bool(desktop.shown))
    assert not desk.window.news.isVisible()
    ((title, text),) = desktop.shown
    assert (title, "打印机卡纸" in text) == ("New for you", True)
    desktop.clicked.emit()
    desk.until(lambda: desk.window.current_page == "workorders")


def test_a_locked_window_does_not_say_on_the_desktop_what_it_is_about(
    sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch
) -> None:
    desk = in_agreement(sit_down(enrolled("wang")))
    desktop = FakeDesktop()
    notifying = Notifying(desk.application.work, desk.window, lambda: True, desktop)
    notifying.begin()
    desk.until_answered()
    desk.window.show_lock(QWidget())
    dispatch.assign("打印机卡纸")
    desk.until(lambda: bool(desktop.shown))
    assert desktop.shown == [("New for you", "Unlock the window to read it.")]


def test_what_comes_soon_after_a_notice_is_told_together(
    sit_down: SitDown, enrolled: Enrolled, dispatch: Dispatch
) -> None:
    desk = in_agreement(sit_down(enrolled("wang")))
    desktop = FakeDesktop()
    notifying = Notifying(desk.application.work, desk.window, lambda: True, desktop, quiet_milliseconds=1_000)
    notifying.begin()
    desk.until_answered()
    dispatch.assign("打印机卡纸")
    desk.until(lambda: bool(desktop.shown))
    for title in ("电话没有声音", "网络中断", "投影仪不亮"):
        dispatch.assign(title)
    desk.until(lambda: "4" in desk.inbox)
    desk.until(lambda: len(desktop.shown) > 1)
    assert sum(int(title.split()[0]) if title[0].isdigit() else 1 for title, _text in desktop.shown) == 4
    assert len(desktop.shown) <= 3
