"""What the clock causes in a workspace without a server is carried out, once; where there is one it is left to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.maintenance.commands import AddCleaningPlan, MakeDueOrders
from app.storage.units import Reader
from app.workorders.answer_commands import CallSupplier
from app.workorders.rules import EventKind
from app.workorders.tables import OrderEvent
from app.workorders.warning_commands import WarnOfOrder
from tests.ui.opened import empty_workspace, wall, work, workspace
from tests.workspaces import Workspace
from ui.pages.wall_clock import WallClock
from ui.session.ticking import Ticking
from ui.work.work import Work

__all__ = ["empty_workspace", "wall", "work", "workspace"]


@pytest.fixture
def given(workspace: Workspace, work: Work, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The commands that were given. Queries are answered and commands carried out at once, not in other threads."""
    commands: list[object] = []

    def ask(question: Callable[[Reader], object], answered: Callable[[object], None]) -> None:
        with workspace.store.read() as reader:
            answer = question(reader)
        answered(answer)

    def carry_out(command: object) -> None:
        commands.append(command)
        workspace.run(command)

    monkeypatch.setattr(work, "run_query", ask)
    monkeypatch.setattr(work, "run_command", carry_out)
    return commands


@pytest.fixture
def ticking(workspace: Workspace, work: Work, wall: WallClock) -> Ticking:
    """An order that is with a supplier, who answers within an hour, and a plan that is due tomorrow."""
    customer = workspace.add_customer()
    workspace.add_order(customer, id="o")
    department = workspace.add_department(customer)
    now = workspace.clock.now()
    workspace.run(
        CallSupplier(order_id="o", supplier="HP", answer_by=now + timedelta(hours=1)),
        AddCleaningPlan(
            id="plan",
            customer_id=customer,
            department_id=department,
            title="Clean",
            every_months=3,
            first_due_on=now.date() + timedelta(days=1),
            type_codes=("COM",),
        ),
    )
    return Ticking(work, wall)


def test_what_has_fallen_due_happens_once(ticking: Ticking, given: list[object], workspace: Workspace) -> None:
    ticking.begin()
    assert given == []
    workspace.clock.advance(hours=1)
    ticking.tick()
    ticking.tick()
    assert given == [WarnOfOrder(order_id="o")]
    assert len(workspace.all(OrderEvent, kind=EventKind.WARNED)) == 1
    workspace.clock.advance(hours=24)
    ticking.tick()
    assert [type(command) for command in given[1:]] == [MakeDueOrders, WarnOfOrder]
    assert given[1] == MakeDueOrders(on=date(2026, 11, 3))


def test_with_a_server_nothing_happens_here(ticking: Ticking, given: list[object], workspace: Workspace) -> None:
    workspace.connect()
    workspace.clock.advance(hours=25)
    ticking.tick()
    assert given == []
