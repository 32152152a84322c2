"""Whatever is done, and in whatever order: the stored states are those that follow from the facts."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.units import Reader
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder
from app.workorders.history import events_of, replayed, visits_of
from app.workorders.rules import OPEN_ORDER_STATES, EventKind, OrderState, PauseReason, VisitState
from app.workorders.tables import WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace

ENGINEERS = (OWNER_ID, "zhang", "li")

assignments = st.tuples(st.just("assign"), st.sampled_from(ENGINEERS))
visit_steps = st.tuples(st.sampled_from(["accept", "start", "start", "pause", "resolve"]), st.integers(0, 3))
order_steps = st.tuples(st.sampled_from(["cancel", "close", "note"]), st.just(0))
journeys = st.lists(assignments | visit_steps | visit_steps | order_steps, max_size=25)


def command_for(reader: Reader, order_id: str, step: str, choice: str | int) -> tuple[object, str]:
    """The command of a step, and who gives it; visits are chosen by their place among those there are."""
    if isinstance(choice, str):
        return AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=choice), OWNER_ID
    visits = [(visit.id, visit.engineer_id) for visit in visits_of(reader, order_id)] or [("none", OWNER_ID)]
    visit_id, engineer_id = visits[choice % len(visits)]
    commands: dict[str, tuple[object, str]] = {
        "accept": (AcceptVisit(visit_id=visit_id), engineer_id),
        "start": (StartWork(visit_id=visit_id), engineer_id),
        "pause": (PauseWork(visit_id=visit_id, reason=PauseReason.PARTS), engineer_id),
        "resolve": (ResolveVisit(visit_id=visit_id, resolution="Done"), engineer_id),
        "cancel": (CancelOrder(order_id=order_id), OWNER_ID),
        "close": (CloseOrder(order_id=order_id), OWNER_ID),
        "note": (AddNote(order_id=order_id, text="note"), OWNER_ID),
    }
    return commands[step]


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
    order_id = workspace.add_order(workspace.add_customer(new_id()))
    for step, choice in journey:
        take(workspace, order_id, step, choice)
    with workspace.store.read() as reader:
        order = reader.require(WorkOrder, order_id)
        visits, events = visits_of(reader, order_id), events_of(reader, order_id)
        result = replayed(reader, order_id)
    assert result.order is order.state
    assert result.visits == {visit.id: visit.state for visit in visits}
    assert [event.ordinal for event in events] == list(range(1, len(events) + 1))
    working = [visit for visit in visits if visit.state is VisitState.WORKING]
    if order.state in OPEN_ORDER_STATES:
        assert (order.state is OrderState.IN_PROGRESS) is bool(working)
    if order.state is OrderState.CANCELLED:
        assert not working
    assert (order.resolved_at is not None) is any(event.kind is EventKind.RESOLVED for event in events)
    assert (order.closed_at is not None) is (order.state is OrderState.CLOSED)
