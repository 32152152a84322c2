"""Whatever is done, and in whatever order: the stored states are those that follow from the facts."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.units import Reader
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder
from app.workorders.desk_commands import PrioritiseOrder, ReopenOrder, ResolveOrder
from app.workorders.history import events_of, replayed, visits_of
from app.workorders.link_commands import MergeOrder
from app.workorders.passing_commands import CannotComplete, HandOver
from app.workorders.report_commands import ReportVisit
from app.workorders.rules import AT_WORK_STATES, OPEN_ORDER_STATES, EventKind, OrderState, PauseReason
from app.workorders.tables import WorkOrder
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
from tests.workspaces import OWNER_ID, Workspace

ENGINEERS = (OWNER_ID, "zhang", "li")
OF_VISIT: dict[str, Callable[[str], object]] = {
    "receive": lambda visit_id: ReceiveVisit(visit_id=visit_id),
    "accept": lambda visit_id: AcceptVisit(visit_id=visit_id),
    "reject": lambda visit_id: RejectVisit(visit_id=visit_id, reason="Ill"),
    "set out": lambda visit_id: SetOut(visit_id=visit_id),
    "arrive": lambda visit_id: ArriveOnSite(visit_id=visit_id),
    "start": lambda visit_id: StartWork(visit_id=visit_id),
    "pause": lambda visit_id: PauseWork(visit_id=visit_id, reason=PauseReason.PARTS),
    "restore": lambda visit_id: RestoreService(visit_id=visit_id),
    "resolve": lambda visit_id: ResolveVisit(visit_id=visit_id, resolution="Done"),
    "report": lambda visit_id: ReportVisit(visit_id=visit_id),
    "hand over": lambda visit_id: HandOver(visit_id=visit_id, note="Go on", engineer_id="li", new_visit_id=new_id()),
    "fail": lambda visit_id: CannotComplete(visit_id=visit_id, reason="No part", follow_on_id=new_id()),
}
OF_ORDER: dict[str, Callable[[str], object]] = {
    "cancel": lambda order_id: CancelOrder(order_id=order_id),
    "close": lambda order_id: CloseOrder(order_id=order_id),
    "note": lambda order_id: AddNote(order_id=order_id, text="note"),
    "reopen": lambda order_id: ReopenOrder(order_id=order_id, reason="Jams again"),
    "answer": lambda order_id: ResolveOrder(order_id=order_id, resolution="Told how"),
    "prioritise": lambda order_id: PrioritiseOrder(order_id=order_id, priority=1, reason="The mayor"),
}

assignments = st.tuples(st.just("assign"), st.sampled_from(ENGINEERS))
visit_steps = st.tuples(st.sampled_from([*OF_VISIT, "start", "resolve"]), st.integers(0, 3))
order_steps = st.tuples(st.sampled_from([*OF_ORDER, "reopen", "merge"]), st.just(0))
journeys = st.lists(assignments | visit_steps | visit_steps | order_steps, max_size=25)


def command_for(reader: Reader, order_id: str, step: str, choice: str | int) -> tuple[object, str]:
    """The command of a step, and who gives it; visits are chosen by their place among those there are."""
    if isinstance(choice, str):
        return AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=choice), OWNER_ID
    if step in OF_ORDER:
        return OF_ORDER[step](order_id), OWNER_ID
    if step == "merge":
        return MergeOrder(order_id=order_id, other_id="survivor"), OWNER_ID
    visits = [(visit.id, visit.engineer_id) for visit in visits_of(reader, order_id)] or [("none", OWNER_ID)]
    visit_id, engineer_id = visits[choice % len(visits)]
    return OF_VISIT[step](visit_id), engineer_id


def take(workspace: Workspace, order_id: str, step: str, choice: str | int) -> None:
    """One step; a rule may say no."""
    with workspace.store.read() as reader:
        command, actor = command_for(reader, order_id, step, choice)
    try:
        workspace.run(command, by=actor)
    except Rejection:
        return


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)  # each has an order of its own
@given(journey=journeys)
def test_stored_states_are_those_that_follow_from_the_facts(
    workspace: Workspace, journey: list[tuple[str, str | int]]
) -> None:
    if not workspace.all(WorkOrder):
        for engineer in ENGINEERS[1:]:
            workspace.add_person(engineer, id=engineer)
        workspace.add_order(workspace.add_customer("c", id="customer"), id="survivor")
    order_id = workspace.add_order("customer")
    for step, choice in journey:
        take(workspace, order_id, step, choice)
    with workspace.store.read() as reader:
        for each in reader.find(WorkOrder):
            result = replayed(reader, each.id)
            assert result.order is each.state
            assert result.visits == {visit.id: visit.state for visit in visits_of(reader, each.id)}
        order = reader.require(WorkOrder, order_id)
        visits, events = visits_of(reader, order_id), events_of(reader, order_id)
    assert [event.ordinal for event in events] == list(range(1, len(events) + 1))
    at_work = [visit for visit in visits if visit.state in AT_WORK_STATES]
    if order.state in OPEN_ORDER_STATES:
        assert (order.state is OrderState.IN_PROGRESS) is bool(at_work)
        assert order.continued_in_id is None
    if order.state is OrderState.CANCELLED:
        assert not at_work
    kinds = [event.kind for event in events]
    opened = len(kinds) - kinds[::-1].index(EventKind.REOPENED) if EventKind.REOPENED in kinds else 0
    assert (order.resolved_at is not None) is (EventKind.DONE in kinds[opened:])
    assert (order.closed_at is not None) is (order.state is OrderState.CLOSED)
    assert (order.continued_in_id is not None) is bool({EventKind.MERGED, EventKind.CONTINUED} & set(kinds))
