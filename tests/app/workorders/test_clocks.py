"""The clocks of real orders: what commands make of them, and the projection that can be thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.calendars.commands import AddCalendar, ReviseCalendar
from app.calendars.working_time import HOUR, instant
from app.sla.commands import AddPolicy, PauseTerms, TargetTerms
from app.sla.contract_commands import AddContract
from app.sla.rules.clock import ClockState, Reading
from app.sla.rules.promises import Bound, Metric, Unit
from app.storage.edits import edit_of
from app.storage.units import UnitOfWork
from app.workorders.answer_commands import (
    AnswerCaller,
    CallSupplier,
    ExcludeMisrouting,
    TakeBackFromSupplier,
)
from app.workorders.clocks import judge_waiting, orders_wait, read_clocks
from app.workorders.commands import AssignOrder, CancelOrder, CloseOrder, LogOrder
from app.workorders.desk_commands import PrioritiseOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.passing_commands import CannotComplete
from app.workorders.queries.detail import row_of_order
from app.workorders.queries.listing import order_page
from app.workorders.rules import AnswerWay, OrderKind, PauseReason
from app.workorders.tables import Deadline, OrderClock, WorkOrder
from app.workorders.visit_commands import PauseWork, ResolveVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace

NINE = datetime(2026, 3, 9, 1, tzinfo=UTC)
"""Nine o'clock of a Monday in Shanghai."""
WEEK = {str(day): "09:00-17:00" for day in range(5)}


def target(level: str, metric: Metric, hours: int) -> TargetTerms:
    return TargetTerms(
        level=level, metric=metric, bound=Bound.AT_MOST, value=hours, unit=Unit.HOUR, calendar_id="office"
    )


POLICY = AddPolicy(
    id="gold",
    code="gold",
    name="Gold",
    levels={"1": "P1", "3": "P3", "request": "R"},
    targets=(
        *(target("P1", Metric.RESTORE, 2), target("P3", Metric.RESTORE, 8), target("R", Metric.RESTORE, 40)),
        *(target("P1", Metric.RESPONSE, 1), target("P3", Metric.RESPONSE, 4), target("R", Metric.RESPONSE, 8)),
    ),
    pauses={"caller": PauseTerms(stops=(Metric.RESTORE,))},
)


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    """A customer with a contract, an engineer, and a clock at nine o'clock."""
    workspace.clock.set(NINE)
    workspace.run(AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week=WEEK), POLICY)
    customer = workspace.add_customer()
    workspace.run(
        AddContract(
            id="k",
            customer_id=customer,
            number="1",
            name="K",
            policy_id="gold",
            begins_on=date(2026, 1, 1),
            calendar_id="office",
        )
    )
    workspace.run(LogOrder(id="o", customer_id=customer, title="Printer jams", priority=3))
    return workspace


@pytest.fixture
def later(desk: Workspace) -> Callable[..., None]:
    def wait_and_run(hours: float, *commands: object, by: str = OWNER_ID) -> None:
        desk.clock.advance(hours=hours)
        if commands:
            desk.run(*commands, by=by)

    return wait_and_run


def reading(desk: Workspace, metric: Metric = Metric.RESTORE, order_id: str = "o") -> Reading:
    with desk.store.read() as reader:
        clocks = read_clocks(reader, reader.require(WorkOrder, order_id), desk.clock.now())
        return {clock.metric: clock.reading for clock in clocks.clocks}[metric]


def due(desk: Workspace, metric: Metric = Metric.RESTORE) -> datetime | None:
    due_at = reading(desk, metric).due_at
    return None if due_at is None else instant(due_at)


def shanghai(day: int, hour: float) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour - 8)


def test_an_order_is_due_by_its_contract(desk: Workspace) -> None:
    assert due(desk) == shanghai(9, 17)
    assert due(desk, Metric.RESPONSE) == shanghai(9, 13)
    deadline = desk.get(Deadline, "o")
    assert (deadline.due_at, deadline.metric) == (shanghai(9, 13), Metric.RESPONSE)


def test_a_visit_runs_through_its_clocks(desk: Workspace, later: Callable[..., None]) -> None:
    engineer = desk.add_person()
    later(1, AssignOrder(order_id="o", visit_id="v", engineer_id=engineer))
    later(1, StartWork(visit_id="v"), by=engineer)
    assert reading(desk, Metric.RESPONSE).state is ClockState.MET
    later(1, PauseWork(visit_id="v", reason=PauseReason.CALLER), by=engineer)
    assert reading(desk).state is ClockState.PAUSED
    assert desk.get(Deadline, "o").paused
    later(24, StartWork(visit_id="v"), by=engineer)
    assert due(desk) == shanghai(10, 17)
    later(1, ResolveVisit(visit_id="v", resolution="Done"), by=engineer)
    assert reading(desk).state is ClockState.MET
    assert desk.all(Deadline) == [Deadline(id="o", due_at=None, metric=None, paused=False)], "nothing is due or to say"
    assert desk.all(OrderClock) == []
    desk.run(CloseOrder(order_id="o"))
    assert desk.all(Deadline) == []


def test_a_new_priority_is_a_fact_and_so_are_a_new_kind_and_a_wish(desk: Workspace, later: Callable[..., None]) -> None:
    later(1, PrioritiseOrder(order_id="o", priority=1, reason="The director waits"))
    assert (reading(desk).level, due(desk)) == ("P1", shanghai(9, 11))
    later(1, PrioritiseOrder(order_id="o", priority=None, reason="He left"))
    later(1, edit_of(EditOrder, desk.get(WorkOrder, "o"), kind=OrderKind.REQUEST))
    assert (reading(desk).level, due(desk)) == ("R", shanghai(13, 17))
    later(1, PrioritiseOrder(order_id="o", priority=2, level="P1", reason="As agreed"))
    assert reading(desk).level == "P1"
    assert reading(desk).missed_at is not None


@pytest.mark.parametrize(("advice", "way", "stops"), [(False, AnswerWay.MAIL, True), (True, AnswerWay.PHONE, True)])
def test_the_first_answer_of_a_person_stops_the_response(
    desk: Workspace, later: Callable[..., None], advice: bool, way: AnswerWay, stops: bool
) -> None:
    later(1, AnswerCaller(order_id="o", way=way, text="Restart it", advice=advice))
    assert (reading(desk, Metric.RESPONSE).state is ClockState.MET) is stops


def test_time_with_a_supplier_and_on_a_wrong_way_does_not_count(desk: Workspace, later: Callable[..., None]) -> None:
    later(1, CallSupplier(order_id="o", supplier="Maker", reference="M-1"))
    assert due(desk) is None
    later(2, TakeBackFromSupplier(order_id="o", note="Part sent"))
    assert due(desk) == shanghai(10, 11)
    wrong_way = ExcludeMisrouting(
        order_id="o", from_at=shanghai(9, 9), until_at=shanghai(9, 10), reason="Belonged to the caretaker"
    )
    later(1, wrong_way)
    assert due(desk) == shanghai(10, 12)


def test_a_message_that_was_left_starts_the_clock_when_it_was_left(desk: Workspace, later: Callable[..., None]) -> None:
    customer = desk.get(WorkOrder, "o").customer_id
    order = LogOrder(id="m", customer_id=customer, title="Left at night", priority=3, reported_at=shanghai(9, 9.5))
    later(3, order, replace(order, id="f", reported_at=shanghai(12, 9)))
    assert desk.get(Deadline, "m").due_at == shanghai(9, 13.5)
    assert desk.get(Deadline, "f").due_at == shanghai(9, 16)


def test_what_goes_on_in_a_follow_on_was_promised_when_the_caller_reported_it(
    desk: Workspace, later: Callable[..., None]
) -> None:
    """A pause ends with the visit that could not be completed, and what one order owed the next one owes."""
    engineer = desk.add_person()
    desk.run(AssignOrder(order_id="o", visit_id="v", engineer_id=engineer))
    later(1, StartWork(visit_id="v"), by=engineer)
    later(1, PauseWork(visit_id="v", reason=PauseReason.CALLER), by=engineer)
    later(1, CannotComplete(visit_id="v", reason="No part", follow_on_id="next"), by=engineer)
    later(2)
    assert reading(desk).state is ClockState.DROPPED
    assert reading(desk, Metric.RESPONSE).state is ClockState.MET
    restore = reading(desk, order_id="next")
    assert (restore.state, restore.elapsed // HOUR) == (ClockState.RUNNING, 4)
    assert reading(desk, Metric.RESPONSE, "next").state is ClockState.MET
    desk.run(AssignOrder(order_id="next", visit_id="v2", engineer_id=engineer))
    later(0, StartWork(visit_id="v2"), by=engineer)
    later(0, CannotComplete(visit_id="v2", reason="Wrong part", follow_on_id="third"), by=engineer)
    later(1)
    assert reading(desk, order_id="third").elapsed // HOUR == 5
    assert desk.get(Deadline, "third").due_at == shanghai(10, 10)


def test_without_a_contract_an_order_is_due_as_was_agreed_with_the_caller(desk: Workspace) -> None:
    other = desk.add_customer("Other")
    desk.run(LogOrder(id="x", customer_id=other, title="Printer jams", due_at=shanghai(9, 15)))
    assert desk.get(Deadline, "x").due_at == shanghai(9, 15)
    assert desk.all(OrderClock, order_id="x") == []


def thrown_away(desk: Workspace) -> None:
    def throw(unit: UnitOfWork) -> None:
        unit.connection.exec_driver_sql("DELETE FROM deadlines")
        unit.connection.exec_driver_sql("DELETE FROM order_clocks")
        unit.connection.exec_driver_sql("DELETE FROM workspace_facts WHERE id = 'orders_judged'")

    desk.store.write(throw)


def test_the_projection_that_is_made_anew_is_the_one_that_grew(desk: Workspace, later: Callable[..., None]) -> None:
    engineer = desk.add_person()
    customer = desk.get(WorkOrder, "o").customer_id
    later(1, LogOrder(id="p", customer_id=customer, title="x", priority=1), CancelOrder(order_id="o"))
    later(1, *(LogOrder(id=f"o{n}", customer_id=customer, title="x", priority=1 + n % 4) for n in range(60)))
    later(1, AssignOrder(order_id="p", visit_id="v", engineer_id=engineer))
    later(1, StartWork(visit_id="v"), by=engineer)
    judge_waiting(desk.store)
    grown = desk.all(Deadline), desk.all(OrderClock)
    assert len(grown[0]) == 61
    thrown_away(desk)
    judge_waiting(desk.store)
    assert (desk.all(Deadline), desk.all(OrderClock)) == grown


def test_a_new_version_of_a_calendar_moves_what_is_open(desk: Workspace) -> None:
    judge_waiting(desk.store)
    desk.run(
        ReviseCalendar(
            calendar_id="office", seen_number=1, zone="Asia/Shanghai", week=WEEK, special={"2026-03-09": "09:00-10:00"}
        )
    )
    with desk.store.read() as reader:
        assert orders_wait(reader)
    judge_waiting(desk.store)
    assert desk.get(Deadline, "o").due_at == shanghai(10, 12)
    with desk.store.read() as reader:
        assert not orders_wait(reader)


def test_the_list_calls_the_priority_as_the_agreement_does(desk: Workspace) -> None:
    with desk.store.read() as reader:
        (listed,) = order_page(reader, [row_of_order(reader, "o") or 0])
    assert (listed.priority, listed.level) == (3, reading(desk).level)
    desk.run(PrioritiseOrder(order_id="o", priority=2, level="P1", reason="As agreed"))
    with desk.store.read() as reader:
        (listed,) = order_page(reader, [listed.row])
    assert (listed.priority, listed.level) == (2, "P1")
