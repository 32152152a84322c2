"""The fault handling and analysis report: made from facts and what the engineer adds, and handed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.files.tables import Attachment
from app.workorders.rules import EventKind, OrderKind, VisitState
from app.workorders.tables import OrderEvent, Visit
from app.workorders.visit_commands import ResolveVisit, RestoreService, StartWork
from tests.app.documents.reading import lines_on_pages
from tests.ui.hands import click, type_chinese
from tests.ui.pages.showing import Show, dialog_over
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.today.page import TodayPage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.fault_report_form import FaultReportForm
from ui.work.work import Work


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    return workspace.add_order(workspace.add_customer(), "No login", kind=OrderKind.INCIDENT)


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.run(StartWork(visit_id=visit_id), RestoreService(visit_id=visit_id, note="Spare disk"))
    return visit_id


@pytest.fixture
def page(qtbot: QtBot, work: Work, wall: WallClock, show: Show[TodayPage], visit_id: str) -> TodayPage:
    page = show(TodayPage(work, wall))
    qtbot.waitUntil(page.visit.fault_report.isVisible)
    return page


def opened_form(page: TodayPage) -> FaultReportForm:
    click(page.visit.fault_report)
    return dialog_over(page, FaultReportForm)


def fill_in(form: FaultReportForm) -> None:
    """Say what nobody else can know."""
    form.cause_known.set_value("unknown")
    form.fix_kind.set_value("temporary")


def text_of(work: Work, attachment: Attachment, path: Path) -> str:
    with work.vault.open(attachment.digest) as content:
        path.write_bytes(content.readall())
    return "".join("\n".join(line for lines in lines_on_pages(path) for line in lines).split())


def test_a_report_is_made_while_the_work_goes_on_and_goes_on_with_what_was_entered(
    qtbot: QtBot, work: Work, page: TodayPage, workspace: Workspace, order_id: str, visit_id: str, tmp_path: Path
) -> None:
    form = opened_form(page)
    assert (form.fault.value(), form.fix.value()) == ("No login", "Spare disk")
    assert not form.handed_over.isEnabled()
    type_chinese(form.measures, "增加每日检查")
    click(form.submit_button)
    assert form.isVisible(), "what is not known is not claimed"
    fill_in(form)
    with qtbot.waitSignal(form.accepted, timeout=20_000):
        click(form.submit_button)
    (report,) = workspace.all(Attachment, about_id=order_id)
    assert report.media_type == "application/pdf"
    text = text_of(work, report, tmp_path / "report.pdf")
    assert "增加每日检查" in text
    assert "Thecauseisnotknownyet." in text
    assert workspace.get(Visit, visit_id).state is VisitState.RESTORED
    again = opened_form(page)
    qtbot.waitUntil(lambda: again.measures.value() == "增加每日检查")
    again.reject()


def test_handing_it_over_ends_the_visit_and_what_was_entered(
    qtbot: QtBot, page: TodayPage, workspace: Workspace, order_id: str, visit_id: str
) -> None:
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="New controller"))
    qtbot.waitUntil(lambda: page.visit.next.button.text().strip() == "Report handed over…")
    form = opened_form(page)
    type_chinese(form.next_steps, "厂商本周答复")
    fill_in(form)
    form.handed_over.setChecked(True)
    with qtbot.waitSignal(form.accepted, timeout=20_000):
        click(form.submit_button)
    assert workspace.get(Visit, visit_id).state is VisitState.REPORTED
    (file,) = workspace.all(Attachment, about_id=order_id)
    assert [event.note for event in workspace.all(OrderEvent, kind=EventKind.REPORTED)] == [file.name]
    qtbot.waitUntil(lambda: not page.visit.next.isVisible())
    again = opened_form(page)
    assert again.next_steps.value() == ""
    again.reject()


def test_what_cannot_be_kept_is_said_and_everything_stays(
    qtbot: QtBot, page: TodayPage, workspace: Workspace, work: Work, order_id: str
) -> None:
    work.vault.folder.write_bytes(b"in the way")
    form = opened_form(page)
    fill_in(form)
    form.measures.set_value("New rack")
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible, timeout=20_000)
    assert form.measures.value() == "New rack"
    form.fault.set_value("")
    click(form.submit_button)
    assert form.isVisible()
    assert workspace.all(Attachment, about_id=order_id) == []


def test_a_request_has_no_such_report(qtbot: QtBot, page: TodayPage, workspace: Workspace) -> None:
    request = workspace.add_order(workspace.add_customer("师范大学"), "A new monitor", kind=OrderKind.REQUEST)
    workspace.run(StartWork(visit_id=workspace.assign(request, OWNER_ID)))
    qtbot.waitUntil(lambda: request in page.visits.rows.row_ids)
    page.visits.rows.choose(request)
    qtbot.waitUntil(lambda: page.visit.title.text() == "A new monitor")
    qtbot.waitUntil(lambda: not page.visit.fault_report.isVisible())
