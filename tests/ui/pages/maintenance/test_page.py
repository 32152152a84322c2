from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from app.foundation.ids import new_id
from app.maintenance.commands import AddCleaningPlan, MakeDueOrders
from app.maintenance.tables import CleaningPlan
from app.storage.drafts import Draft
from app.storage.facts import GRANTS, set_fact
from app.workorders.tables import WorkOrder
from tests.ui.conftest import Speak
from tests.ui.hands import click, press, type_chinese
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.maintenance.page import MaintenancePage
from ui.pages.maintenance.plan_form import PlanForm
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> MaintenancePage:
    return MaintenancePage(work, wall)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def department_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_department(customer_id)


def add_plan(workspace: Workspace, customer_id: str, department_id: str, first_due_on: date) -> str:
    plan_id = new_id()
    workspace.run(
        AddCleaningPlan(
            id=plan_id,
            customer_id=customer_id,
            department_id=department_id,
            title="科技处清洁",
            every_months=6,
            first_due_on=first_due_on,
            type_codes=("COM",),
        )
    )
    return plan_id


def open_form(qtbot: QtBot, page: MaintenancePage) -> PlanForm:
    qtbot.waitUntil(page.new_plan.isVisible)
    click(page.new_plan)
    form = dialog_over(page, PlanForm)
    qtbot.waitUntil(lambda: form.customer.count() > 1)
    return form


@pytest.mark.usefixtures("department_id")
class TestTheForm:
    def test_a_plan_is_made_of_what_was_entered(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace, customer_id: str
    ) -> None:
        form = open_form(qtbot, show(page))
        press(form.customer, Qt.Key.Key_Down)
        press(form.department, Qt.Key.Key_Down)
        type_chinese(form.title, "电脑清洁")
        form.types.set_value("COM PRN")
        press(form.every, Qt.Key.Key_Down)
        form.first_due.setDate(QDate(2027, 1, 31))
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(page.plans.rows.row_ids) == 1)
        (plan,) = workspace.all(CleaningPlan)
        assert (plan.customer_id, plan.title, plan.type_codes) == (customer_id, "电脑清洁", ("COM", "PRN"))
        assert (plan.every_months, plan.first_due_on) == (12, date(2027, 1, 31))
        assert rows_of(page.plans.rows) == [
            ["电脑清洁 Northvale Council · 科技处", "Every 12 months", "31 Jan 2027", "In 90 days"]
        ]
        assert not page.findChildren(PlanForm)

    def test_what_is_missing_is_said_under_its_field(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace
    ) -> None:
        form = open_form(qtbot, show(page))
        click(form.submit_button)
        said = texts_of(form)
        for sentence in ("Choose the customer.", "Choose the department.", "Choose at least one type of device."):
            assert sentence in said
        press(form.customer, Qt.Key.Key_Down)
        assert "Choose the customer." not in texts_of(form)
        assert workspace.all(CleaningPlan) == []

    def test_only_departments_of_the_customer_are_offered(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace
    ) -> None:
        workspace.add_department(workspace.add_customer("Southdale"), "BGS", "办公室")
        form = open_form(qtbot, show(page))
        qtbot.waitUntil(lambda: form.customer.count() == 3)
        offered = []
        for _customer in range(2):
            press(form.customer, Qt.Key.Key_Down)
            offered.append([form.department.itemText(place) for place in range(1, form.department.count())])
        assert offered == [["KJC  科技处"], ["BGS  办公室"]]

    def test_what_is_half_filled_in_is_there_again_after_escape(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace, customer_id: str
    ) -> None:
        form = open_form(qtbot, show(page))
        press(form.customer, Qt.Key.Key_Down)
        press(form.department, Qt.Key.Key_Down)
        type_chinese(form.title, "电脑清洁")
        form.types.set_value("PRN")
        press(form, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: len(workspace.all(Draft)) == 1)
        again = open_form(qtbot, page)
        qtbot.waitUntil(lambda: again.title.value() == "电脑清洁")
        qtbot.waitUntil(lambda: again.department.value() != "")
        assert (again.customer.value(), again.types.value()) == (customer_id, "PRN")
        click(again.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(CleaningPlan)) == 1)
        qtbot.waitUntil(lambda: workspace.all(Draft) == [])

    def test_who_begins_anew_finds_the_form_empty_and_no_draft(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace
    ) -> None:
        form = open_form(qtbot, show(page))
        type_chinese(form.title, "电脑清洁")
        qtbot.waitUntil(lambda: len(workspace.all(Draft)) == 1)
        form.begin_anew()
        assert form.title.value() == ""
        qtbot.waitUntil(lambda: workspace.all(Draft) == [])

    def test_a_refusal_is_said_in_the_form_and_what_was_entered_stays(
        self, qtbot: QtBot, page: MaintenancePage, show: Show[MaintenancePage], workspace: Workspace
    ) -> None:
        form = open_form(qtbot, show(page))
        press(form.customer, Qt.Key.Key_Down)
        press(form.department, Qt.Key.Key_Down)
        type_chinese(form.title, "电脑清洁")
        form.types.set_value("COM")
        form.first_due.setDate(QDate(2050, 1, 1))
        click(form.submit_button)
        qtbot.waitUntil(form.banner.isVisible)
        assert "2050-01-01 is more than ten years away" in texts_of(form.banner)
        assert form.title.value() == "电脑清洁"
        assert form.submit_button.isEnabled()
        assert workspace.all(CleaningPlan) == []


class TestThePlans:
    def test_a_plan_is_suspended_and_woken(
        self,
        qtbot: QtBot,
        page: MaintenancePage,
        show: Show[MaintenancePage],
        workspace: Workspace,
        customer_id: str,
        department_id: str,
    ) -> None:
        add_plan(workspace, customer_id, department_id, date(2026, 12, 1))
        show(page)
        qtbot.waitUntil(page.detail.suspend.isVisible)
        click(page.detail.suspend)
        qtbot.waitUntil(page.detail.resume.isVisible)
        qtbot.waitUntil(lambda: rows_of(page.plans.rows)[0][2:] == ["—", "Suspended"])
        click(page.detail.resume)
        qtbot.waitUntil(lambda: rows_of(page.plans.rows)[0][2:] == ["1 Dec 2026", "In 29 days"])

    def test_the_turns_of_a_plan_lead_to_their_orders(
        self,
        qtbot: QtBot,
        page: MaintenancePage,
        show: Show[MaintenancePage],
        workspace: Workspace,
        customer_id: str,
        department_id: str,
    ) -> None:
        workspace.add_asset(customer_id, "COM", department_id=department_id)
        add_plan(workspace, customer_id, department_id, date(2026, 4, 30))
        workspace.run(MakeDueOrders(on=date(2026, 11, 2)))
        show(page)
        qtbot.waitUntil(lambda: len(page.detail.turns.row_ids) == 2)
        assert rows_of(page.detail.turns) == [
            ["30 Oct 2026 1 device", "W26-000001 New"],
            ["30 Apr 2026", "Skipped"],
        ]
        (order,) = workspace.all(WorkOrder)
        with qtbot.waitSignal(page.order_requested) as asked:
            click(
                page.detail.turns.viewport(),
                page.detail.turns.visualRect(page.detail.turns.model().index(0, 0)).center(),
            )
        assert asked.args == [order.id]
        with qtbot.assertNotEmitted(page.order_requested):
            click(
                page.detail.turns.viewport(),
                page.detail.turns.visualRect(page.detail.turns.model().index(1, 0)).center(),
            )

    def test_who_may_not_plan_is_not_offered_to(
        self,
        qtbot: QtBot,
        page: MaintenancePage,
        show: Show[MaintenancePage],
        workspace: Workspace,
        customer_id: str,
        department_id: str,
    ) -> None:
        add_plan(workspace, customer_id, department_id, date(2026, 12, 1))
        workspace.connect()
        workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
        show(page)
        qtbot.waitUntil(lambda: "科技处清洁" in texts_of(page.detail))
        assert not page.new_plan.isVisible()
        assert not page.detail.suspend.isVisible()

    def test_another_language_reaches_every_word(
        self,
        qtbot: QtBot,
        page: MaintenancePage,
        show: Show[MaintenancePage],
        workspace: Workspace,
        customer_id: str,
        department_id: str,
        speak: Speak,
    ) -> None:
        add_plan(workspace, customer_id, department_id, date(2026, 12, 1))
        show(page)
        qtbot.waitUntil(page.detail.suspend.isVisible)
        click(page.new_plan)
        form = dialog_over(page, PlanForm)
        qtbot.waitUntil(lambda: form.customer.count() > 1)
        speak("zh_CN")
        assert rows_of(page.plans.rows)[0][3] == "【In 29 days】"
        assert "【First due】" in texts_of(page.detail)
        assert form.windowTitle() == "【New cleaning plan】"
        assert form.customer.itemText(0) == "【Choose…】"
        assert form.every.itemText(0) == "【Every 3 months】"
