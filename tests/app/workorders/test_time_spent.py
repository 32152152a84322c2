from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.workorders.edit_commands import EditVisit
from app.workorders.queries.chosen_visit import ChosenVisit, chosen_visit
from app.workorders.rules import EventKind, PastEvent, PauseReason
from app.workorders.rules.time_spent import TimeSpent, time_spent
from app.workorders.tables import Visit
from app.workorders.visit_commands import ArriveOnSite, PauseWork, ResolveVisit, SetOut, StartWork
from tests.fakes import A_MONDAY_MORNING
from tests.workspaces import OWNER_ID, Workspace


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def spent(
    *happened: tuple[int, EventKind], now: int, started: datetime | None = None, finished: datetime | None = None
) -> TimeSpent:
    """The time of a visit to which these things happened, each so many minutes after it was assigned."""
    events = [PastEvent(kind, "visit", A_MONDAY_MORNING + minutes(at)) for at, kind in happened]
    return time_spent(events, started_at=started, finished_at=finished, now=A_MONDAY_MORNING + minutes(now))


ASSIGNED = (0, EventKind.ASSIGNED)


def test_travel_and_work_are_told_apart_and_waiting_at_the_door_is_neither() -> None:
    whole = (
        ASSIGNED,
        (10, EventKind.SET_OUT),
        (35, EventKind.ARRIVED),
        (40, EventKind.STARTED),
        (70, EventKind.RESTORED),
        (100, EventKind.DONE),
        (200, EventKind.REPORTED),
    )
    assert spent(*whole, now=500) == TimeSpent(minutes(25), minutes(60))


def test_what_was_interrupted_does_not_count_and_going_there_again_does() -> None:
    again = (
        ASSIGNED,
        (0, EventKind.SET_OUT),
        (20, EventKind.STARTED),
        (50, EventKind.INTERRUPTED),
        (90, EventKind.SET_OUT),
        (100, EventKind.ARRIVED),
        (110, EventKind.STARTED),
    )
    assert spent(*again, now=125) == TimeSpent(minutes(30), minutes(45))


def test_a_step_that_is_told_late_is_no_travel() -> None:
    assert spent(ASSIGNED, (5, EventKind.STARTED), (30, EventKind.SET_OUT), now=60) == TimeSpent(work=minutes(55))


def test_nothing_has_been_spent_on_a_visit_that_only_waits() -> None:
    assert spent(ASSIGNED, (5, EventKind.ACCEPTED), now=60) == TimeSpent()


def test_times_that_were_corrected_move_the_ends_and_leave_the_pause() -> None:
    told = (
        ASSIGNED,
        (30, EventKind.STARTED),
        (60, EventKind.INTERRUPTED),
        (80, EventKind.STARTED),
        (120, EventKind.DONE),
    )
    begin, end = A_MONDAY_MORNING + minutes(10), A_MONDAY_MORNING + minutes(110)
    assert spent(*told, now=500, started=begin, finished=end).work == minutes(50 + 30)


@given(st.lists(st.integers(0, 600), min_size=4, max_size=4).map(sorted), st.integers(-50, 50))
def test_no_time_is_negative_or_longer_than_the_whole(at: list[int], moved: int) -> None:
    events = list(
        zip(at, (EventKind.SET_OUT, EventKind.STARTED, EventKind.INTERRUPTED, EventKind.STARTED), strict=True)
    )
    begin = A_MONDAY_MORNING + minutes(at[1] + moved)
    found = spent(ASSIGNED, *events, now=700, started=begin)
    assert minutes(0) <= found.travel <= minutes(600)
    assert minutes(0) <= found.work <= minutes(750)


@pytest.fixture
def visit_id(workspace: Workspace) -> str:
    customer_id = workspace.add_customer()
    site_id = workspace.add_site(customer_id, address="1 Market Street")
    order_id = workspace.add_order(customer_id, site_id=site_id, place="Room 12", caller_phone="4103")
    return workspace.assign(order_id, OWNER_ID)


def seen(workspace: Workspace, visit_id: str) -> ChosenVisit:
    order_id = workspace.get(Visit, visit_id).order_id
    with workspace.store.read() as reader:
        found = chosen_visit(reader, order_id, workspace.clock.now())
    assert found is not None
    return found


def test_the_chosen_visit_tells_where_whom_and_how_long(workspace: Workspace, visit_id: str) -> None:
    for command in (SetOut, ArriveOnSite, StartWork):
        workspace.run(command(visit_id=visit_id))
        workspace.clock.advance(minutes=15)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS))
    workspace.clock.advance(minutes=15)
    found = seen(workspace, visit_id)
    assert (found.place, found.address, found.phone) == ("Town Hall Room 12", "1 Market Street", "4103")
    assert found.spent == TimeSpent(minutes(15), minutes(15))


def test_a_correction_is_an_edit_of_the_visit(workspace: Workspace, visit_id: str) -> None:
    workspace.clock.advance(hours=1)
    workspace.run(StartWork(visit_id=visit_id))
    workspace.clock.advance(minutes=30)
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="New roller"))
    visit = workspace.get(Visit, visit_id)
    earlier = {"started_at": (visit.started_at, A_MONDAY_MORNING + minutes(40))}
    workspace.run(_edit(visit, earlier))
    assert seen(workspace, visit_id).spent.work == minutes(50)
    with pytest.raises(Rejection, match="visit_times_wrong"):
        workspace.run(_edit(workspace.get(Visit, visit_id), {"finished_at": (visit.finished_at, A_MONDAY_MORNING)}))


def test_there_is_no_chosen_visit_to_the_order_of_a_colleague(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    workspace.assign(order_id, workspace.add_person())
    with workspace.store.read() as reader:
        assert chosen_visit(reader, order_id, workspace.clock.now()) is None
        assert chosen_visit(reader, "unknown", workspace.clock.now()) is None


def _edit(visit: Visit, wanted: dict[str, tuple[datetime | None, datetime]]) -> object:
    from app.storage.edits import edit_of

    return edit_of(EditVisit, visit, **{name: after for name, (_before, after) in wanted.items()})
