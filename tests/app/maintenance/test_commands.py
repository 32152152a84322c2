from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.assets.rules import AssetState
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.maintenance.commands import AddCleaningPlan, MakeDueOrders, ResumeCleaningPlan, SuspendCleaningPlan
from app.maintenance.queries import cleaning_plans, due_plans, occurrences_of
from app.maintenance.rules import OccurrenceState, order_id_of
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.storage.commands import Context, disclose
from app.storage.images import rewind
from app.storage.outbox import pending_entries
from app.workorders.history import events_of, replayed
from app.workorders.rules import Channel, OrderKind, OrderState
from app.workorders.tables import OrderAlias, WorkOrder
from tests.workspaces import Workspace

FIRST = date(2026, 10, 31)
SECOND = date(2027, 1, 31)
THIRD = date(2027, 4, 30)
FOURTH = date(2027, 7, 31)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def department_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_department(customer_id, "KJC", "科技处")


@pytest.fixture
def plan_id(workspace: Workspace, customer_id: str, department_id: str) -> str:
    return add_plan(workspace, customer_id, department_id)


def add_plan(workspace: Workspace, customer_id: str, department_id: str, **fields: Any) -> str:
    plan: dict[str, Any] = {
        "title": "Clean the computers",
        "every_months": 3,
        "first_due_on": FIRST,
        "type_codes": ("NBK", "COM", "COM"),
    }
    plan_id = new_id()
    command = AddCleaningPlan(id=plan_id, customer_id=customer_id, department_id=department_id, **(plan | fields))
    workspace.run(command)
    return plan_id


def make_due(workspace: Workspace, on: date) -> None:
    workspace.clock.set(datetime(on.year, on.month, on.day, 1, tzinfo=UTC))
    workspace.run(MakeDueOrders(on=on))


def turns(workspace: Workspace, plan_id: str) -> dict[int, OccurrenceState]:
    with workspace.store.read() as reader:
        return {turn.sequence: turn.state for turn in reversed(occurrences_of(reader, plan_id))}


def test_a_plan_is_kept_with_its_types_once_each(workspace: Workspace, plan_id: str) -> None:
    plan = workspace.get(CleaningPlan, plan_id)
    assert plan.type_codes == ("COM", "NBK")
    assert (plan.next_sequence, plan.next_due_on, plan.active) == (1, FIRST, True)


def test_a_due_plan_makes_an_order_that_lists_the_departments_devices_in_use(
    workspace: Workspace, customer_id: str, department_id: str, plan_id: str
) -> None:
    for _ in range(3):
        workspace.add_asset(customer_id, "COM", department_id=department_id)
    workspace.add_asset(customer_id, "NBK", department_id=department_id)
    workspace.add_asset(customer_id, "NBK", department_id=department_id, state=AssetState.RETIRED)
    workspace.add_asset(customer_id, "PRN", department_id=department_id)
    workspace.add_asset(customer_id, "COM")
    make_due(workspace, FIRST)
    (order,) = workspace.all(WorkOrder)
    assert order.id == order_id_of(plan_id, 1)
    assert order.number == "W26-000001"
    assert (order.kind, order.channel, order.state) == (OrderKind.MAINTENANCE, Channel.PLANNED, OrderState.LOGGED)
    assert (order.title, order.place, order.description) == ("Clean the computers", "科技处", "COM × 3 · NBK × 1")
    (turn,) = workspace.all(CleaningOccurrence)
    assert (turn.plan_id, turn.sequence, turn.due_on, turn.state) == (plan_id, 1, FIRST, OccurrenceState.ORDERED)
    assert (turn.order_id, turn.device_count) == (order.id, 4)


def test_the_order_is_logged_like_any_other(workspace: Workspace, plan_id: str) -> None:
    make_due(workspace, FIRST)
    with workspace.store.read() as reader:
        order_id = order_id_of(plan_id, 1)
        assert len(events_of(reader, order_id)) == 1
        assert replayed(reader, order_id).order is OrderState.LOGGED


def test_the_next_turn_is_counted_from_the_first_date(workspace: Workspace, plan_id: str) -> None:
    for due in (FIRST, SECOND, THIRD):
        make_due(workspace, due)
    assert turns(workspace, plan_id) == dict.fromkeys((1, 2, 3), OccurrenceState.ORDERED)
    assert workspace.get(CleaningPlan, plan_id).next_due_on == FOURTH


def test_before_its_date_nothing_is_due(workspace: Workspace, plan_id: str) -> None:
    make_due(workspace, date(2026, 10, 30))
    assert workspace.all(WorkOrder) == []
    with workspace.store.read() as reader:
        assert due_plans(reader, date(2026, 10, 30)) == []
        assert [plan.id for plan in due_plans(reader, FIRST)] == [plan_id]


def test_several_plans_that_are_due_make_an_order_each(
    workspace: Workspace, customer_id: str, department_id: str
) -> None:
    plans = {add_plan(workspace, customer_id, department_id, title=title) for title in ("One", "Two", "Three")}
    make_due(workspace, FIRST)
    orders = workspace.all(WorkOrder)
    assert {order.id for order in orders} == {order_id_of(plan_id, 1) for plan_id in plans}
    assert len({order.number for order in orders}) == 3
    with workspace.store.read() as reader:
        assert all(len(events_of(reader, order.id)) == 1 for order in orders)


def test_making_due_orders_twice_makes_no_doubles(workspace: Workspace, plan_id: str) -> None:
    make_due(workspace, FIRST)
    stood = workspace.all(WorkOrder), workspace.all(CleaningOccurrence), workspace.get(CleaningPlan, plan_id)
    make_due(workspace, FIRST)
    make_due(workspace, date(2026, 12, 24))
    assert stood == (
        workspace.all(WorkOrder),
        workspace.all(CleaningOccurrence),
        workspace.get(CleaningPlan, plan_id),
    )


def test_a_plan_that_slept_makes_only_the_latest_missed_order(workspace: Workspace, plan_id: str) -> None:
    workspace.run(SuspendCleaningPlan(plan_id=plan_id))
    for due in (FIRST, SECOND, THIRD):
        make_due(workspace, due)
    assert turns(workspace, plan_id) == {}
    workspace.run(ResumeCleaningPlan(plan_id=plan_id))
    make_due(workspace, date(2027, 8, 15))
    assert turns(workspace, plan_id) == {
        1: OccurrenceState.SKIPPED,
        2: OccurrenceState.SKIPPED,
        3: OccurrenceState.SKIPPED,
        4: OccurrenceState.ORDERED,
    }
    assert [order.id for order in workspace.all(WorkOrder)] == [order_id_of(plan_id, 4)]
    assert workspace.get(CleaningPlan, plan_id).next_due_on == date(2027, 10, 31)


def test_plans_are_listed_by_their_next_date_and_sleeping_ones_last(
    workspace: Workspace, customer_id: str, department_id: str
) -> None:
    later = add_plan(workspace, customer_id, department_id, first_due_on=SECOND)
    sleeping = add_plan(workspace, customer_id, department_id, first_due_on=date(2026, 9, 1))
    sooner = add_plan(workspace, customer_id, department_id)
    workspace.run(SuspendCleaningPlan(plan_id=sleeping))
    with workspace.store.read() as reader:
        assert [plan.id for plan in cleaning_plans(reader)] == [sooner, later, sleeping]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type_codes": ()}, "command_malformed"),
        ({"type_codes": ("XYZ",)}, "device_type_unknown"),
        ({"every_months": 4}, "command_malformed"),
        ({"first_due_on": date(226, 11, 2)}, "due_date_unlikely"),
        ({"title": ""}, "command_malformed"),
    ],
)
def test_a_plan_that_nobody_can_mean_is_refused(
    workspace: Workspace, customer_id: str, department_id: str, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejection) as refused:
        add_plan(workspace, customer_id, department_id, **fields)
    assert refused.value.code == code
    assert workspace.all(CleaningPlan) == []


def test_a_department_of_another_customer_is_unknown(workspace: Workspace, department_id: str) -> None:
    with pytest.raises(Rejection, match="record_unknown"):
        add_plan(workspace, workspace.add_customer("Elsewhere"), department_id)


def test_orders_are_not_made_ahead_of_time(workspace: Workspace, plan_id: str) -> None:
    with pytest.raises(Rejection, match="date_ahead"):
        workspace.run(MakeDueOrders(on=FOURTH))
    assert workspace.all(WorkOrder) == []


class TestTwoMachines:
    """The same plan, with the same ids, on two machines that both think that they are the authority."""

    @pytest.fixture
    def other(self, workspace: Workspace, new_workspace: Callable[[str], Workspace], plan_id: str) -> Workspace:
        other = new_workspace("ABC")
        for entry in workspace.outbox():
            other.run(disclose(entry.name, entry.body_fields())[1])
        return other

    def offer(self, authority: Workspace, made_on: Workspace) -> None:
        """What `made_on` did last is carried out on the authority again, as the server does."""
        entry = made_on.outbox()[-1]
        spec, command = disclose(entry.name, entry.body_fields())
        context = Context(
            command_id=entry.id,
            actor_id=entry.actor_id,
            device_id="device-of-the-other",
            at=entry.occurred_at,
            rights=authority.grants,
            authority=True,
        )
        authority.store.write(lambda unit: spec.perform(unit, command, context))

    def test_both_make_the_same_order(self, workspace: Workspace, other: Workspace, plan_id: str) -> None:
        make_due(workspace, FIRST)
        make_due(other, FIRST)
        assert [order.id for order in workspace.all(WorkOrder)] == [order.id for order in other.all(WorkOrder)]
        assert [turn.id for turn in workspace.all(CleaningOccurrence)] == [
            turn.id for turn in other.all(CleaningOccurrence)
        ]

    def test_the_number_shown_on_the_second_leads_to_the_order_of_the_first(
        self, workspace: Workspace, other: Workspace, plan_id: str, customer_id: str
    ) -> None:
        other.add_order(customer_id)
        make_due(workspace, FIRST)
        make_due(other, FIRST)
        self.offer(workspace, other)
        (order,) = workspace.all(WorkOrder)
        assert order.number == "W26-000001"
        assert [(alias.order_id, alias.alias) for alias in workspace.all(OrderAlias)] == [(order.id, "W26-000002")]
        assert turns(workspace, plan_id) == {1: OccurrenceState.ORDERED}

    def test_a_turn_that_was_skipped_here_and_ordered_there_was_ordered(
        self, workspace: Workspace, other: Workspace, plan_id: str
    ) -> None:
        make_due(other, FIRST)
        make_due(workspace, THIRD)
        assert turns(workspace, plan_id)[1] is OccurrenceState.SKIPPED
        self.offer(workspace, other)
        assert turns(workspace, plan_id) == {
            1: OccurrenceState.ORDERED,
            2: OccurrenceState.SKIPPED,
            3: OccurrenceState.ORDERED,
        }
        assert workspace.get(CleaningPlan, plan_id).next_sequence == 4


def test_after_a_restore_the_same_order_is_made_again_and_once(workspace: Workspace, plan_id: str) -> None:
    make_due(workspace, FIRST)
    stood = workspace.all(WorkOrder), workspace.all(CleaningOccurrence)

    def restore(unit: Any) -> None:
        rewind(unit)
        for entry in pending_entries(unit):
            workspace.runner.redo(unit, entry)

    workspace.store.write(restore)
    assert stood == (workspace.all(WorkOrder), workspace.all(CleaningOccurrence))


def test_the_numbers_go_with_the_command(workspace: Workspace, plan_id: str) -> None:
    make_due(workspace, FIRST)
    assert workspace.outbox()[-1].body_fields()["numbers"] == {plan_id: "W26-000001"}
