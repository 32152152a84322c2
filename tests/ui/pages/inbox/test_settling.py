"""Edits that met another's, and what the desk settles for others."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.directory.edit_commands import EditSite
from app.directory.tables import Customer, Person, Site
from app.inbox.commands import SettleForOther
from app.inbox.tables import Refusal, Settlement, refusal_id_of
from app.storage.edits import edit_of
from app.storage.outbox import OutboxState
from app.workorders.commands import AddNote
from app.workorders.edit_commands import EditOrder
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from tests.ui.hands import click
from tests.ui.pages.showing import Show, dialog_over, texts_of
from tests.verdicts import server_says
from tests.workspaces import Workspace
from ui.pages.directory.forms import SiteForm
from ui.pages.inbox.correcting import WordsForm
from ui.pages.inbox.page import InboxPage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_form import OrderForm
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> InboxPage:
    return InboxPage(work, wall)


@pytest.fixture
def order(workspace: Workspace) -> WorkOrder:
    """An order that the server knows."""
    customer_id = workspace.add_customer()
    order_id = workspace.add_order(customer_id, "打印机卡纸", place="二楼")
    workspace.connect()
    rows: list[Any] = [row for kind in (Customer, Person, WorkOrder, Visit, OrderEvent) for row in workspace.all(kind)]
    server_says(workspace, {}, rows)
    return workspace.get(WorkOrder, order_id)


@pytest.fixture
def met(workspace: Workspace, order: WorkOrder) -> WorkOrder:
    """An edit of its title and place, of which the title met another's; the order as it stands."""
    workspace.run(edit_of(EditOrder, order, title="打印机进纸卡住", place="三楼"))
    theirs = replace(order, title="打印机坏", place="三楼")
    merged = ("edit_merged", {"asked": "title", "yielded": ""})
    server_says(workspace, {workspace.outbox()[-1].id: merged}, [theirs])
    return theirs


class TestEdits:
    def test_what_stood_what_was_wanted_and_what_stands_are_shown_of_what_was_not_applied(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], met: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        assert page.cards[0].accessibleName() == f"Correct {met.number} 打印机坏"
        lines = texts_of(page.cards[0]).splitlines()
        head = lines.index("When it was done")
        assert lines[head : head + 3] == ["When it was done", "Wanted", "Now"]
        title = lines.index("What is wrong")
        assert lines[title : title + 4] == ["What is wrong", "打印机卡纸", "打印机进纸卡住", "打印机坏"]
        assert "Place" not in lines, "that was applied"

    def test_mine_is_applied_again_with_one_click(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, met: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        assert page.cards[0].again.text().strip() == "Apply mine again"
        click(page.cards[0].again)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(WorkOrder, met.id).title == "打印机进纸卡住"
        assert workspace.outbox()[-1].state is OutboxState.PENDING

    def test_theirs_is_kept_with_one_click(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, met: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].keep)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(WorkOrder, met.id).title == "打印机坏"

    def test_the_edit_form_shows_mine_over_what_stands_now(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, met: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].correct)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(OrderForm)))
        form = dialog_over(page, OrderForm)
        assert (form.title.value(), form.place.value()) == ("打印机进纸卡住", "三楼")
        form.title.set_value("打印机坏，进纸卡住")
        click(form.submit_button)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(WorkOrder, met.id).title == "打印机坏，进纸卡住"
        body = json.loads(workspace.outbox()[-1].body)["body"]
        assert body["seen"] == {"title": "打印机坏"}
        assert len(workspace.all(Settlement)) == 1

    def test_what_is_edited_into_what_stands_is_kept(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, met: WorkOrder
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].correct)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(OrderForm)))
        form = dialog_over(page, OrderForm)
        form.title.set_value("打印机坏")
        click(form.submit_button)
        qtbot.waitUntil(page.empty.isVisible)
        (settlement,) = workspace.all(Settlement)
        assert not settlement.done

    def test_an_edit_of_the_directory_opens_its_own_form(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, order: WorkOrder
    ) -> None:
        site = Site(id="site", customer_id=order.customer_id, name="Town Hall", address="1 High Street", clean=False)
        server_says(workspace, {}, [site])
        workspace.run(edit_of(EditSite, site, name="Town Hall North"))
        server_says(workspace, {workspace.outbox()[-1].id: ("name_taken", {"name": "Town Hall North"})})
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].correct)
        form = dialog_over(page, SiteForm)
        assert form.name.value() == "Town Hall North"
        form.name.set_value("Town Hall South")
        click(form.submit_button)
        qtbot.waitUntil(page.empty.isVisible)
        assert workspace.get(Site, "site").name == "Town Hall South"


class TestWords:
    def test_the_words_of_a_refused_deed_are_corrected_and_given_again(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, order: WorkOrder
    ) -> None:
        workspace.run(AddNote(order_id=order.id, text="换了"))
        server_says(workspace, {workspace.outbox()[-1].id: ("not_permitted", {})})
        show(page)
        qtbot.waitUntil(lambda: len(page.cards) == 1)
        click(page.cards[0].correct)
        form = dialog_over(page, WordsForm)
        assert form.values() == {"text": "换了"}
        form._fields["text"].set_value("换了进纸轮")
        click(form.submit_button)
        qtbot.waitUntil(page.empty.isVisible)
        (note,) = [event for event in workspace.all(OrderEvent) if event.note]
        assert note.note == "换了进纸轮"


class TestOfOthers:
    @pytest.fixture
    def refusal(self, workspace: Workspace, order: WorkOrder) -> Refusal:
        """A note of another engineer that was refused, as the desk has it."""
        wang = Person(
            id="wang",
            customer_id=None,
            team_id=None,
            kind=workspace.all(Person)[0].kind,
            name="王建国",
            phone="",
            email="",
        )
        refusal = Refusal(
            id=refusal_id_of("wang", "c1"),
            command_id="c1",
            actor_id="wang",
            customer_id=order.customer_id,
            name="workorders.add_note",
            version=1,
            body=json.dumps({"order_id": order.id, "text": "换了进纸轮"}, ensure_ascii=False),
            occurred_at=workspace.clock.now(),
            refused_at=workspace.clock.now(),
            code="order_cancelled",
            params={"number": order.number},
            stood_before="",
        )
        server_says(workspace, {}, [wang, refusal])
        return refusal

    def test_the_desk_sees_what_was_refused_to_whom(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], order: WorkOrder, refusal: Refusal
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.others) == 1)
        assert not page.cards
        said = texts_of(page)
        assert "Of others: settle it for them" in said
        assert "Done by 王建国 08:00" in said
        assert page.others[0].accessibleName() == f"Add a note to {order.number} 打印机卡纸"
        assert "换了进纸轮" in said

    @pytest.mark.parametrize("again", [True, False])
    def test_it_is_settled_with_one_click(
        self,
        qtbot: QtBot,
        page: InboxPage,
        show: Show[InboxPage],
        workspace: Workspace,
        refusal: Refusal,
        again: bool,
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.others) == 1)
        click(page.others[0].again if again else page.others[0].keep)
        qtbot.waitUntil(page.empty.isVisible)
        given = workspace.outbox()[-1]
        assert given.name == "inbox.settle_for_other"
        notes = [event for event in workspace.all(OrderEvent) if event.note]
        assert [(note.note, note.actor_id) for note in notes] == ([("换了进纸轮", "wang")] if again else [])

    def test_what_the_other_has_settled_meanwhile_is_said(
        self, qtbot: QtBot, page: InboxPage, show: Show[InboxPage], workspace: Workspace, refusal: Refusal
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: len(page.others) == 1)
        keep = page.others[0].keep
        workspace.run(SettleForOther(refusal_id=refusal.id))
        click(keep)
        qtbot.waitUntil(lambda: not page.others)
