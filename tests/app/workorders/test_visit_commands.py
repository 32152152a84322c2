"""The engineer's side, also when the desk's plans were changed while he was off-line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.foundation.errors import Rejection
from app.foundation.sentences import sentence_for
from app.messages.queries import unread_notices
from app.workorders.commands import CancelOrder, CloseOrder
from app.workorders.history import events_of, replayed
from app.workorders.report_commands import ReportVisit
from app.workorders.rules import EventKind, OrderState, PauseReason, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import (
    AcceptVisit,
    ArriveOnSite,
    PauseWork,
    ReceiveVisit,
    RejectVisit,
    ResolveVisit,
    RestoreService,
    SetOut,
    StartWork,
)
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    return workspace.add_order(workspace.add_customer())


@pytest.fixture
def zhang(workspace: Workspace) -> str:
    return workspace.add_person("张三")


@pytest.fixture
def li(workspace: Workspace) -> str:
    return workspace.add_person("李四")


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str, zhang: str) -> str:
    """Zhang's visit."""
    return workspace.assign(order_id, zhang)


def states(workspace: Workspace, visit_id: str) -> tuple[VisitState, OrderState]:
    visit = workspace.get(Visit, visit_id)
    return visit.state, workspace.get(WorkOrder, visit.order_id).state


def words(workspace: Workspace, person_id: str) -> list[str]:
    with workspace.store.read() as reader:
        return [sentence_for(notice.code, notice.facts) for notice in unread_notices(reader, person_id)]


def test_a_visit_from_accepting_to_resolving(
    workspace: Workspace, order_id: str, visit_id: str, zhang: str, clock: FakeClock
) -> None:
    workspace.run(AcceptVisit(visit_id=visit_id), by=zhang)
    assert states(workspace, visit_id) == (VisitState.ACCEPTED, OrderState.ASSIGNED)
    started_at = clock.advance(hours=1)
    workspace.run(StartWork(visit_id=visit_id), by=zhang)
    assert states(workspace, visit_id) == (VisitState.WORKING, OrderState.IN_PROGRESS)
    clock.advance(hours=1)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS, note="Roller"), by=zhang)
    assert states(workspace, visit_id) == (VisitState.INTERRUPTED, OrderState.PAUSED)
    assert workspace.get(WorkOrder, order_id).pause_reason == "parts"
    clock.advance(days=1)
    workspace.run(StartWork(visit_id=visit_id), by=zhang)
    assert states(workspace, visit_id) == (VisitState.WORKING, OrderState.IN_PROGRESS)
    assert workspace.get(WorkOrder, order_id).pause_reason == ""
    finished_at = clock.advance(hours=1)
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="New roller"), by=zhang)
    assert states(workspace, visit_id) == (VisitState.DONE, OrderState.RESOLVED)
    visit, order = workspace.get(Visit, visit_id), workspace.get(WorkOrder, order_id)
    assert (visit.started_at, visit.finished_at) == (started_at, finished_at)
    assert (order.resolved_at, order.resolution, order.engineer_id) == (finished_at, "New roller", zhang)


def test_a_visit_along_the_whole_chain(workspace: Workspace, visit_id: str, zhang: str, clock: FakeClock) -> None:
    chain: list[tuple[object, VisitState, OrderState]] = [
        (ReceiveVisit(visit_id=visit_id), VisitState.RECEIVED, OrderState.ASSIGNED),
        (AcceptVisit(visit_id=visit_id), VisitState.ACCEPTED, OrderState.ASSIGNED),
        (SetOut(visit_id=visit_id), VisitState.TRAVELLING, OrderState.ASSIGNED),
        (ArriveOnSite(visit_id=visit_id), VisitState.ON_SITE, OrderState.IN_PROGRESS),
        (StartWork(visit_id=visit_id), VisitState.WORKING, OrderState.IN_PROGRESS),
        (RestoreService(visit_id=visit_id, note="A spare one"), VisitState.RESTORED, OrderState.IN_PROGRESS),
        (ResolveVisit(visit_id=visit_id, resolution="New roller"), VisitState.DONE, OrderState.RESOLVED),
    ]
    assert states(workspace, visit_id) == (VisitState.SENT, OrderState.ASSIGNED)
    for command, visit_state, order_state in chain:
        at = clock.advance(minutes=5)
        workspace.run(command, by=zhang)
        assert states(workspace, visit_id) == (visit_state, order_state)
        assert max(event.at for event in workspace.all(OrderEvent)) == at
    workspace.run(CloseOrder(order_id=workspace.get(Visit, visit_id).order_id))
    workspace.run(ReportVisit(visit_id=visit_id), by=zhang)
    assert states(workspace, visit_id) == (VisitState.REPORTED, OrderState.CLOSED)


def test_what_the_device_tells_twice_or_late_is_no_second_fact(workspace: Workspace, visit_id: str, zhang: str) -> None:
    workspace.run(ReceiveVisit(visit_id=visit_id), ReceiveVisit(visit_id=visit_id), by=zhang)
    workspace.run(StartWork(visit_id=visit_id), ReceiveVisit(visit_id=visit_id), by=zhang)
    assert len(workspace.all(OrderEvent, kind=EventKind.RECEIVED)) == 1


def test_a_step_that_is_told_after_a_later_one_is_a_fact_and_changes_no_state(
    workspace: Workspace, visit_id: str, zhang: str
) -> None:
    workspace.run(StartWork(visit_id=visit_id), AcceptVisit(visit_id=visit_id), SetOut(visit_id=visit_id), by=zhang)
    assert states(workspace, visit_id) == (VisitState.WORKING, OrderState.IN_PROGRESS)
    assert len(workspace.all(OrderEvent, kind=EventKind.SET_OUT)) == 1


def test_a_visit_that_is_rejected_leaves_the_order_to_the_desk(
    workspace: Workspace, order_id: str, visit_id: str, zhang: str
) -> None:
    workspace.run(RejectVisit(visit_id=visit_id, reason="Ill"), by=zhang)
    assert states(workspace, visit_id) == (VisitState.REJECTED, OrderState.LOGGED)
    assert workspace.get(WorkOrder, order_id).engineer_id is None
    assert words(workspace, OWNER_ID) == ["张三 rejected the visit to W26-000001: Ill"]


def test_every_step_is_a_fact_with_its_time_and_actor(
    workspace: Workspace, order_id: str, visit_id: str, zhang: str, clock: FakeClock
) -> None:
    workspace.run(StartWork(visit_id=visit_id), by=zhang)
    clock.advance(minutes=5)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.CALLER, note="Out for lunch"), by=zhang)
    with workspace.store.read() as reader:
        events = events_of(reader, order_id)
    assert [(event.ordinal, event.kind, event.actor_id) for event in events] == [
        (1, EventKind.LOGGED, OWNER_ID),
        (2, EventKind.ASSIGNED, OWNER_ID),
        (3, EventKind.SENT, OWNER_ID),
        (4, EventKind.STARTED, zhang),
        (5, EventKind.INTERRUPTED, zhang),
    ]
    assert (events[4].at, events[4].note, events[4].facts) == (clock.now(), "Out for lunch", {"reason": "caller"})


Step = Callable[[str], object]
STEPS: dict[str, Step] = {
    "accept": lambda visit_id: AcceptVisit(visit_id=visit_id),
    "start": lambda visit_id: StartWork(visit_id=visit_id),
    "pause": lambda visit_id: PauseWork(visit_id=visit_id, reason=PauseReason.OTHER),
    "resolve": lambda visit_id: ResolveVisit(visit_id=visit_id, resolution="Done"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
class TestWhoseVisit:
    def test_nobody_does_anything_about_the_visit_of_another(
        self, workspace: Workspace, order_id: str, zhang: str, li: str, step: Step
    ) -> None:
        visit_id = workspace.assign(order_id, zhang)
        with pytest.raises(Rejection, match="visit_of_other"):
            workspace.run(step(visit_id), by=li)
        assert states(workspace, visit_id) == (VisitState.SENT, OrderState.ASSIGNED)

    def test_nothing_can_be_done_about_a_visit_of_a_cancelled_order(
        self, workspace: Workspace, order_id: str, zhang: str, step: Step
    ) -> None:
        visit_id = workspace.assign(order_id, zhang)
        workspace.run(CancelOrder(order_id=order_id))
        with pytest.raises(Rejection) as refused:
            workspace.run(step(visit_id), by=zhang)
        assert (refused.value.code, refused.value.params) == ("order_cancelled", {"number": "W26-000001"})
        assert states(workspace, visit_id) == (VisitState.CALLED_OFF, OrderState.CANCELLED)

    def test_a_visit_that_is_not_here_is_unknown(self, workspace: Workspace, zhang: str, step: Step) -> None:
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(step("nowhere"), by=zhang)


@pytest.mark.parametrize("step", [STEPS["pause"], STEPS["resolve"]], ids=["pause", "resolve"])
def test_work_that_has_not_begun_neither_pauses_nor_ends(
    workspace: Workspace, visit_id: str, zhang: str, step: Step
) -> None:
    with pytest.raises(Rejection, match="visit_state_wrong"):
        workspace.run(step(visit_id), by=zhang)


def test_a_closed_order_is_over(workspace: Workspace, order_id: str, visit_id: str, zhang: str) -> None:
    workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"), by=zhang)
    workspace.run(CloseOrder(order_id=order_id))
    with pytest.raises(Rejection, match="order_state_wrong"):
        workspace.run(StartWork(visit_id=visit_id), by=zhang)


class TestSuperseded:
    """The desk gave Zhang's order to Li while Zhang was off-line; what Zhang did arrives afterwards."""

    @pytest.fixture
    def newcomer_id(self, workspace: Workspace, order_id: str, visit_id: str, li: str) -> str:
        return workspace.assign(order_id, li)

    def test_accepting_does_not_take_it_from_the_newcomer(
        self, workspace: Workspace, visit_id: str, newcomer_id: str, zhang: str, li: str, order_id: str
    ) -> None:
        workspace.run(AcceptVisit(visit_id=visit_id), by=zhang)
        assert states(workspace, visit_id) == (VisitState.CALLED_OFF, OrderState.ASSIGNED)
        assert workspace.get(Visit, newcomer_id).state is VisitState.SENT
        assert workspace.get(WorkOrder, order_id).engineer_id == li

    def test_work_that_was_begun_stands(
        self, workspace: Workspace, visit_id: str, newcomer_id: str, zhang: str, order_id: str
    ) -> None:
        workspace.run(StartWork(visit_id=visit_id), by=zhang)
        assert states(workspace, visit_id) == (VisitState.WORKING, OrderState.IN_PROGRESS)
        assert workspace.get(Visit, newcomer_id).state is VisitState.SENT
        assert workspace.get(WorkOrder, order_id).engineer_id == zhang

    def test_work_that_was_done_stands_the_newcomer_is_called_off_and_both_are_told(
        self, workspace: Workspace, visit_id: str, newcomer_id: str, zhang: str, li: str, order_id: str
    ) -> None:
        workspace.run(
            AcceptVisit(visit_id=visit_id),
            StartWork(visit_id=visit_id),
            PauseWork(visit_id=visit_id, reason=PauseReason.PARTS),
            StartWork(visit_id=visit_id),
            ResolveVisit(visit_id=visit_id, resolution="New roller"),
            by=zhang,
        )
        assert states(workspace, visit_id) == (VisitState.DONE, OrderState.RESOLVED)
        assert workspace.get(Visit, newcomer_id).state is VisitState.CALLED_OFF
        assert workspace.get(WorkOrder, order_id).engineer_id == zhang
        assert "张三 had already finished W26-000001. Your visit was called off." in words(workspace, li)
        (told,) = words(workspace, OWNER_ID)
        assert told.startswith("张三 had already finished W26-000001 when the change of plan arrived.")
        assert told.endswith("the visit of 李四 was called off.")

    def test_of_each_visit_that_was_called_off_the_desk_is_told(
        self, workspace: Workspace, order_id: str, visit_id: str, newcomer_id: str, zhang: str, li: str
    ) -> None:
        wang = workspace.add_person("王五")
        third = workspace.assign(order_id, wang)
        for waiting, engineer in ((visit_id, zhang), (newcomer_id, li)):
            pause = PauseWork(visit_id=waiting, reason=PauseReason.ACCESS)
            workspace.run(StartWork(visit_id=waiting), pause, by=engineer)
        workspace.run(StartWork(visit_id=third), ResolveVisit(visit_id=third, resolution="Done"), by=wang)
        assert sorted("李四" in told for told in words(workspace, OWNER_ID)) == [False, True]

    def test_when_the_newcomer_works_too_his_work_is_not_called_off(
        self, workspace: Workspace, order_id: str, visit_id: str, newcomer_id: str, zhang: str, li: str
    ) -> None:
        workspace.run(StartWork(visit_id=newcomer_id), by=li)
        workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"), by=zhang)
        assert workspace.get(Visit, newcomer_id).state is VisitState.WORKING
        workspace.run(ResolveVisit(visit_id=newcomer_id, resolution="Nothing left to do"), by=li)
        assert states(workspace, newcomer_id) == (VisitState.DONE, OrderState.RESOLVED)
        with workspace.store.read() as reader:
            notes = [event.note for event in events_of(reader, order_id) if event.kind is EventKind.DONE]
            assert replayed(reader, order_id).order is OrderState.RESOLVED
        assert notes == ["Done", "Nothing left to do"]
