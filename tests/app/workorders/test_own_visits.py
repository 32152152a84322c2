from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.workorders.queries.own_visits import OwnVisit, own_visits
from app.workorders.rules import VisitState
from app.workorders.visit_commands import AcceptVisit, ResolveVisit, StartWork
from tests.fakes import A_MONDAY_MORNING
from tests.workspaces import OWNER_ID, Workspace

DAY = timedelta(days=1)


def own(workspace: Workspace, begin: datetime = A_MONDAY_MORNING) -> list[OwnVisit]:
    with workspace.store.read() as reader:
        return own_visits(reader, begin, begin + DAY)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def test_what_is_under_way_stands_first_and_what_is_done_last(workspace: Workspace, customer_id: str) -> None:
    visits = [workspace.assign(workspace.add_order(customer_id), OWNER_ID) for _number in range(4)]
    done, accepted, assigned, working = visits
    for command in (
        StartWork(visit_id=done),
        ResolveVisit(visit_id=done, resolution="New roller"),
        StartWork(visit_id=working),
        AcceptVisit(visit_id=accepted),
    ):
        workspace.run(command)
    assert [found.visit.id for found in own(workspace)] == [working, accepted, assigned, done]


def test_the_visits_of_colleagues_are_left_out(workspace: Workspace, customer_id: str) -> None:
    workspace.assign(workspace.add_order(customer_id), workspace.add_person())
    assert own(workspace) == []


def test_what_is_planned_for_a_later_day_waits(workspace: Workspace, customer_id: str) -> None:
    tomorrow = A_MONDAY_MORNING + DAY
    visit_id = workspace.assign(workspace.add_order(customer_id), OWNER_ID, planned_at=tomorrow)
    assert own(workspace) == []
    assert [found.visit.id for found in own(workspace, tomorrow)] == [visit_id]


def test_what_was_done_yesterday_is_not_shown_today(workspace: Workspace, customer_id: str) -> None:
    visit_id = workspace.assign(workspace.add_order(customer_id), OWNER_ID)
    workspace.run(StartWork(visit_id=visit_id))
    workspace.run(ResolveVisit(visit_id=visit_id, resolution="New roller"))
    assert [found.visit.state for found in own(workspace)] == [VisitState.DONE]
    assert own(workspace, A_MONDAY_MORNING + DAY) == []


def test_a_visit_tells_where_to_go(workspace: Workspace, customer_id: str) -> None:
    site_id = workspace.add_site(customer_id)
    workspace.assign(workspace.add_order(customer_id, site_id=site_id, place="Room 12"), OWNER_ID)
    (found,) = own(workspace)
    assert (found.customer, found.site, found.order.number) == ("Northvale Council", "Town Hall Room 12", "W26-000001")
