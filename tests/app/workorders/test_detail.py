"""All about one order."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.storage.facts import GRANTS, set_fact
from app.workorders.queries.chosen import chosen_orders
from app.workorders.queries.detail import find_order, order_detail, row_of_order
from app.workorders.rules import EventKind, OrderState, VisitState
from app.workorders.steps import Step, possible_steps
from app.workorders.tables import OrderAlias
from app.workorders.visit_commands import AcceptVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace

ENGINEER = Grants.of([Grant(Role.ENGINEER, "c")])
DISPATCHER = Grants.of([Grant(Role.DISPATCHER, "c")])
FREE = (Step.CANCEL, Step.ANSWER, Step.MERGE, Step.PRIORITISE, Step.CALL_SUPPLIER)
"""What the desk can do with an order that nobody is at work on, beside sending somebody."""
LEAVING = (Step.HAND_OVER, Step.CANNOT_COMPLETE)
SAID = (Step.LINK, Step.NOTE)


@dataclass(frozen=True)
class Standing:
    """An order, as far as steps depend on it."""

    state: OrderState
    customer_id: str = "c"
    remote: bool = False
    continued_in_id: str | None = None


def test_an_order_is_told_with_every_name(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("师范大学")
    site_id = workspace.add_site(customer_id, "图书馆")
    asset_id = workspace.add_asset(customer_id, "PRN", "激光打印机", site_id=site_id)
    order_id = workspace.add_order(customer_id, site_id=site_id, asset_id=asset_id)
    first = workspace.assign(order_id, workspace.add_person("朱琳"))
    second = workspace.assign(order_id, OWNER_ID)
    workspace.run(AcceptVisit(visit_id=second))
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    assert (detail.customer, detail.site, detail.asset_code, detail.asset_name, detail.engineer) == (
        "师范大学",
        "图书馆",
        "GEN-PRN-0001",
        "激光打印机",
        "王芳",
    )
    assert [(visit.visit.id, visit.engineer, visit.visit.state) for visit in detail.visits] == [
        (first, "朱琳", VisitState.CALLED_OFF),
        (second, "王芳", VisitState.ACCEPTED),
    ]
    assert [(event.event.kind, event.actor, event.engineer) for event in detail.events] == [
        (EventKind.LOGGED, "王芳", ""),
        (EventKind.ASSIGNED, "王芳", "朱琳"),
        (EventKind.SENT, "王芳", "朱琳"),
        (EventKind.CALLED_OFF, "王芳", "朱琳"),
        (EventKind.ASSIGNED, "王芳", "王芳"),
        (EventKind.SENT, "王芳", "王芳"),
        (EventKind.ACCEPTED, "王芳", "王芳"),
    ]
    assert detail.own_visit_id == second
    assert detail.steps == (Step.SET_OUT, Step.START, Step.REJECT, Step.HAND_OVER, Step.REASSIGN, *FREE, *SAID)


def test_an_order_that_is_not_here_has_no_detail(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert order_detail(reader, "nowhere", workspace.clock.now()) is None
        assert row_of_order(reader, "nowhere") is None


def test_a_visit_that_was_called_off_is_nobodys_any_more(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    workspace.assign(order_id, OWNER_ID)
    workspace.assign(order_id, workspace.add_person("朱琳"))
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    assert detail.own_visit_id is None
    assert Step.START not in detail.steps


def test_what_the_server_granted_decides_what_can_be_done(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    order_id = workspace.add_order(customer_id)
    workspace.connect()
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    assert detail.steps == ()
    grants = json.dumps([{"role": "dispatcher", "customer_id": customer_id}])
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, grants))
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    assert detail.steps == (Step.ASSIGN, *FREE, *SAID)


@pytest.mark.parametrize("typed", ["W26-000001", " w26-000001 ", "w26-p7kq04"])
def test_an_order_is_found_by_its_numbers(workspace: Workspace, typed: str) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    alias = OrderAlias(id="a", customer_id="c", order_id=order_id, alias="W26-P7KQ04")
    workspace.store.write(lambda unit: unit.put(alias))
    with workspace.store.read() as reader:
        assert find_order(reader, typed) == order_id
        assert find_order(reader, "W26-000002") is None


@pytest.mark.parametrize(
    ("state", "own", "others", "grants", "steps"),
    [
        (OrderState.LOGGED, None, [], DISPATCHER, (Step.ASSIGN, *FREE, *SAID)),
        (OrderState.LOGGED, None, [], ENGINEER, SAID),
        (
            OrderState.ASSIGNED,
            VisitState.ASSIGNED,
            [],
            ENGINEER,
            (Step.ACCEPT, Step.START, Step.REJECT, Step.HAND_OVER, *SAID),
        ),
        (OrderState.ASSIGNED, VisitState.RECEIVED, [], DISPATCHER, (Step.REASSIGN, *FREE, *SAID)),
        (OrderState.ASSIGNED, VisitState.TRAVELLING, [], ENGINEER, (Step.ARRIVE, Step.START, *LEAVING, *SAID)),
        (OrderState.IN_PROGRESS, VisitState.ON_SITE, [], ENGINEER, (Step.START, Step.PAUSE, *LEAVING, *SAID)),
        (
            OrderState.IN_PROGRESS,
            VisitState.WORKING,
            [],
            EVERYTHING,
            (Step.RESOLVE, Step.RESTORE, Step.PAUSE, *LEAVING, Step.PRIORITISE, Step.CALL_SUPPLIER, *SAID),
        ),
        (OrderState.IN_PROGRESS, VisitState.RESTORED, [], ENGINEER, (Step.RESOLVE, Step.PAUSE, *LEAVING, *SAID)),
        (OrderState.IN_PROGRESS, None, [VisitState.ON_SITE], DISPATCHER, (Step.PRIORITISE, Step.CALL_SUPPLIER, *SAID)),
        (OrderState.PAUSED, VisitState.INTERRUPTED, [], ENGINEER, (Step.RESUME, *LEAVING, *SAID)),
        (OrderState.RESOLVED, VisitState.DONE, [], ENGINEER, (Step.REPORT, Step.RATE, *SAID)),
        (OrderState.RESOLVED, VisitState.REPORTED, [], ENGINEER, (Step.RATE, *SAID)),
        (OrderState.RESOLVED, VisitState.DONE, [], DISPATCHER, (Step.CLOSE, Step.REOPEN, Step.RATE, *SAID)),
        (OrderState.CLOSED, VisitState.DONE, [], EVERYTHING, (Step.REPORT, Step.REOPEN, Step.RATE, *SAID)),
        (OrderState.CANCELLED, VisitState.CALLED_OFF, [], EVERYTHING, SAID),
    ],
)
def test_the_steps_that_are_open(
    state: OrderState, own: VisitState | None, others: list[VisitState], grants: Grants, steps: tuple[Step, ...]
) -> None:
    visits = [*others, *([own] if own else [])]
    assert possible_steps(Standing(state), own, visits, grants) == steps
    assert possible_steps(Standing(state, customer_id="another customer"), own, visits, DISPATCHER) == ()


def test_nobody_sets_out_for_what_is_done_from_afar() -> None:
    remote = Standing(OrderState.ASSIGNED, remote=True)
    assert Step.SET_OUT in possible_steps(Standing(OrderState.ASSIGNED), VisitState.ACCEPTED, [], ENGINEER)
    assert Step.SET_OUT not in possible_steps(remote, VisitState.ACCEPTED, [], ENGINEER)


def test_what_goes_on_in_another_order_is_not_reopened() -> None:
    merged = Standing(OrderState.CLOSED, continued_in_id="other")
    assert Step.REOPEN not in possible_steps(merged, None, [], DISPATCHER)


def test_every_step_that_is_offered_is_really_open(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.run(AcceptVisit(visit_id=visit_id))
    workspace.run(StartWork(visit_id=visit_id))
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    on_the_way = (Step.PRIORITISE, Step.CALL_SUPPLIER)
    assert detail.steps == (Step.RESOLVE, Step.RESTORE, Step.PAUSE, *LEAVING, *on_the_way, *SAID)


def test_several_that_were_chosen_come_with_what_can_be_done_with_each_and_without_those_that_are_gone(
    workspace: Workspace,
) -> None:
    customer_id = workspace.add_customer()
    free, taken = workspace.add_order(customer_id), workspace.add_order(customer_id)
    visit_id = workspace.assign(taken, OWNER_ID)
    with workspace.store.read() as reader:
        rows = [row_of_order(reader, order_id) or 0 for order_id in (taken, free)]
        chosen = chosen_orders(reader, [rows[0], 4711, rows[1]])
    assert [(each.row, each.order.id) for each in chosen] == list(zip(rows, (taken, free), strict=True))
    assert [each.own_visit and each.own_visit.id for each in chosen] == [visit_id, None]
    assert [Step.HAND_OVER in each.steps for each in chosen] == [True, False]
