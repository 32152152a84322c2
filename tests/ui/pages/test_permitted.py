"""Only what the person may do is offered, and that follows the grants."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.accounts.rules import Permission
from app.storage.facts import GRANTS, set_fact
from tests.ui.pages.showing import Show
from tests.workspaces import Workspace
from ui.pages.attendance.page import AttendancePage
from ui.pages.permitted import Permitted
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.page import WorkOrdersPage
from ui.work.work import Work


def grant(workspace: Workspace, role: str) -> None:
    workspace.connect()
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, f'[{{"role":"{role}","customer_id":"c"}}]'))


def test_it_is_told_first_and_whenever_it_changes(
    qtbot: QtBot, work: Work, workspace: Workspace, qapp: QObject
) -> None:
    told: list[bool] = []
    permitted = Permitted(work, Permission.LOG_ORDERS, qapp)
    permitted.told.connect(told.append)
    qtbot.waitUntil(lambda: told == [True])
    grant(workspace, "approver")
    qtbot.waitUntil(lambda: told == [True, False])
    grant(workspace, "engineer")
    qtbot.waitUntil(lambda: told == [True, False, True])
    permitted.deleteLater()


roles = pytest.mark.parametrize(("role", "offered"), [("approver", False), ("engineer", True), ("desk_agent", True)])


@roles
def test_who_may_log_no_orders_is_not_asked_to(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[QWidget], role: str, offered: bool
) -> None:
    grant(workspace, role)
    page = WorkOrdersPage(work, wall)
    show(page)
    qtbot.waitUntil(lambda: page.new.isVisible() is offered)


@roles
def test_who_keeps_no_hours_here_is_not_asked_to_check_in(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[QWidget], role: str, offered: bool
) -> None:
    grant(workspace, role)
    page = AttendancePage(work, wall)
    show(page)
    qtbot.waitUntil(lambda: page.check_in.isVisible() is offered)
