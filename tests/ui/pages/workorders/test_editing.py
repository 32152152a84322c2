"""Correcting an order in its form, and planning a visit anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from app.accounts.rules import Role
from app.storage.edits import edit_of
from app.storage.facts import GRANTS, set_fact
from app.workorders.edit_commands import EditOrder
from app.workorders.tables import Visit, WorkOrder
from tests.ui.hands import click, type_latin
from tests.ui.pages.showing import texts_of
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose, open_form, wait_for_detail
from tests.workspaces import Workspace
from ui.pages.workorders.order_form import OrderForm
from ui.pages.workorders.page import WorkOrdersPage
from ui.pages.workorders.step_forms import PlanForm
from ui.widgets.button import Button

AT = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer("师范大学")


@pytest.fixture
def order_id(workspace: Workspace, customer_id: str) -> str:
    asset_id = workspace.add_asset(customer_id)
    site_id = workspace.add_site(customer_id, "图书馆")
    return workspace.add_order(
        customer_id, "打印机卡纸", place="三楼", asset_id=asset_id, site_id=site_id, due_at=AT, description="双面"
    )


def shown(qtbot: QtBot, open_page: OpenPage, order_id: str) -> WorkOrdersPage:
    page = open_page()
    page.show_record(order_id)
    wait_for_detail(qtbot, page, "打印机卡纸")
    return page


def edit(qtbot: QtBot, page: WorkOrdersPage) -> OrderForm:
    click(page.detail.edit)
    form = open_form(qtbot, page, OrderForm)
    qtbot.waitUntil(lambda: form.customer.findText("师范大学") >= 0 and not form.asset.is_looking)
    return form


def begin_anew_of(form: OrderForm) -> Button:
    (button,) = (button for button in form.findChildren(Button) if button.accessibleName() == "Start over")
    return button


def test_the_form_shows_the_order_as_it_stands_and_changes_only_what_is_changed(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str
) -> None:
    page, before = shown(qtbot, open_page, order_id), workspace.get(WorkOrder, order_id)
    form = edit(qtbot, page)
    assert (form.title.value(), form.place.value(), form.site.currentText()) == ("打印机卡纸", "三楼", "图书馆")
    assert form.due.at == AT
    assert form.asset.asset_id == before.asset_id
    assert not form.customer.isEnabled()
    form.place.set_value("四楼")
    choose(qtbot, form.priority, "P1 · many people or systems")
    click(form.submit_button)
    assert form.reason.accessibleDescription() == "Say why it has this priority."
    type_latin(form.reason, "Exam day")
    click(form.submit_button)
    qtbot.waitUntil(lambda: workspace.get(WorkOrder, order_id).place == "四楼")
    edited, prioritised = (entry.body_fields() for entry in workspace.outbox()[-2:])
    assert edited["wanted"] == {"place": "四楼"}
    assert (prioritised["priority"], prioritised["reason"]) == (1, "Exam day")
    qtbot.waitUntil(lambda: "三楼 → 四楼" in page.detail.history.accessibleDescription())


def test_a_form_in_which_nothing_was_changed_gives_no_command(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str
) -> None:
    form = edit(qtbot, shown(qtbot, open_page, order_id))
    given = workspace.outbox()
    with qtbot.waitSignal(form.accepted):
        click(form.submit_button)
    assert workspace.outbox() == given


def test_only_what_somebody_has_entered_can_be_begun_anew(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str
) -> None:
    form = edit(qtbot, shown(qtbot, open_page, order_id))
    begin_anew = begin_anew_of(form)
    assert form.site.currentText() == "图书馆"
    assert not begin_anew.isVisible()
    assert form.edited_keys() == set()
    form.place.set_value("四楼")
    assert begin_anew.isVisible()
    click(begin_anew)
    assert form.place.value() == "三楼"
    assert (form.customer.currentText(), form.site.currentText()) == ("师范大学", "图书馆")
    assert not begin_anew.isVisible()


def test_an_order_of_which_little_is_known_is_shown_as_it_stands_and_typing_begins_at_once(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, customer_id: str
) -> None:
    form = edit(qtbot, shown(qtbot, open_page, workspace.add_order(customer_id, "打印机卡纸")))
    assert form.edited_keys() == set()
    assert not begin_anew_of(form).isVisible()
    assert form.focusWidget() is form.site


def test_an_engineer_sees_what_the_desk_promised_but_cannot_change_it(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str
) -> None:
    workspace.connect()
    grants = f'[{{"role": "{Role.ENGINEER}", "customer_id": null}}]'
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, grants))
    form = edit(qtbot, shown(qtbot, open_page, order_id))
    qtbot.waitUntil(lambda: not form.priority.isEnabled())
    assert not form.due.isEnabled()
    assert form.place.isEnabled()


def test_a_visit_is_planned_anew(qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str) -> None:
    visit_id = workspace.assign(order_id, workspace.add_person("王建国"), planned_at=AT)
    page = shown(qtbot, open_page, order_id)
    qtbot.waitUntil(page.detail.plan_action.isVisible)
    page.detail.plan_action.trigger()
    form = open_form(qtbot, page, PlanForm)
    assert form.planned.at == AT
    form.planned.set_value("2026-11-03T09:00")
    click(form.submit_button)
    qtbot.waitUntil(lambda: workspace.get(Visit, visit_id).planned_at == datetime(2026, 11, 3, 1, 0, tzinfo=UTC))


def test_a_draft_over_another_order_than_stands_now_is_not_offered(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, order_id: str
) -> None:
    """Else what somebody changed meanwhile would be changed back unseen."""
    page = shown(qtbot, open_page, order_id)
    form = edit(qtbot, page)
    form.place.set_value("四楼")
    form.reject()
    again = edit(qtbot, page)
    qtbot.waitUntil(lambda: again.place.value() == "四楼")
    again.reject()
    workspace.run(edit_of(EditOrder, workspace.get(WorkOrder, order_id), description="单面"))
    qtbot.waitUntil(lambda: "单面" in texts_of(page.detail))
    fresh = edit(qtbot, page)
    assert (fresh.place.value(), fresh.description.value()) == ("三楼", "单面")
    fresh.reject()
