"""The clocks of real orders speak by themselves, once, and to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.messages.tables import Notice
from app.sla.commands import PauseTerms, StepTerms
from app.sla.contract_commands import AddContract
from app.sla.copying import copy_of
from app.sla.rules.escalation import Told
from app.sla.rules.faults import Affected
from app.sla.rules.promises import Metric
from app.sla.tables import Policy
from app.workorders.commands import AssignOrder, CloseOrder, LogOrder
from app.workorders.desk_commands import PrioritiseOrder, ReopenOrder, ResolveOrder
from app.workorders.rules import EventKind, OrderKind, OrderState, PauseReason
from app.workorders.tables import Deadline, OrderEvent, WorkOrder
from app.workorders.telling_clocks import saying_text
from app.workorders.visit_commands import PauseWork, StartWork
from app.workorders.warning_commands import WarnOfOrder, commands_due
from tests.app.workorders.test_clocks import POLICY, desk, later
from tests.app.workorders.test_rising import office
from tests.workspaces import OWNER_ID, Workspace

__all__ = ["desk", "later", "office"]

STRICT = replace(
    POLICY,
    id="strict",
    code="strict",
    pauses={"caller": PauseTerms(stops=(Metric.RESTORE,), remind_after_minutes=60, at_most_minutes=180)},
    close_after_days=14,
    steps={
        "first": StepTerms(amount=50, tells=(Told.ENGINEER, Told.DESK)),
        "second line": StepTerms(amount=90, tells=(Told.TEAM,)),
        "director": StepTerms(amount=150, person_ids=("director",)),
        "complaint": StepTerms(amount=50, kinds=(OrderKind.COMPLAINT,), tells=(Told.OPERATIONS_MANAGER,)),
    },
)


@pytest.fixture
def strict(desk: Workspace) -> Workspace:
    """An order under a contract with steps, reminders and automatic closing."""
    desk.add_person("Director", id="director")
    desk.run(STRICT)
    customer = desk.add_customer("Strict")
    since = date(2026, 1, 1)
    desk.run(AddContract(id="s", customer_id=customer, number="2", name="S", policy_id="strict", begins_on=since))
    desk.run(LogOrder(id="x", customer_id=customer, title="No mail", priority=1))
    return desk


def look(workspace: Workspace) -> None:
    """What the ticker does."""
    with workspace.store.read() as reader:
        due = commands_due(reader, workspace.clock.now())
    for command in due:
        workspace.run(command)


def said(workspace: Workspace, order_id: str = "x") -> list[tuple[EventKind, str]]:
    events = workspace.all(OrderEvent, order_id=order_id)
    kinds = (EventKind.WARNED, EventKind.ESCALATED)
    return [
        (event.kind, saying_text(event.facts))
        for event in sorted(events, key=lambda event: event.ordinal)
        if event.kind in kinds
    ]


def test_each_threshold_is_a_fact_once_and_no_state(strict: Workspace, later: Callable[..., None]) -> None:
    before = strict.get(WorkOrder, "x")
    look(strict)
    assert said(strict) == []
    later(0.5)
    look(strict)
    look(strict)
    strict.run(WarnOfOrder(order_id="x"))
    assert said(strict) == [(EventKind.WARNED, "Response: 50 % of the time used")]
    later(0.5)
    look(strict)
    assert set(said(strict)[1:]) == {
        (EventKind.ESCALATED, "Response: 90 % of the time used"),
        (EventKind.WARNED, "Service restored: 50 % of the time used"),
    }
    assert strict.get(WorkOrder, "x") == before
    assert strict.get(Deadline, "x").wake_at is not None


def test_a_missed_promise_goes_up_to_people_who_are_named(strict: Workspace, later: Callable[..., None]) -> None:
    later(4)
    look(strict)
    assert (EventKind.ESCALATED, "Response: 150 % of the time used") in said(strict)
    (notice,) = {notice.about_id: notice for notice in strict.all(Notice, person_id="director")}.values()
    assert (notice.code, notice.facts["title"]) == ("notice_clock_missed", "No mail")
    assert {notice.person_id for notice in strict.all(Notice, about_id="x")} == {"director"}


def test_a_new_level_has_warnings_of_its_own(strict: Workspace, later: Callable[..., None]) -> None:
    later(0.6)
    look(strict)
    strict.run(PrioritiseOrder(order_id="x", priority=3, reason="Mail is back for most"))
    later(1.5)
    look(strict)
    assert [text for _kind, text in said(strict)] == ["Response: 50 % of the time used"] * 2


def test_whoever_waits_for_long_is_asked_how_it_stands(strict: Workspace, later: Callable[..., None]) -> None:
    engineer = strict.add_person()
    strict.run(AssignOrder(order_id="x", visit_id="v", engineer_id=engineer))
    strict.run(StartWork(visit_id="v"), by=engineer)
    strict.run(PauseWork(visit_id="v", reason=PauseReason.CALLER), by=engineer)
    later(1)
    look(strict)
    assert said(strict)[-1] == (EventKind.WARNED, "paused for 1:00: Waiting for the caller")
    assert "notice_pause_goes_on" in {notice.code for notice in strict.all(Notice, person_id=engineer)}
    later(2)
    look(strict)
    assert said(strict)[-1] == (EventKind.WARNED, "paused for 3:00: Waiting for the caller")
    assert strict.get(Deadline, "x").due_at is not None, "after its longest time a pause counts again"


def test_a_risen_fault_is_told_when_it_rises(office: Workspace) -> None:
    assert office.get(WorkOrder, "o").affected is Affected.SERVICE_IN_HOURS
    office.clock.advance(hours=1)
    look(office)
    assert (EventKind.ESCALATED, "the outage has made it a Severe fault") in said(office, "o")
    assert "notice_fault_severe" in {notice.code for notice in office.all(Notice, person_id=OWNER_ID)}
    wake_at = office.get(Deadline, "o").wake_at
    assert wake_at is not None
    assert wake_at <= office.clock.now() + timedelta(hours=1)


def test_what_is_solved_is_closed_after_two_weeks_without_an_answer_and_can_be_opened_again(
    strict: Workspace, later: Callable[..., None]
) -> None:
    strict.run(ResolveOrder(order_id="x", resolution="Restarted"), ResolveOrder(order_id="o", resolution="Restarted"))
    later(13 * 24)
    look(strict)
    assert strict.get(WorkOrder, "x").state is OrderState.RESOLVED
    later(24)
    look(strict)
    order = strict.get(WorkOrder, "x")
    assert (order.state, order.closed_at) == (OrderState.CLOSED, strict.clock.now())
    assert strict.get(WorkOrder, "o").state is OrderState.RESOLVED, "its contract says nothing of it"
    strict.run(ReopenOrder(order_id="x", reason="Down again"))
    assert strict.get(WorkOrder, "x").state is OrderState.LOGGED


def test_an_answer_begins_the_two_weeks_anew(strict: Workspace, later: Callable[..., None]) -> None:
    strict.run(ResolveOrder(order_id="x", resolution="Restarted"))
    later(13 * 24, ReopenOrder(order_id="x", reason="Not quite"), ResolveOrder(order_id="x", resolution="Now it is"))
    later(13 * 24)
    look(strict)
    assert strict.get(WorkOrder, "x").state is OrderState.RESOLVED
    strict.run(CloseOrder(order_id="x"))


def test_a_policy_that_is_copied_keeps_its_steps(strict: Workspace) -> None:
    with strict.store.read() as reader:
        copied = copy_of(reader, reader.require(Policy, "strict"))
    assert copied.steps == STRICT.steps
