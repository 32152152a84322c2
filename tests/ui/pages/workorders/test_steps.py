"""An order goes its way through the page: logged, assigned, accepted, started, paused, resolved, closed."""

from __future__ import annotations

import json
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.storage.drafts import Draft
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from app.workorders.commands import CancelOrder
from app.workorders.rules import EventKind, OrderState, VisitState
from app.workorders.steps import Step
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from tests.ui.hands import click, press, type_chinese, type_latin
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose, choose_in_menu, open_form, take, wait_for_detail
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.workorders.link_forms import LinkForm, MergeForm
from ui.pages.workorders.page import WorkOrdersPage
from ui.pages.workorders.passing_forms import (
    AnswerForm,
    CannotCompleteForm,
    HandOverForm,
    PriorityForm,
    ReopenForm,
)
from ui.pages.workorders.step_forms import AssignForm, CancelForm, NoteForm, PauseForm, ResolveForm, RestoreForm
from ui.work.work import Work


@pytest.fixture
def order(workspace: Workspace) -> WorkOrder:
    customer_id = workspace.add_customer("师范大学")
    return workspace.get(WorkOrder, workspace.add_order(customer_id, "打印机卡纸"))


@pytest.fixture
def page(qtbot: QtBot, open_page: OpenPage, order: WorkOrder) -> WorkOrdersPage:
    opened = open_page()
    wait_for_detail(qtbot, opened, order.title)
    return opened


def state_of(workspace: Workspace, order: WorkOrder) -> OrderState:
    return workspace.get(WorkOrder, order.id).state


def test_an_order_is_carried_through_by_its_engineer(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    take(qtbot, page, Step.ASSIGN)
    assigning = open_form(qtbot, page, AssignForm)
    choose(qtbot, assigning.engineer, "王芳")
    click(assigning.submit_button)
    take(qtbot, page, Step.ACCEPT)
    qtbot.waitUntil(lambda: page.detail.steps.steps == (Step.SET_OUT, Step.START, Step.REASSIGN))
    take(qtbot, page, Step.START)
    take(qtbot, page, Step.PAUSE)
    pausing = open_form(qtbot, page, PauseForm)
    choose(qtbot, pausing.reason, "Waiting for parts")
    type_chinese(pausing.note, "备件明天到")
    press(pausing.note, Qt.Key.Key_Return)
    take(qtbot, page, Step.RESUME)
    take(qtbot, page, Step.RESOLVE)
    resolving = open_form(qtbot, page, ResolveForm)
    type_chinese(resolving.resolution, "更换搓纸轮")
    click(resolving.submit_button)
    take(qtbot, page, Step.CLOSE)
    qtbot.waitUntil(lambda: page.detail.chip.accessibleName() == "Closed")
    assert state_of(workspace, order) is OrderState.CLOSED
    assert [event.kind for event in sorted(workspace.all(OrderEvent), key=lambda event: event.ordinal)] == [
        EventKind.LOGGED,
        EventKind.ASSIGNED,
        EventKind.SENT,
        EventKind.ACCEPTED,
        EventKind.STARTED,
        EventKind.INTERRUPTED,
        EventKind.STARTED,
        EventKind.DONE,
        EventKind.CLOSED,
    ]
    assert "王芳 paused: Waiting for parts, 08:00 · 备件明天到" in page.detail.history.accessibleDescription()


def test_a_colleague_is_sent_at_a_planned_time(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    colleague = workspace.add_person("朱琳")
    take(qtbot, page, Step.ASSIGN)
    form = open_form(qtbot, page, AssignForm)
    choose(qtbot, form.engineer, "朱琳")
    form.planned.choice.setCurrentIndex(2)
    form.planned.choice.activated.emit(2)
    click(form.submit_button)
    qtbot.waitUntil(lambda: state_of(workspace, order) is OrderState.ASSIGNED)
    (visit,) = workspace.all(Visit)
    assert visit.engineer_id == colleague
    assert visit.planned_at == workspace.clock.now().replace(hour=4)
    qtbot.waitUntil(lambda: page.detail.steps.steps == (Step.REASSIGN,))


def test_the_form_says_what_is_missing(qtbot: QtBot, page: WorkOrdersPage) -> None:
    take(qtbot, page, Step.ASSIGN)
    form = open_form(qtbot, page, AssignForm)
    click(form.submit_button)
    assert form.engineer.accessibleDescription() == "Choose who is to go."
    form.reject()


def test_how_much_everybody_has_to_do_is_told(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    colleague = workspace.add_person("朱琳")
    for _order in range(2):
        workspace.assign(workspace.add_order(order.customer_id), colleague)
    page.show_record(order.id)
    wait_for_detail(qtbot, page, order.title)
    take(qtbot, page, Step.ASSIGN)
    form = open_form(qtbot, page, AssignForm)
    qtbot.waitUntil(lambda: form.engineer.findText("朱琳 · 2 open orders") > 0)
    form.reject()


def test_what_was_overtaken_elsewhere_is_refused_in_words_and_nothing_entered_is_lost(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    take(qtbot, page, Step.ASSIGN)
    form = open_form(qtbot, page, AssignForm)
    choose(qtbot, form.engineer, "王芳")
    workspace.run(CancelOrder(order_id=order.id))
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert form.banner.accessibleName().startswith("W26-000001 was cancelled")
    assert form.engineer.value() == OWNER_ID
    form.reject()


def test_what_a_rule_refuses_without_a_form_is_told_to_the_window(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder, work: Work
) -> None:
    workspace.assign(order.id, OWNER_ID)
    qtbot.waitUntil(lambda: Step.START in page.detail.steps.steps)
    detail = page.detail.detail
    workspace.run(CancelOrder(order_id=order.id))
    with qtbot.waitSignal(work.failed) as told:
        page.detail.step_requested.emit(Step.START, detail)
    assert told.args[0].code == "order_cancelled"


def test_a_note_is_added(qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace) -> None:
    click(page.detail.note)
    form = open_form(qtbot, page, NoteForm)
    type_chinese(form.text, "用户下午在")
    click(form.submit_button)
    qtbot.waitUntil(lambda: "用户下午在" in page.detail.history.accessibleDescription())


def test_an_order_is_cancelled_with_a_reason(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    page.detail.menu.action(Step.CANCEL).trigger()
    form = open_form(qtbot, page, CancelForm)
    type_latin(form.reason, "logged twice")
    click(form.submit_button)
    qtbot.waitUntil(lambda: state_of(workspace, order) is OrderState.CANCELLED)
    qtbot.waitUntil(lambda: not page.detail.steps.steps)


def test_what_was_half_said_is_there_again(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    workspace.assign(order.id, OWNER_ID)
    take(qtbot, page, Step.START)
    take(qtbot, page, Step.RESOLVE)
    form = open_form(qtbot, page, ResolveForm)
    type_chinese(form.resolution, "更换搓纸轮，")
    press(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: [draft.fields for draft in workspace.all(Draft)] == [{"resolution": "更换搓纸轮，"}])
    take(qtbot, page, Step.RESOLVE)
    again = open_form(qtbot, page, ResolveForm)
    qtbot.waitUntil(lambda: again.resolution.value() == "更换搓纸轮，")
    click(again.submit_button)
    qtbot.waitUntil(lambda: state_of(workspace, order) is OrderState.RESOLVED)
    qtbot.waitUntil(lambda: not workspace.all(Draft))


def test_an_engineer_is_not_offered_what_only_the_desk_may_do(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    grants = json.dumps([{"role": "engineer", "customer_id": order.customer_id}])
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, grants))
    qtbot.waitUntil(lambda: page.detail.steps.steps == ())
    assert page.detail.note.isVisible()
    assert not page.detail.menu.action(Step.CANCEL).isVisible()


def test_somebody_elses_visit_cannot_be_begun(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    workspace.assign(order.id, workspace.add_person("朱琳"))
    qtbot.waitUntil(lambda: page.detail.steps.steps == (Step.REASSIGN,))
    (visit,) = workspace.all(Visit)
    assert visit.state is VisitState.SENT


def test_the_dispatch_ticket_and_the_service_report_are_asked_for(
    qtbot: QtBot, page: WorkOrdersPage, order: WorkOrder
) -> None:
    with qtbot.waitSignal(page.print_requested) as asked:
        click(page.detail.print_button)
    assert asked.args == [order.id]
    with qtbot.waitSignal(page.report_requested) as asked:
        page.detail.report_action.trigger()
    assert asked.args == [order.id]


def test_the_number_can_be_copied(page: WorkOrdersPage) -> None:
    page.detail.copy_action.trigger()
    assert QGuiApplication.clipboard().text() == "W26-000001"


def test_a_job_along_the_whole_chain(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    visit_id = workspace.assign(order.id, OWNER_ID)

    def in_state(state: VisitState) -> bool:
        return workspace.get(Visit, visit_id).state is state

    for step, state in (
        (Step.ACCEPT, VisitState.ACCEPTED),
        (Step.SET_OUT, VisitState.TRAVELLING),
        (Step.ARRIVE, VisitState.ON_SITE),
        (Step.START, VisitState.WORKING),
    ):
        take(qtbot, page, step)
        qtbot.waitUntil(partial(in_state, state))
    take(qtbot, page, Step.RESTORE)
    restore = open_form(qtbot, page, RestoreForm)
    type_latin(restore.note, "A spare one")
    restore.submit()
    qtbot.waitUntil(lambda: workspace.get(Visit, visit_id).state is VisitState.RESTORED)
    choose_in_menu(qtbot, page, Step.CANNOT_COMPLETE)
    form = open_form(qtbot, page, CannotCompleteForm)
    type_latin(form.reason, "No such part")
    form.submit()
    qtbot.waitUntil(lambda: workspace.get(Visit, visit_id).state is VisitState.NOT_COMPLETED)
    qtbot.waitUntil(lambda: "It goes on in W26-000002" in page.detail.history.accessibleDescription())
    assert "王芳 restored the service" in page.detail.history.accessibleDescription()


def test_the_desk_sets_the_priority_with_a_reason_answers_and_reopens(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    choose_in_menu(qtbot, page, Step.PRIORITISE)
    form = open_form(qtbot, page, PriorityForm)
    form.priority.set_value("1")
    form.level.setText("3a")
    type_latin(form.reason, "The mayor")
    form.by_customer.setChecked(True)
    form.submit()
    qtbot.waitUntil(lambda: workspace.get(WorkOrder, order.id).level == "3a")
    qtbot.waitUntil(lambda: "from P3 to 3a" in page.detail.history.accessibleDescription())
    choose_in_menu(qtbot, page, Step.ANSWER)
    answer = open_form(qtbot, page, AnswerForm)
    type_latin(answer.resolution, "Told how")
    answer.submit()
    qtbot.waitUntil(lambda: state_of(workspace, order) is OrderState.RESOLVED)
    choose_in_menu(qtbot, page, Step.REOPEN)
    reopen = open_form(qtbot, page, ReopenForm)
    type_latin(reopen.reason, "Jams again")
    reopen.submit()
    qtbot.waitUntil(lambda: state_of(workspace, order) is OrderState.LOGGED)


def test_a_visit_is_handed_over_to_a_colleague(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    colleague = workspace.add_person("朱琳")
    workspace.assign(order.id, OWNER_ID)
    choose_in_menu(qtbot, page, Step.HAND_OVER)
    form = open_form(qtbot, page, HandOverForm)
    choose(qtbot, form.newcomer, "朱琳")
    type_latin(form.note, "Knows the roller")
    form.submit()
    qtbot.waitUntil(lambda: workspace.get(WorkOrder, order.id).engineer_id == colleague)


def test_a_duplicate_is_merged_into_the_order_with_a_number(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    other = workspace.add_order(order.customer_id, "Printer is broken", caller_name="Bob")
    choose_in_menu(qtbot, page, Step.MERGE)
    form = open_form(qtbot, page, MergeForm)
    type_latin(form.other.line, "W26-000009")
    form.submit()
    qtbot.waitUntil(lambda: "other" in form.problems())
    assert state_of(workspace, order) is OrderState.LOGGED
    form.other.set_value("W26-000002")
    form.submit()
    qtbot.waitUntil(lambda: workspace.get(WorkOrder, order.id).continued_in_id == other)


def test_a_click_leads_to_a_linked_order_and_a_link_made_by_hand_can_be_removed(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace, order: WorkOrder
) -> None:
    other = workspace.add_order(order.customer_id, "Printer & scanner")
    part = workspace.add_order(order.customer_id, "Roller", parent_id=order.id)
    choose_in_menu(qtbot, page, Step.LINK)
    form = open_form(qtbot, page, LinkForm)
    type_latin(form.other.line, "w26-000002")
    form.submit()
    related = page.detail.related
    qtbot.waitUntil(lambda: set(related.names) == {other, part})
    assert related.names[other].accessibleName() == "Related W26-000002 Printer & scanner"
    assert set(related.unlink) == {other}
    click(related.unlink[other])
    qtbot.waitUntil(lambda: set(related.names) == {part})
    click(related.names[part])
    wait_for_detail(qtbot, page, "Roller")
    assert set(related.names) == {order.id}
