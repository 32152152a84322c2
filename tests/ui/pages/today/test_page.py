from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.accounts.rules import Grants
from app.attendance.rules import AttendanceKind
from app.attendance.tables import AttendanceEvent
from app.foundation.errors import Rejection
from app.messages.tables import Notice
from app.stocktakes.commands import BeginStocktake, EndStocktake
from app.workorders.filters import OrderSegment
from app.workorders.visit_commands import StartWork
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from tests.ui.pages.showing import Show, rows_of, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.today.page import TodayPage
from ui.pages.wall_clock import WallClock
from ui.widgets.chip import Chip
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> TodayPage:
    return TodayPage(work, wall)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def chip_of(page: TodayPage) -> str:
    return " ".join(chip.accessibleName() for chip in page.check_in.findChildren(Chip) if chip.isVisible())


class TestCheckingIn:
    def test_f9_checks_in(self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace) -> None:
        show(page)
        qtbot.waitUntil(page.check_in.check_in.isEnabled)
        assert "Not checked in yet" in texts_of(page)
        press(page, Qt.Key.Key_F9)
        qtbot.waitUntil(lambda: "In since 08:00" in texts_of(page))
        assert chip_of(page) == "In time"
        (event,) = workspace.all(AttendanceEvent)
        assert (event.kind, event.person_id, event.zone) == (AttendanceKind.CHECK_IN, OWNER_ID, "Asia/Shanghai")

    def test_who_comes_after_half_past_eight_is_late(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        workspace.clock.advance(minutes=31)
        show(page)
        qtbot.waitUntil(page.check_in.check_in.isEnabled)
        click(page.check_in.check_in)
        qtbot.waitUntil(lambda: "In since 08:31" in texts_of(page))
        assert chip_of(page) == "Late"

    def test_who_was_in_checks_out_and_then_the_day_is_over(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(page.check_in.check_in.isEnabled)
        press(page, Qt.Key.Key_F9)
        qtbot.waitUntil(page.check_in.check_out.isVisible)
        workspace.clock.advance(hours=9)
        click(page.check_in.check_out)
        qtbot.waitUntil(lambda: "In from 08:00 to 17:00" in texts_of(page))
        assert chip_of(page) == "Left early"
        press(page, Qt.Key.Key_F9)
        assert not page.check_in.check_out.isVisible()
        assert len(workspace.all(AttendanceEvent)) == 2

    def test_who_is_not_permitted_is_told_and_can_try_again(
        self, qtbot: QtBot, work: Work, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        workspace.grants = Grants.of([])
        show(page)
        qtbot.waitUntil(page.check_in.check_in.isEnabled)
        with qtbot.waitSignal(work.failed) as told:
            press(page, Qt.Key.Key_F9)
        assert isinstance(told.args[0], Rejection)
        assert page.check_in.check_in.isEnabled()


class TestVisits:
    def test_a_new_visit_appears_by_itself_and_goes_on(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace, customer_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.visits.empty.isVisible)
        order_id = workspace.add_order(customer_id, "Printer jams", place="Room 12")
        visit_id = workspace.assign(order_id, OWNER_ID)
        qtbot.waitUntil(lambda: len(page.visits.rows.row_ids) == 1)
        assert rows_of(page.visits.rows) == [["Printer jams W26-000001", "Northvale Council Room 12", "Sent", "", ""]]
        workspace.run(StartWork(visit_id=visit_id))
        qtbot.waitUntil(lambda: rows_of(page.visits.rows)[0][2] == "In progress")

    def test_the_one_that_is_marked_is_shown_beside_the_list(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace, customer_id: str
    ) -> None:
        for title in ("Printer jams", "No network"):
            workspace.assign(workspace.add_order(customer_id, title), OWNER_ID)
        show(page)
        qtbot.waitUntil(lambda: page.visit.title.text() == "Printer jams")
        press(page.visits.rows, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: page.visit.title.text() == "No network")


class TestWhatNeedsAttention:
    def test_the_counts_lead_to_what_they_count(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace, customer_id: str
    ) -> None:
        now = workspace.clock.now()
        workspace.add_order(customer_id, due_at=now - timedelta(minutes=5))
        workspace.add_order(customer_id, due_at=now + timedelta(minutes=5))
        show(page)
        qtbot.waitUntil(lambda: page.counts[OrderSegment.UNASSIGNED].count == 2)
        assert page.counts[OrderSegment.OVERDUE].count == 1
        assert page.counts[OrderSegment.OVERDUE].accessibleName() == "Overdue 1"
        assert page.counts[OrderSegment.DUE_SOON].count == 1
        for segment, card in page.counts.items():
            with qtbot.waitSignal(page.segment_requested) as asked:
                click(card)
            assert asked.args == [segment]

    def test_what_was_refused_leads_to_the_inbox(self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage]) -> None:
        show(page)
        with qtbot.waitSignal(page.inbox_requested):
            click(page.refused)


class TestNotices:
    @pytest.fixture
    def two_notices(self, workspace: Workspace, customer_id: str) -> None:
        """Somebody else sends the owner to two orders."""
        desk = workspace.add_person("李晓明")
        for title in ("Printer jams", "No network"):
            order_id = workspace.add_order(customer_id, title)
            workspace.assign(order_id, workspace.add_person())
            workspace.run(_assign(order_id), by=desk)
        workspace.run(by=OWNER_ID)

    @pytest.mark.usefixtures("two_notices")
    def test_what_was_read_goes_away(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: "assigned to you: No network" in texts_of(page))
        first = page.notices.rows[0]
        click(first.read_button)
        qtbot.waitUntil(lambda: sum(row.isVisible() for row in page.notices.rows) == 1)
        assert sum(notice.read_at is None for notice in workspace.all(Notice, person_id=OWNER_ID)) == 1

    @pytest.mark.usefixtures("two_notices")
    def test_all_are_read_at_once(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(page.read_all.isVisible)
        click(page.read_all)
        qtbot.waitUntil(lambda: "Nothing new." in texts_of(page))
        assert all(notice.read_at for notice in workspace.all(Notice, person_id=OWNER_ID))
        assert not page.read_all.isVisible()

    @pytest.mark.usefixtures("two_notices")
    def test_a_notice_leads_to_the_order_that_it_is_about(
        self, qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.notices.rows) == 2)
        (notice,) = [
            found for found in workspace.all(Notice, person_id=OWNER_ID) if found.facts["title"] == "No network"
        ]
        (row,) = [found for found in page.notices.rows if "No network" in texts_of(found)]
        with qtbot.waitSignal(page.order_requested) as asked:
            click(row.open_button)
        assert asked.args == [notice.about_id]


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace, customer_id: str, speak: Speak
) -> None:
    workspace.assign(workspace.add_order(customer_id), OWNER_ID)
    show(page)
    qtbot.waitUntil(lambda: len(page.visits.rows.row_ids) == 1)
    speak("zh_CN")
    assert rows_of(page.visits.rows)[0][2] == "已下发"
    assert "2026年11月2日星期一" in texts_of(page)
    assert "【Good day, 王芳】" in texts_of(page)


def test_at_midnight_another_day_begins(
    qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace
) -> None:
    show(page)
    qtbot.waitUntil(page.check_in.check_in.isEnabled)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "In since" in texts_of(page))
    workspace.clock.set(datetime(2026, 11, 2, 16, 1, tzinfo=UTC))
    page.refresh()
    qtbot.waitUntil(lambda: "Not checked in yet" in texts_of(page))
    assert "Tuesday, 3 November 2026" in texts_of(page)


def _assign(order_id: str) -> object:
    from app.foundation.ids import new_id
    from app.workorders.commands import AssignOrder

    return AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=OWNER_ID)


def test_a_stocktake_that_is_under_way_is_there_until_it_ends(
    qtbot: QtBot, page: TodayPage, show: Show[TodayPage], workspace: Workspace, customer_id: str
) -> None:
    workspace.add_asset(customer_id)
    workspace.run(BeginStocktake(id="stocktake", customer_id=customer_id, name="Town Hall"))
    show(page)
    qtbot.waitUntil(page.stocktakes.isVisible)
    with qtbot.waitSignal(page.stocktakes_requested):
        click(page.stocktakes)
    workspace.run(EndStocktake(stocktake_id="stocktake"))
    qtbot.waitUntil(lambda: not page.stocktakes.isVisible())
