from __future__ import annotations

from datetime import date

import pytest

from app.foundation.ids import new_id
from app.maintenance.commands import AddCleaningPlan, MakeDueOrders, SuspendCleaningPlan
from app.maintenance.queries import plan_detail, plans_in_list
from app.maintenance.rules import OccurrenceState
from app.workorders.rules import OrderState
from tests.workspaces import Workspace


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
            title="Clean the computers",
            every_months=6,
            first_due_on=first_due_on,
            type_codes=("COM",),
        )
    )
    return plan_id


def test_the_list_names_customer_and_department_and_ends_with_what_sleeps(
    workspace: Workspace, customer_id: str, department_id: str
) -> None:
    sleeping = add_plan(workspace, customer_id, department_id, date(2026, 11, 1))
    later = add_plan(workspace, customer_id, department_id, date(2027, 3, 1))
    sooner = add_plan(workspace, customer_id, department_id, date(2026, 12, 1))
    workspace.run(SuspendCleaningPlan(plan_id=sleeping))
    with workspace.store.read() as reader:
        listed = plans_in_list(reader)
    assert [entry.plan.id for entry in listed] == [sooner, later, sleeping]
    assert {(entry.customer, entry.department) for entry in listed} == {("Northvale Council", "科技处")}


def test_the_detail_tells_what_became_of_each_turn(workspace: Workspace, customer_id: str, department_id: str) -> None:
    workspace.add_asset(customer_id, "COM", department_id=department_id)
    workspace.add_asset(customer_id, "PRN", department_id=department_id)
    plan_id = add_plan(workspace, customer_id, department_id, date(2026, 4, 1))
    workspace.run(MakeDueOrders(on=date(2026, 11, 2)))
    with workspace.store.read() as reader:
        detail = plan_detail(reader, plan_id)
    assert detail is not None
    assert detail.devices == {"COM": 1}
    turns = [(turn.occurrence.state, turn.order_number[:4], turn.order_state) for turn in detail.occurrences]
    assert turns == [(OccurrenceState.ORDERED, "W26-", OrderState.LOGGED), (OccurrenceState.SKIPPED, "", None)]


def test_a_plan_that_is_not_here_has_no_detail(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert plan_detail(reader, "gone") is None
