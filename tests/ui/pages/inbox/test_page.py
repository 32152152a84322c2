from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.directory.commands import AddSite
from app.directory.tables import Customer, Person, Site
from app.foundation.ids import new_id
from app.inbox.tables import Settlement
from app.messages.tables import Notice
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import spec_of
from app.storage.units import Origin, UnitOfWork
from app.workorders.commands import AssignOrder
from app.workorders.rules import OrderState, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.ui.conftest import Speak
from tests.ui.hands import click
from tests.ui.pages.showing import Show, texts_of
from tests.verdicts import server_says
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.inbox.page import InboxPage
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> InboxPage:
    return InboxPage(work, wall)


def all_rows(workspace: Workspace) -> list[Any]:
    kinds = (Customer, Site, Person, WorkOrder, Visit, OrderEvent)
    return [row for kind in kinds for row in workspace.all(kind)]


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def cancelled_order(workspace: Workspace, customer_id: str) -> WorkOrder:
    """An order that its engineer started and resolved off-line while the desk cancelled it."""
    order_id = workspace.add_order(customer_id, "打印机卡纸")
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.connect()
    server_says(workspace, {}, all_rows(workspace))
    order, visit = workspace.get(WorkOrder, order_id), workspace.get(Visit, visit_id)
    workspace.run(StartWork(visit_id=visit_id))
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="更换进纸轮"))
    reason = ("order_cancelled", {"number": order.number})
    truth = [
        _with(order, state=OrderState.CANCELLED, engineer_id=None),
        _with(visit, state=VisitState.CALLED_OFF),
    ]
    pending = [entry.id for entry in workspace.outbox() if entry.state is OutboxState.PENDING]
    server_says(workspace, dict.fromkeys(pending, reason), truth)
    return workspace.get(WorkOrder, order_id)


@pytest.fixture
def refused_site(workspace: Workspace, customer_id: str) -> OutboxEntry:
    """A site that the server refused; nothing else stands in its way."""
    workspace.connect()
    server_says(workspace, {}, all_rows(workspace))
    workspace.run(AddSite(id="site", customer_id=customer_id, name="Town Hall", address="1 High Street"))
    server_says(workspace, {workspace.outbox()[-1].id: ("not_permitted", {"permission": "directory.manage"})})
    return workspace.outbox()[-1]


def _with(row: Any, **values: object) -> Any:
    return replace(row, **values)


class TestWhatWasRefused:
    def test_it_is_said_as_the_person_would_who_did_it(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], cancelled_order: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        number = cancelled_order.number
        assert [card.accessibleName() for card in page.cards] == [
            f"Resolve {number} 打印机卡纸",
            f"Start work on {number} 打印机卡纸",
        ]
        said = texts_of(page.cards[0])
        assert f"{number} was cancelled, so this could not be done." in said
        assert "更换进纸轮" in said

    def test_what_stood_before_and_what_stands_now_are_shown_side_by_side(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], cancelled_order: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        lines = texts_of(page.cards[1]).splitlines()
        title = f"{cancelled_order.number} 打印机卡纸"
        assert lines[lines.index("When it was done") :][:2] == ["When it was done", "Now"]
        visit = lines[lines.index(f"Visit · {title}") :]
        assert visit[1:4] == ["State", "Sent", "Called off"]
        order = lines[lines.index(f"Work order · {title}") :]
        assert order[1:7] == ["State", "Assigned", "Cancelled", "Engineer", "王芳", "—"]

    def test_it_leads_to_its_order(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], cancelled_order: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        with qtbot.waitSignal(page.order_requested) as asked:
            click(page.cards[0].open_order)
        assert asked.args == [cancelled_order.id]

    def test_keeping_what_stands_puts_it_away(
        self,
        qtbot: QtBot,
        page: InboxPage,
        show: Show[InboxPage],
        workspace: Workspace,
        cancelled_order: WorkOrder,
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        click(page.cards[0].keep)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].keep)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(WorkOrder, cancelled_order.id).state is OrderState.CANCELLED
        refused = [entry for entry in workspace.outbox() if entry.state is OutboxState.REJECTED]
        settled = {settlement.command_id for settlement in workspace.all(Settlement)}
        assert {entry.id for entry in refused} == settled
        assert len(settled) == 2

    def test_doing_it_again_offers_it_anew(
        self,
        qtbot: QtBot,
        page: InboxPage,
        show: Show[InboxPage],
        workspace: Workspace,
        refused_site: OutboxEntry,
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        assert page.cards[0].accessibleName() == "Add the site “Town Hall”"
        assert "1 High Street" in texts_of(page.cards[0])
        click(page.cards[0].again)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(Site, "site").name == "Town Hall"
        assert workspace.outbox()[-1].state is OutboxState.PENDING
        assert workspace.outbox()[-1].id != refused_site.id

    def test_what_is_refused_here_already_is_said_at_once_and_stays(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], cancelled_order: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        click(page.cards[1].again)
        qtbot.waitUntil(page.banner.isVisible)
        assert f"{cancelled_order.number} was cancelled" in texts_of(page.banner)
        assert len(page.cards) == 2
        assert all(card.again.isEnabled() for card in page.cards)

    def test_a_record_that_is_gone_is_named_as_it_was(
        self,
        qtbot: QtBot,
        page: InboxPage,
        show: Show[InboxPage],
        workspace: Workspace,
        cancelled_order: WorkOrder,
    ) -> None:
        visits = [visit.id for visit in workspace.all(Visit)]

        def leave(unit: UnitOfWork) -> None:
            unit.apply(spec_of(WorkOrder), (), removed=[cancelled_order.id], origin=Origin.TRUTH)
            unit.apply(spec_of(Visit), (), removed=visits, origin=Origin.TRUTH)

        workspace.store.write(leave)
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        assert page.cards[1].accessibleName() == f"Start work on {cancelled_order.number} 打印机卡纸"
        assert "It is not here any more." in texts_of(page.cards[1])
        assert not page.cards[1].open_order.isVisible()

    def test_only_as_many_are_shown_as_somebody_settles_in_one_go(
        self,
        qtbot: QtBot,
        page: InboxPage,
        show: Show[InboxPage],
        workspace: Workspace,
        refused_site: OutboxEntry,
    ) -> None:
        copies = [_with(refused_site, id=f"c{number}", sequence=100 + number) for number in range(20)]
        workspace.store.write(lambda unit: unit.put(*copies))
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 20)
        assert "1 more is shown when these are settled." in texts_of(page)
        second = page.cards[1]
        click(page.cards[0].keep)
        qtbot.waitUntil(lambda: page.cards[0] is second)
        assert page.cards[-1].deed.entry.id == refused_site.id
        assert "more is shown" not in texts_of(page)

    def test_another_language_reaches_every_word(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], cancelled_order: WorkOrder, speak: Speak
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 2)
        speak("zh_CN")
        qtbot.waitUntil(lambda: "【When it was done】" in texts_of(page.cards[1]))
        said = texts_of(page.cards[1])
        assert f"【Start work on {cancelled_order.number} 打印机卡纸】" in said
        assert "When it was done" not in said.splitlines()
        assert "已取消" in said
        assert "【Not done as you meant it】" in texts_of(page)


class TestNotices:
    @pytest.fixture
    def notice(self, workspace: Workspace, customer_id: str) -> Notice:
        desk, order_id = workspace.add_person("李晓明"), workspace.add_order(customer_id, "打印机卡纸")
        workspace.run(AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=OWNER_ID), by=desk)
        workspace.run(by=OWNER_ID)
        (notice,) = workspace.all(Notice)
        return notice

    def test_what_was_read_stays_in_sight(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, notice: Notice
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.notices.rows) == 1)
        (row,) = page.notices.rows
        assert "assigned to you: 打印机卡纸" in texts_of(row)
        click(row.read_button)
        qtbot.waitUntil(lambda: "08:00 · read" in texts_of(row))
        assert not row.read_button.isVisible()
        assert workspace.get(Notice, notice.id).read_at is not None

    def test_of_many_notices_the_newest_are_shown(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, notice: Notice
    ) -> None:
        older = [_with(notice, id=f"n{number}") for number in range(31)]
        workspace.store.write(lambda unit: unit.put(*older))
        show(page)
        qtbot.waitUntil(lambda: len(page.notices.rows) == 30)
        assert "2 older notices" in texts_of(page)

    def test_a_new_notice_comes_by_itself(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, customer_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.empty.isVisible)
        desk, order_id = workspace.add_person("李晓明"), workspace.add_order(customer_id)
        workspace.run(AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=OWNER_ID), by=desk)
        workspace.run(by=OWNER_ID)
        qtbot.waitUntil(lambda: len(page.notices.rows) == 1)
        assert not page.empty.isVisible()
