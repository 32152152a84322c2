"""The page of the desk over a real workspace of one laptop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.directory.rules import PersonKind
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

OpenPage = Callable[[], DeskPage]
PRINTER = "KJC-PRN-0001"


class Customer:
    """A customer with somebody who calls, and the printer that he uses."""

    def __init__(self, workspace: Workspace) -> None:
        self.id = workspace.add_customer("师范大学")
        self.site_id = workspace.add_site(self.id, "图书馆")
        self.department_id = workspace.add_department(self.id, "KJC", "科技处")
        self.caller_id = workspace.add_person(
            "Chen Min", PersonKind.CONTACT, customer_id=self.id, phone="138-0000 1234"
        )
        self.printer_id = workspace.add_asset(
            self.id,
            "PRN",
            "激光打印机",
            department_id=self.department_id,
            site_id=self.site_id,
            user_name="Chen Min",
        )


@pytest.fixture
def customer(workspace: Workspace) -> Customer:
    return Customer(workspace)


@pytest.fixture
def open_page(qtbot: QtBot, work: Work, wall: WallClock) -> OpenPage:
    """Shows the page, with the keyboard in the field that finds the caller."""

    def show() -> DeskPage:
        page = DeskPage(work, wall)
        qtbot.addWidget(page)
        page.resize(1340, 780)
        with qtbot.waitActive(page):
            page.show()
        page.setFocus()
        qtbot.waitUntil(page.caller.line.hasFocus)
        return page

    return show
