from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.accounts.rules import Grant, Grants, Role
from app.assets.tables import Asset
from app.foundation.ids import new_id
from app.knowledge.closure_commands import BeginClosure
from app.knowledge.commands import PublishKnownIssue
from app.knowledge.rules.closures import ClosureKind, ClosureState
from app.knowledge.tables import Announcement, Closure, KnownIssue, Outage, ServiceGroup, ServiceGroupSystem
from app.sla.presets import calendar_id
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from tests.app.knowledge.conftest import NOW, Council
from tests.ui.conftest import Speak
from tests.ui.hands import click, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.knowledge.announce_form import AnnounceForm, AnnouncementForm
from ui.pages.knowledge.closure_forms import BeginForm, CancelForm, ClosureForm, EndForm, ExtendForm
from ui.pages.knowledge.group_form import GroupForm
from ui.pages.knowledge.groups_form import GroupsForm, SystemsForm
from ui.pages.knowledge.known_forms import IssueEditForm, IssueForm, OutageForm, WithdrawForm
from ui.pages.knowledge.page import KnowledgePage, Part
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.widgets.fields import YES
from ui.work.work import Work

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def council(workspace: Workspace) -> Council:
    made = Council(workspace)
    workspace.clock.advance(hours=9)
    return made


@pytest.fixture
def page(work: Work, wall: WallClock, council: Council) -> KnowledgePage:
    wall.set_zone("Europe/London")
    return KnowledgePage(work, wall)


def push(qtbot: QtBot, button: Button) -> None:
    """Click on a button as soon as it is to be seen where it lies."""
    window = button.window()

    def is_seen() -> bool:
        return window.childAt(button.mapTo(window, button.rect().center())) is button

    qtbot.waitUntil(is_seen)
    click(button)


class TestClosures:
    def test_one_is_agreed_in_the_form_and_told_with_its_overlap(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council
    ) -> None:
        council.close(2 * DAY + HOUR)
        show(page)
        push(qtbot, page.closures.agree)
        form = dialog_over(page, ClosureForm)
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(council.id)
        form.systems.set_value(council.payroll)
        form.begins.set_at(NOW + 9 * HOUR + 2 * DAY)
        form.ends.set_at(NOW + 11 * HOUR + 2 * DAY)
        qtbot.waitUntil(form.overlap.isVisible)
        assert form.overlap.text() == "Also closed then: New database (4 Nov 10:00 – 12:00)"
        type_latin(form.reason, "Patches")
        type_latin(form.agreed_by, "Head of ICT")
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(page.closures.closures.rows.row_ids) == 2)
        assert ["Patches Payroll", "Northvale Council", "4 Nov 09:00 – 11:00", "Planned closure", "Agreed"] in rows_of(
            page.closures.closures.rows
        )

    def test_a_short_notice_is_refused_in_a_sentence_and_can_be_recorded_as_it_happened(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        show(page)
        push(qtbot, page.closures.agree)
        form = dialog_over(page, ClosureForm)
        click(form.submit_button)
        said = texts_of(form)
        for missing in (
            "Choose the customer.",
            "Say when it begins.",
            "Say why it is closed.",
            "Say who agreed to it.",
        ):
            assert missing in said
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(council.id)
        form.group.set_value(council.groups["network"])
        form.begins.set_at(NOW + 9 * HOUR + HOUR)
        form.ends.set_at(NOW + 9 * HOUR + 2 * HOUR)
        type_latin(form.reason, "Switch")
        type_latin(form.agreed_by, "Head of ICT")
        click(form.submit_button)
        qtbot.waitUntil(form.banner.isVisible)
        assert "47:00 hours are missing" in texts_of(form.banner)
        assert workspace.all(Closure) == []
        form.as_it_happened.set_value(YES)
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(Closure)) == 1)
        qtbot.waitUntil(lambda: "Agreed too late by 47:00 hours" in texts_of(page.closures.detail))
        assert "Network" in texts_of(page.closures.detail)

    def test_it_is_extended_begun_and_ended(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        closure_id = council.close(-HOUR, kind=ClosureKind.EMERGENCY, as_it_happened=True)
        card = show(page).closures.detail
        push(qtbot, card.extend)
        extending = dialog_over(page, ExtendForm)
        extending.ends.set_at(NOW + 14 * HOUR)
        click(extending.submit_button)
        qtbot.waitUntil(lambda: workspace.get(Closure, closure_id).ends_at == NOW + 14 * HOUR)
        push(qtbot, card.begin)
        beginning = dialog_over(page, BeginForm)
        beginning.at.set_at(NOW + 8 * HOUR)
        click(beginning.submit_button)
        qtbot.waitUntil(card.end.isVisible)
        assert not card.begin.isVisible()
        assert not card.cancel.isVisible()
        push(qtbot, card.end)
        click(dialog_over(page, EndForm).submit_button)
        qtbot.waitUntil(lambda: workspace.get(Closure, closure_id).state is ClosureState.ENDED)
        qtbot.waitUntil(page.closures.closures.empty.isVisible)
        page.closures.with_past.set_value(YES)
        qtbot.waitUntil(lambda: "08:00 – 09:00" in texts_of(card))
        assert card.timeline.accessibleDescription().splitlines()[2] == "Extended until 14:00, 09:00 · 王芳"

    def test_it_is_cancelled_with_a_reason(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        closure_id = council.close(3 * DAY)
        card = show(page).closures.detail
        push(qtbot, card.cancel)
        form = dialog_over(page, CancelForm)
        click(form.submit_button)
        assert "Say why it is cancelled." in texts_of(form)
        type_latin(form.reason, "No switch")
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(Closure, closure_id).state is ClosureState.CANCELLED)

    def test_people_are_told_in_three_languages_by_the_clock_of_the_customer(
        self,
        qtbot: QtBot,
        page: KnowledgePage,
        show: Show[KnowledgePage],
        council: Council,
        workspace: Workspace,
        wall: WallClock,
    ) -> None:
        wall.set_zone("Asia/Shanghai")
        council.close(3 * DAY)
        card = show(page).closures.detail
        push(qtbot, card.announce)
        form = dialog_over(page, AnnounceForm)
        english = form.texts["en"].value()
        assert "From 5 November 2026, 09:00 (UTC+0) until 5 November 2026, 11:00 (UTC+0)" in english
        form.texts["nb"].set_value("")
        click(form.copy)
        copied = QGuiApplication.clipboard().text()
        assert english in copied
        assert "计划停用通知：Payroll" in copied
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(Announcement)) == 1)
        assert set(workspace.all(Announcement)[0].texts) == {"en", "zh"}
        qtbot.waitUntil(card.copy.isVisible)
        assert "Not announced" not in texts_of(card)

    def test_people_are_told_what_is_about_no_closure(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        show(page)
        page.parts.choose(Part.ANNOUNCEMENTS)
        push(qtbot, page.announcements.announce)
        form = dialog_over(page, AnnouncementForm)
        type_latin(form.title, "New desk hours")
        click(form.submit_button)
        said = texts_of(form)
        assert "Choose the customer." in said
        assert "Write the text in one language at least." in said
        form.customer.set_value(council.id)
        form.texts["en"].set_value("We answer from seven.")
        click(form.submit_button)
        qtbot.waitUntil(lambda: "We answer from seven." in texts_of(page.announcements))
        assert rows_of(page.announcements.announcements.rows) == [["New desk hours", "Northvale Council", "09:00"]]
        assert workspace.all(Announcement)[0].closure_id is None


class TestWhatIsKnown:
    def test_an_outage_is_recorded_told_above_everything_and_ended(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        order_id = workspace.add_order(council.id)
        show(page)
        page.parts.choose(Part.KNOWN)
        push(qtbot, page.known.record)
        form = dialog_over(page, OutageForm)
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(council.id)
        form.group.set_value(council.groups["mail and home server"])
        type_latin(form.note, "No mail")
        type_latin(form.order.line, "W26-000001")
        qtbot.waitUntil(lambda: form.order.order_id == order_id)
        click(form.submit_button)
        qtbot.waitUntil(page.banner.isVisible)
        assert "1 thing to tell callers now" in texts_of(page.banner)
        assert "Mail and home server · No mail · since 09:00 · Northvale Council" in texts_of(page.banner)
        with qtbot.waitSignal(page.order_requested) as asked:
            push(qtbot, page.known.open_order)
        assert asked.args == [order_id]
        workspace.clock.advance(hours=1)
        push(qtbot, page.known.over)
        qtbot.waitUntil(lambda: workspace.all(Outage)[0].ended_at == NOW + 10 * HOUR)
        qtbot.waitUntil(lambda: not page.banner.isVisible())
        qtbot.waitUntil(page.known.known.empty.isVisible)

    def test_a_number_that_no_order_has_is_said(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        show(page)
        page.parts.choose(Part.KNOWN)
        push(qtbot, page.known.publish)
        form = dialog_over(page, IssueForm)
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(council.id)
        code = workspace.get(
            Asset, workspace.add_asset(council.id, department_id=workspace.add_department(council.id))
        ).code
        type_latin(form.told.title, "Slow")
        form.told.what_to_do.set_value("Wait")
        type_latin(form.order.line, "W26-9")
        type_latin(form.device.line, "KJC-COM-9")
        click(form.submit_button)
        qtbot.waitUntil(lambda: "There is no work order of this customer" in texts_of(form))
        assert "No device of this customer has this code." in texts_of(form)
        form.order.set_value("")
        form.device.set_value(code)
        click(form.submit_button)
        qtbot.waitUntil(lambda: [issue.title for issue in workspace.all(KnownIssue)] == ["Slow"])
        qtbot.waitUntil(lambda: code in texts_of(page.known))
        push(qtbot, page.known.correct)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(IssueEditForm)))
        correcting = dialog_over(page, IssueEditForm)
        correcting.told.what_to_do.set_value("Call again")
        click(correcting.submit_button)
        qtbot.waitUntil(lambda: "Call again" in texts_of(page.known))

    def test_an_issue_is_over_by_one_click_and_an_outage_can_be_withdrawn(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        workspace.run(
            PublishKnownIssue(
                id=new_id(), customer_id=council.id, title="Slow", what_to_do="Wait.", begins_at=NOW + 8 * HOUR
            )
        )
        outage_id = council.break_down(NOW, None, note="Power cut")
        show(page)
        page.parts.choose(Part.KNOWN)
        qtbot.waitUntil(page.known.over.isVisible)
        assert "Wait." in texts_of(page.known)
        assert not page.known.withdraw.isVisible()
        push(qtbot, page.known.over)
        qtbot.waitUntil(lambda: workspace.all(KnownIssue)[0].ends_at == NOW + 9 * HOUR)
        push(qtbot, page.known.withdraw)
        form = dialog_over(page, WithdrawForm)
        type_latin(form.reason, "A drill")
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(Outage, outage_id).withdrawn_because == "A drill")


class TestAvailability:
    def test_each_group_stands_against_its_target_with_what_cost_it_time(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council
    ) -> None:
        council.break_down(NOW + 8 * HOUR, NOW + 8 * HOUR + HOUR / 2, note="Power cut")
        show(page)
        page.parts.choose(Part.AVAILABILITY)
        groups = page.availability.groups.rows
        qtbot.waitUntil(lambda: len(groups.row_ids) == 5)
        assert rows_of(groups)[0] == ["Business systems Northvale Council", "75.00 %", "98.00 %", "15 min", "Missed"]
        assert rows_of(groups)[1] == ["Intranet Northvale Council", "100.00 %", "98.00 %", "0 min", "Met"]
        assert "Power cut: 30 min" in page.availability.causes.accessibleDescription()
        assert "15 min of 1 min" in texts_of(page.availability)
        page.availability.month.set_value("2026-10")
        qtbot.waitUntil(lambda: rows_of(groups)[0][1] == "100.00 %")

    def test_a_customer_gets_the_shipped_groups_and_calendars_that_are_there_do_not_matter(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        other = workspace.add_customer("Southdale")
        show(page)
        page.parts.choose(Part.AVAILABILITY)
        push(qtbot, page.availability.add_groups)
        form = dialog_over(page, GroupsForm)
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(other)
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(ServiceGroup, customer_id=other)) == 5)
        qtbot.waitUntil(lambda: len(page.availability.groups.rows.row_ids) == 10)

    def test_a_group_of_ones_own_is_made_corrected_and_retired(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        show(page)
        page.parts.choose(Part.AVAILABILITY)
        part = page.availability
        push(qtbot, part.add_group)
        form = dialog_over(page, GroupForm)
        qtbot.waitUntil(lambda: form.customer.count() == 2)
        form.customer.set_value(council.id)
        type_latin(form.name, "Archive")
        type_latin(form.target, "100.5")
        form.calendar.set_value(calendar_id("24x7"))
        click(form.submit_button)
        assert "Write a number from 0 to 100" in texts_of(form)
        form.target.set_value("99.5")
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(part.groups.rows.row_ids) == 6)
        part.groups.rows.choose(part.groups.rows.row_ids[0])
        push(qtbot, part.correct)
        correcting = dialog_over(page, GroupForm)
        assert (correcting.name.value(), correcting.target.value()) == ("Archive", "99.5")
        qtbot.waitUntil(lambda: correcting.calendar.count() > 1)
        correcting.name.set_value("A deposit")
        click(correcting.submit_button)
        qtbot.waitUntil(lambda: rows_of(part.groups.rows)[0][0] == "A deposit Northvale Council")
        push(qtbot, part.retire)
        qtbot.waitUntil(part.take_up.isVisible)
        assert not part.retire.isVisible()

    def test_the_systems_of_a_group_are_chosen(
        self, qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
    ) -> None:
        show(page)
        page.parts.choose(Part.AVAILABILITY)
        push(qtbot, page.availability.systems)
        form = dialog_over(page, SystemsForm)
        qtbot.waitUntil(lambda: set(form.systems.value().split()) == {council.payroll, council.finance})
        form.systems.set_value(council.finance)
        click(form.submit_button)
        qtbot.waitUntil(lambda: [each.system_id for each in workspace.all(ServiceGroupSystem)] == [council.finance])


def test_an_engineer_sees_everything_and_is_offered_nothing(
    qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, workspace: Workspace
) -> None:
    workspace.run(BeginClosure(closure_id=council.close(-HOUR, as_it_happened=True)))
    workspace.grants = Grants.of([Grant(Role.ENGINEER, None)])
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    show(page)
    qtbot.waitUntil(page.banner.isVisible)
    card = page.closures.detail
    qtbot.waitUntil(lambda: "New database" in texts_of(card))
    for part, offered in (
        (Part.CLOSURES, (page.closures.agree, card.announce, card.end, card.extend)),
        (Part.KNOWN, (page.known.record, page.known.publish, page.known.over)),
        (Part.AVAILABILITY, (page.availability.add_groups, page.availability.add_group, page.availability.correct)),
    ):
        page.parts.choose(part)
        qtbot.waitUntil(lambda: not page._work._replies._open)
        assert not [button.accessibleName() for button in offered if button.isVisible()]


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: KnowledgePage, show: Show[KnowledgePage], council: Council, speak: Speak
) -> None:
    council.close(3 * DAY)
    council.break_down(NOW, None, note="Power cut")
    show(page)
    qtbot.waitUntil(page.closures.detail.announce.isVisible)
    qtbot.waitUntil(page.banner.isVisible)
    push(qtbot, page.closures.agree)
    speak("zh_CN")
    assert dialog_over(page, ClosureForm).windowTitle() == "【Agree on a closure】"
    assert "【1 things to tell callers now】" in texts_of(page.banner)
    assert "【Agreed time】" in texts_of(page.closures.detail)
