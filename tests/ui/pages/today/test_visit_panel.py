"""An engineer's visit from the page of the day: one step after the other, and what he needs on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from app.files.tables import Attachment
from app.workorders.report_commands import REPORT_DIGEST
from app.workorders.rules import EventKind, OrderKind, VisitState
from app.workorders.steps import Step
from app.workorders.tables import OrderEvent, Visit
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.fakes import A_MONDAY_MORNING
from tests.ui.conftest import Speak
from tests.ui.hands import click, type_chinese
from tests.ui.pages.showing import Show, dialog_over, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.today.page import TodayPage
from ui.pages.today.quick_note import PhrasesForm
from ui.pages.today.times_form import TimesForm
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.report_form import ReportForm
from ui.pages.workorders.step_forms import PauseForm, ResolveForm, RestoreForm
from ui.session.maps import show_on_map
from ui.work.work import Work


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    customer_id = workspace.add_customer("师范大学")
    site_id = workspace.add_site(customer_id, "行政楼", address="环城东路 41 号")
    return workspace.add_order(
        customer_id,
        "打印机卡纸",
        kind=OrderKind.INCIDENT,
        site_id=site_id,
        place="381",
        caller_name="董磊",
        caller_phone="4103",
    )


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    return workspace.assign(order_id, OWNER_ID)


@pytest.fixture
def page(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[TodayPage], visit_id: str
) -> TodayPage:
    page = show(TodayPage(work, wall))
    qtbot.waitUntil(lambda: page.visit.chosen is not None)
    return page


def state(workspace: Workspace, visit_id: str) -> VisitState:
    return workspace.get(Visit, visit_id).state


def is_in(workspace: Workspace, visit_id: str, wanted: VisitState) -> bool:
    return state(workspace, visit_id) is wanted


def push(qtbot: QtBot, page: TodayPage, words: str) -> None:
    """Push the big button once it says this."""
    qtbot.waitUntil(lambda: page.visit.next.button.text().strip() == words)
    click(page.visit.next.button)


def test_the_big_button_leads_through_the_whole_visit(
    qtbot: QtBot, page: TodayPage, workspace: Workspace, visit_id: str
) -> None:
    states = (VisitState.ACCEPTED, VisitState.TRAVELLING, VisitState.ON_SITE, VisitState.WORKING)
    for words, reached in zip(("Accept", "Set out", "I am there", "Start work"), states, strict=True):
        push(qtbot, page, words)
        qtbot.waitUntil(partial(is_in, workspace, visit_id, reached))
        workspace.clock.advance(minutes=10)
    push(qtbot, page, "Restored…")
    click(dialog_over(page, RestoreForm).submit_button)
    push(qtbot, page, "Resolve…")
    resolving = dialog_over(page, ResolveForm)
    type_chinese(resolving.resolution, "更换搓纸轮")
    click(resolving.submit_button)
    push(qtbot, page, "Report handed over…")
    click(dialog_over(page, ReportForm).submit_button)
    qtbot.waitUntil(lambda: state(workspace, visit_id) is VisitState.REPORTED, timeout=20_000)
    (file,) = workspace.all(Attachment)
    (reported,) = (event for event in workspace.all(OrderEvent) if event.kind is EventKind.REPORTED)
    assert (reported.note, reported.facts) == (file.name, {REPORT_DIGEST: file.digest})
    assert file.name.endswith("Service report.pdf")
    qtbot.waitUntil(lambda: not page.visit.next.isVisible())
    qtbot.waitUntil(lambda: "On the way 0:10 · at work 0:10" in texts_of(page.visit))


def test_who_skips_a_step_finds_the_later_one_in_the_menu(
    qtbot: QtBot, page: TodayPage, workspace: Workspace, visit_id: str
) -> None:
    page.visit.next.action(Step.START).trigger()
    qtbot.waitUntil(lambda: state(workspace, visit_id) is VisitState.WORKING)
    qtbot.waitUntil(lambda: page.visit.next.button.text().strip() == "Restored…")
    page.visit.next.action(Step.PAUSE).trigger()
    assert dialog_over(page, PauseForm).isVisible()


def test_another_kind_of_order_is_done_without_having_been_restored(
    qtbot: QtBot, page: TodayPage, workspace: Workspace
) -> None:
    request = workspace.add_order(workspace.add_customer(), "A new monitor", kind=OrderKind.REQUEST)
    workspace.run(StartWork(visit_id=workspace.assign(request, OWNER_ID)))
    qtbot.waitUntil(lambda: request in page.visits.rows.row_ids)
    page.visits.rows.choose(request)
    qtbot.waitUntil(lambda: page.visit.next.button.text().strip() == "Resolve…")


def test_the_way_there_and_the_caller_can_be_copied_and_found(
    qtbot: QtBot, page: TodayPage, workspace: Workspace
) -> None:
    assert "行政楼 381\n环城东路 41 号" in texts_of(page.visit)
    click(page.visit.copy_address)
    assert QGuiApplication.clipboard().text() == "环城东路 41 号"
    click(page.visit.copy_phone)
    assert QGuiApplication.clipboard().text() == "4103"
    with qtbot.waitSignal(page.directions_requested) as asked:
        click(page.visit.directions)
    assert asked.args == ["环城东路 41 号"]


def test_all_about_the_order_is_one_click_away(qtbot: QtBot, page: TodayPage, order_id: str) -> None:
    with qtbot.waitSignal(page.order_requested) as asked:
        click(page.visit.open)
    assert asked.args == [order_id]


def test_a_note_is_made_of_phrases(qtbot: QtBot, page: TodayPage, workspace: Workspace) -> None:
    note = page.visit.note
    assert not note.add.isEnabled()
    click(note.choose)
    qtbot.waitUntil(note.menu.isVisible)
    note.menu.actions()[1].trigger()
    note.menu.close()
    type_chinese(note.text, "换了线")
    click(note.add)
    qtbot.waitUntil(lambda: not note.text.value())
    (noted,) = workspace.all(OrderEvent, kind=EventKind.NOTED)
    assert "Restarted, works again." in noted.note
    assert "换了线" in noted.note


def test_the_phrases_are_edited_in_place(qtbot: QtBot, page: TodayPage) -> None:
    note = page.visit.note
    click(note.choose)
    qtbot.waitUntil(note.menu.isVisible)
    note.menu.actions()[-1].trigger()
    note.menu.close()
    editing = dialog_over(page, PhrasesForm)
    qtbot.waitUntil(lambda: "Restarted" in editing.phrases.value())
    editing.phrases.set_value("Tom & Jerry\n换了搓纸轮")
    with qtbot.waitSignal(editing.accepted):
        click(editing.submit_button)
    click(note.choose)
    qtbot.waitUntil(lambda: len(note.menu.actions()) == 4)
    assert note.menu.actions()[0].text() == "Tom && Jerry"
    note.menu.actions()[0].trigger()
    note.menu.close()
    assert note.text.value() == "Tom & Jerry"


def test_when_work_began_is_corrected(qtbot: QtBot, page: TodayPage, workspace: Workspace, visit_id: str) -> None:
    assert not page.visit.correct.isVisible()
    workspace.clock.advance(hours=1)
    workspace.run(StartWork(visit_id=visit_id))
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="New roller"))
    qtbot.waitUntil(page.visit.correct.isVisible)
    click(page.visit.correct)
    form = dialog_over(page, TimesForm)
    form.times["started_at"].set_value("2026-11-02T08:20")
    click(form.submit_button)
    qtbot.waitUntil(lambda: "at work 0:40" in texts_of(page.visit))
    assert workspace.get(Visit, visit_id).started_at == A_MONDAY_MORNING + timedelta(minutes=20)


def test_a_visit_that_is_called_off_leaves_the_screen(
    qtbot: QtBot, page: TodayPage, workspace: Workspace, order_id: str
) -> None:
    workspace.assign(order_id, workspace.add_person())
    qtbot.waitUntil(lambda: "Choose a visit to see what is next." in texts_of(page.visit))


def test_the_panel_speaks_the_language_shown(qtbot: QtBot, page: TodayPage, speak: Speak) -> None:
    speak("zh_CN")
    assert page.visit.next.button.text().strip() == "【Accept】"
    assert page.visit.next.action(Step.START).text() == "开始处理"


class _Maps(QObject):
    asked = Signal(QUrl)

    @Slot(QUrl)
    def look_up(self, url: QUrl) -> None:
        self.asked.emit(url)


@pytest.fixture
def maps() -> Iterator[_Maps]:
    """The system's program for maps."""
    program = _Maps()
    QDesktopServices.setUrlHandler("geo", program, "look_up")  # type: ignore[arg-type]  # the stubs want bytes
    yield program
    QDesktopServices.unsetUrlHandler("geo")


@pytest.mark.parametrize("place", ["环城东路 41 号", "a&b=c#d?e/../f", "100%25 <b>"])
def test_a_place_is_looked_up_as_it_was_written(qtbot: QtBot, maps: _Maps, place: str) -> None:
    with qtbot.waitSignal(maps.asked) as asked:
        assert show_on_map(place)
    query = asked.args[0].query(QUrl.ComponentFormattingOption.FullyEncoded)
    assert QUrl.fromPercentEncoding(query.removeprefix("q=").encode()) == place
