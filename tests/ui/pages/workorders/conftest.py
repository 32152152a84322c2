"""The page of work orders over a real workspace of one laptop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.opened import empty_workspace, wall, work, workspace
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.page import WorkOrdersPage
from ui.work.work import Work

__all__ = ["empty_workspace", "wall", "work", "workspace"]

OpenPage = Callable[[], WorkOrdersPage]


@pytest.fixture
def open_page(qtbot: QtBot, work: Work, wall: WallClock) -> OpenPage:
    """Shows the page over what the workspace holds, and waits until list and counts are there."""

    def show() -> WorkOrdersPage:
        page = WorkOrdersPage(work, wall)
        qtbot.addWidget(page)
        page.resize(1340, 780)
        with qtbot.waitSignal(page.orders.counted), qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.orders.model.is_loaded)
        return page

    return show
