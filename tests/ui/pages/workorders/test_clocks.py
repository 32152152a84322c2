"""The clocks of an order in the window: how they stand, and why."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.calendars.commands import AddCalendar, ReviseCalendar
from app.sla.commands import AddPolicy, PauseTerms, TargetTerms
from app.sla.contract_commands import AddContract
from app.sla.rules.promises import Bound, Metric, Unit
from app.workorders.clocks import orders_wait
from app.workorders.commands import LogOrder
from app.workorders.filters import OrderSegment
from tests.ui.hands import click
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import wait_for_detail
from tests.workspaces import Workspace
from ui.pages.workorders.clocks import ExplanationDialog
from ui.pages.workorders.order_row import OrderColumn
from ui.session.judging import Judging
from ui.work.work import Work

WEEK = {str(day): "00:00-24:00" for day in range(7)}
RESTORE = TargetTerms(
    level="any", metric=Metric.RESTORE, bound=Bound.AT_MOST, value=4, unit=Unit.HOUR, calendar_id="always"
)


@pytest.fixture
def customer(workspace: Workspace) -> str:
    customer = workspace.add_customer()
    workspace.run(
        AddCalendar(id="always", name="24x7", zone="Asia/Shanghai", week=WEEK),
        AddPolicy(
            id="gold",
            code="gold",
            name="Gold",
            targets=(RESTORE,),
            pauses={"caller": PauseTerms(stops=(Metric.RESTORE,))},
        ),
        AddContract(id="k", customer_id=customer, number="1", name="K", policy_id="gold", begins_on=date(2026, 1, 1)),
    )
    workspace.run(LogOrder(id="o", customer_id=customer, title="Printer jams"))
    return customer


def test_an_order_shows_its_clocks_and_tells_why(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, customer: str
) -> None:
    workspace.clock.advance(hours=1)
    page = open_page()
    wait_for_detail(qtbot, page, "Printer jams")
    assert page.detail.chip.accessibleName() == "3:00 left"
    assert page.detail.clocks.isVisible()
    click(page.detail.clocks.why)
    dialog = page.findChild(ExplanationDialog)
    assert isinstance(dialog, ExplanationDialog)
    told = dialog.text.toPlainText()
    assert told.startswith("Service restored: Running, level any, at most 4:00, used 1:00, due ")
    assert "Counted" in told
    click(dialog.copy)
    assert QGuiApplication.clipboard().text() == told
    dialog.accept()


def test_an_order_without_a_contract_shows_no_clock(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    workspace.add_order(workspace.add_customer("Other"), "No contract")
    page = open_page()
    wait_for_detail(qtbot, page, "No contract")
    assert not page.detail.clocks.isVisible()


def test_a_new_version_of_a_calendar_is_judged_off_the_gui_thread_and_shown(
    qtbot: QtBot, open_page: OpenPage, work: Work, workspace: Workspace, customer: str
) -> None:
    workspace.clock.advance(hours=3, minutes=30)
    page, judging = open_page(), Judging(work)
    left = page.orders.model.index(0, OrderColumn.LEFT)

    def judged() -> bool:
        with workspace.store.read() as reader:
            return not orders_wait(reader)

    qtbot.waitUntil(lambda: left.data() == "0:30 left")
    qtbot.waitUntil(lambda: page.orders.counts.get(OrderSegment.DUE_SOON) == 1)
    judging.begin()
    qtbot.waitUntil(judged)
    work.run_command(
        ReviseCalendar(calendar_id="always", seen_number=1, zone="Asia/Shanghai", week={"0": "09:00-10:00"})
    )
    qtbot.waitUntil(lambda: page.orders.counts[OrderSegment.DUE_SOON] == 0)
    qtbot.waitUntil(lambda: left.data() not in {"0:30 left", ""})
