"""The page of devices over a workspace with a small register of two customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from app.assets.rules import AssetState
from tests.ui.opened import empty_workspace, wall, work, workspace
from tests.ui.pages.assets.looking import state_names
from tests.workspaces import Workspace
from ui.pages.assets.page import AssetsPage
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

__all__ = ["empty_workspace", "wall", "work", "workspace"]

OpenPage = Callable[[], AssetsPage]


@dataclass(frozen=True)
class SmallRegister:
    """The ids of what is in it. By code: FIN-COM-0001, KJC-COM-0001, KJC-PRN-0042, KJC-PRN-0043."""

    hospital: str
    science: str
    council: str
    desktop: str
    printer: str
    spare_printer: str
    finance_desktop: str


@pytest.fixture
def register(workspace: Workspace) -> SmallRegister:
    hospital, council = workspace.add_customer("第一人民医院"), workspace.add_customer("Northvale Council")
    science = workspace.add_department(hospital, "KJC", "科技处")
    finance = workspace.add_department(council, "FIN", "Finance")
    site = workspace.add_site(hospital, "门诊大楼")
    here = {"department_id": science, "site_id": site}
    return SmallRegister(
        hospital=hospital,
        science=science,
        council=council,
        desktop=workspace.add_asset(
            hospital, "COM", "台式机", maker="Lenovo", model="M90t", place="3F-12", user_name="zhangshanKJC", **here
        ),
        printer=workspace.add_asset(hospital, "PRN", "激光打印机", existing_code="KJC-PRN-0042", **here),
        spare_printer=workspace.add_asset(
            hospital, "PRN", "Spare printer", existing_code="ICC-2065556", state=AssetState.IN_STOCK, **here
        ),
        finance_desktop=workspace.add_asset(council, "COM", "Front desk PC", department_id=finance),
    )


@pytest.fixture
def open_page(qtbot: QtBot, work: Work, wall: WallClock) -> OpenPage:
    """Shows the page over what the workspace holds now, and waits until the list and what is around it are there."""

    kept: list[AssetsPage] = []  # qtbot alone would not keep it

    def show() -> AssetsPage:
        page = AssetsPage(work, wall)
        qtbot.addWidget(page)
        kept.append(page)
        page.resize(1340, 780)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.model.is_loaded and state_names(page)[0] != "All")
        return page

    return show
