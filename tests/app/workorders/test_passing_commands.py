"""When somebody else is to go on: handing over, and what could not be completed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.directory.commands import AddTeam
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence_for
from app.messages.queries import unread_notices
from app.workorders.history import events_of
from app.workorders.passing_commands import CannotComplete, HandOver
from app.workorders.queries.detail import find_order
from app.workorders.rules import EventKind, LinkKind, OrderState, PauseReason, VisitState
from app.workorders.tables import OrderEvent, OrderLink, Visit, WorkOrder
from app.workorders.visit_commands import PauseWork, ResolveVisit, StartWork
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def zhang(workspace: Workspace) -> str:
    return workspace.add_person("张三")


@pytest.fixture
def li(workspace: Workspace) -> str:
    return workspace.add_person("李四")


@pytest.fixture
def order_id(workspace: Workspace, clock: FakeClock) -> str:
    customer_id = workspace.add_customer()
    asset_id = workspace.add_asset(customer_id)
    due_at = clock.now() + timedelta(hours=4)
    return workspace.add_order(customer_id, caller_name="Kay", asset_id=asset_id, priority=1, due_at=due_at)


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str, zhang: str) -> str:
    """Zhang's visit, at work."""
    visit_id = workspace.assign(order_id, zhang)
    workspace.run(StartWork(visit_id=visit_id), by=zhang)
    return visit_id


def words(workspace: Workspace, person_id: str) -> list[str]:
    with workspace.store.read() as reader:
        return [sentence_for(notice.code, notice.facts) for notice in unread_notices(reader, person_id)]


class TestHandingOver:
    def test_another_engineer_goes_on_and_reads_the_note(
        self, workspace: Workspace, order_id: str, visit_id: str, zhang: str, li: str
    ) -> None:
        given = HandOver(visit_id=visit_id, note="The roller is ordered", engineer_id=li, new_visit_id="next")
        workspace.run(given, by=zhang)
        order = workspace.get(WorkOrder, order_id)
        assert (order.state, order.engineer_id) == (OrderState.ASSIGNED, li)
        assert workspace.get(Visit, visit_id).state is VisitState.HANDED_OVER
        assert workspace.get(Visit, "next").state is VisitState.SENT
        (event,) = workspace.all(OrderEvent, kind=EventKind.HANDED_OVER)
        assert (event.note, event.facts, event.visit_id) == ("The roller is ordered", {"newcomer": "李四"}, visit_id)
        assert "张三 handed W26-000001 over to 李四: The roller is ordered" in words(workspace, OWNER_ID)
        assert words(workspace, li) == ["W26-000001 was assigned to you: Printer jams"]

    def test_a_teams_queue_takes_it(self, workspace: Workspace, order_id: str, visit_id: str, zhang: str) -> None:
        workspace.run(AddTeam(id="team", name="网络组"))
        workspace.run(HandOver(visit_id=visit_id, note="A switch", team_id="team", new_visit_id="next"), by=zhang)
        order = workspace.get(WorkOrder, order_id)
        assert (order.state, order.engineer_id, order.team_id) == (OrderState.LOGGED, None, "team")
        assert workspace.all(Visit, id="next") == []

    @pytest.mark.parametrize("to", [{}, {"engineer_id": "li", "team_id": "team"}])
    def test_it_goes_to_somebody_and_to_one_only(
        self, workspace: Workspace, visit_id: str, zhang: str, to: dict[str, str]
    ) -> None:
        with pytest.raises(Rejection, match="hand_over_to_whom"):
            workspace.run(HandOver(visit_id=visit_id, note="?", new_visit_id="next", **to), by=zhang)
        assert workspace.get(Visit, visit_id).state is VisitState.WORKING


class TestNotCompleted:
    def test_a_follow_on_order_keeps_everything(
        self, workspace: Workspace, order_id: str, visit_id: str, zhang: str, clock: FakeClock
    ) -> None:
        clock.advance(hours=1)
        workspace.run(CannotComplete(visit_id=visit_id, reason="No such part", follow_on_id="next"), by=zhang)
        ended, follow_on = workspace.get(WorkOrder, order_id), workspace.get(WorkOrder, "next")
        assert (ended.state, ended.continued_in_id) == (OrderState.CLOSED, "next")
        assert workspace.get(Visit, visit_id).state is VisitState.NOT_COMPLETED
        assert (follow_on.number, follow_on.state) == ("W26-000002", OrderState.LOGGED)
        kept = ("customer_id", "asset_id", "caller_name", "priority", "due_at", "title", "category", "parent_id")
        assert {name: getattr(follow_on, name) for name in kept} == {name: getattr(ended, name) for name in kept}
        (link,) = workspace.all(OrderLink)
        assert (link.order_id, link.other_id, link.kind) == ("next", order_id, LinkKind.FOLLOW_ON_OF)
        with workspace.store.read() as reader:
            assert find_order(reader, "W26-000002") == "next"
            assert [event.kind for event in events_of(reader, order_id)][-2:] == [
                EventKind.NOT_COMPLETED,
                EventKind.CONTINUED,
            ]
            assert events_of(reader, "next")[0].facts == {"number": "W26-000001"}
        assert "张三 could not complete W26-000001: No such part" in words(workspace, OWNER_ID)

    def test_where_somebody_else_goes_on_there_is_no_other_order(
        self, workspace: Workspace, order_id: str, visit_id: str, zhang: str, li: str
    ) -> None:
        workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS), by=zhang)
        newcomer = workspace.assign(order_id, li)
        workspace.run(StartWork(visit_id=visit_id), by=zhang)
        workspace.run(CannotComplete(visit_id=visit_id, reason="No such part", follow_on_id="next"), by=zhang)
        assert workspace.all(WorkOrder, id="next") == []
        assert workspace.get(Visit, newcomer).state is VisitState.SENT
        assert workspace.get(WorkOrder, order_id).state is OrderState.ASSIGNED

    def test_work_that_is_done_by_then_needs_nobody_to_go_on(
        self, workspace: Workspace, order_id: str, zhang: str, li: str
    ) -> None:
        first, second = workspace.assign(order_id, zhang), workspace.assign(order_id, li)
        workspace.run(StartWork(visit_id=first), by=zhang)
        workspace.run(StartWork(visit_id=second), ResolveVisit(visit_id=second, resolution="Done"), by=li)
        workspace.run(CannotComplete(visit_id=first, reason="No such part", follow_on_id="next"), by=zhang)
        assert workspace.all(WorkOrder, id="next") == []
        assert workspace.get(WorkOrder, order_id).state is OrderState.RESOLVED
        assert workspace.get(Visit, first).state is VisitState.NOT_COMPLETED
