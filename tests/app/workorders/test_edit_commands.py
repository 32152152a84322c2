"""Correcting orders and visits: what merges, what is refused, and what the history keeps."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.foundation.errors import Rejection
from app.messages.queries import unread_notices
from app.storage.commands import Context, Merged, command_spec
from app.storage.edits import Edit, edit_of
from app.workorders.edit_commands import EditOrder, EditVisit
from app.workorders.history import events_of, replayed
from app.workorders.rules import EventKind, Impact, OrderKind, OrderState, Urgency, priority_of
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import StartWork
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace

ENGINEER = Grants.of([Grant(Role.ENGINEER, None)])


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def order(workspace: Workspace, customer_id: str) -> WorkOrder:
    order_id = workspace.add_order(customer_id, "Printer jams", place="Room 3", caller_name="Ann", caller_phone="1")
    return workspace.get(WorkOrder, order_id)


def perform(workspace: Workspace, edit: Edit, *, by: str = OWNER_ID, rights: Grants = EVERYTHING) -> Merged | None:
    """Let the authority carry an edit out."""
    context = Context(
        command_id=f"c{len(workspace.all(OrderEvent))}",
        actor_id=by,
        device_id="d",
        at=workspace.clock.now(),
        rights=rights,
        authority=True,
    )
    return workspace.store.write(lambda unit: workspace.runner.perform(unit, command_spec(edit), edit, context))


def events(workspace: Workspace, order_id: str) -> list[OrderEvent]:
    with workspace.store.read() as reader:
        return [event for event in events_of(reader, order_id) if event.kind is EventKind.EDITED]


def told(workspace: Workspace, person_id: str) -> list[str]:
    with workspace.store.read() as reader:
        return [notice.code for notice in unread_notices(reader, person_id)]


def test_a_correction_stands_and_the_history_says_what_it_was(workspace: Workspace, order: WorkOrder) -> None:
    workspace.run(edit_of(EditOrder, order, title=" Printer eats paper ", kind=OrderKind.REPAIR, place=order.place))
    stands = workspace.get(WorkOrder, order.id)
    assert (stands.title, stands.kind, stands.place) == ("Printer eats paper", OrderKind.REPAIR, "Room 3")
    (event,) = events(workspace, order.id)
    assert {name: json.loads(change) for name, change in event.facts.items()} == {
        "title": ["Printer jams", "Printer eats paper"],
        "kind": ["incident", "repair"],
    }
    with workspace.store.read() as reader:
        assert replayed(reader, order.id).order is stands.state is OrderState.LOGGED


def test_another_priority_needs_a_reason_whoever_edits(workspace: Workspace, order: WorkOrder) -> None:
    with pytest.raises(Rejection, match="priority_reason_missing"):
        perform(workspace, edit_of(EditOrder, order, priority=1, title="A"))
    assert workspace.get(WorkOrder, order.id) == order
    perform(workspace, edit_of(EditOrder, order, impact=Impact.MANY, urgency=Urgency.CRITICAL))
    assert workspace.get(WorkOrder, order.id).priority == priority_of(Impact.MANY, Urgency.CRITICAL) != order.priority


def test_different_fields_of_one_order_both_stand(workspace: Workspace, order: WorkOrder) -> None:
    assert perform(workspace, edit_of(EditOrder, order, title="A")) is None
    assert perform(workspace, edit_of(EditOrder, order, place="Room 7")) is None
    stands = workspace.get(WorkOrder, order.id)
    assert (stands.title, stands.place) == ("A", "Room 7")


def test_of_two_texts_the_first_stands_until_a_person_has_chosen(workspace: Workspace, order: WorkOrder) -> None:
    perform(workspace, edit_of(EditOrder, order, title="A"))
    merged = perform(workspace, edit_of(EditOrder, order, title="B", description="Roller"))
    assert merged == Merged(asked=("title",), yielded=())
    stands = workspace.get(WorkOrder, order.id)
    assert (stands.title, stands.description) == ("A", "Roller")


def test_what_was_found_on_site_stands_against_the_desk(
    workspace: Workspace, order: WorkOrder, customer_id: str
) -> None:
    site_id, other_id = workspace.add_site(customer_id, "A"), workspace.add_site(customer_id, "B")
    perform(workspace, edit_of(EditOrder, order, site_id=site_id), by="desk")
    perform(workspace, edit_of(EditOrder, order, site_id=other_id), by="wang", rights=ENGINEER)
    assert workspace.get(WorkOrder, order.id).site_id == other_id
    assert told(workspace, "desk") == ["notice_edit_replaced"]
    merged = perform(workspace, edit_of(EditOrder, order, site_id=site_id), by="desk")
    assert merged == Merged(asked=(), yielded=("site_id",))
    assert workspace.get(WorkOrder, order.id).site_id == other_id


def test_a_caller_and_his_phone_are_never_those_of_two_people(workspace: Workspace, order: WorkOrder) -> None:
    perform(workspace, edit_of(EditOrder, order, caller_name="Bob"))
    merged = perform(workspace, edit_of(EditOrder, order, caller_phone="2", title="A"))
    assert merged == Merged(asked=("caller_name", "caller_phone", "caller_id"), yielded=())
    stands = workspace.get(WorkOrder, order.id)
    assert (stands.caller_name, stands.caller_phone, stands.title) == ("Bob", "1", "A")


@pytest.mark.parametrize("wanted", [{"priority": 1}, {"due_at": None, "place": "x"}, {"kind": "repair"}])
def test_an_engineer_corrects_what_he_sees_but_not_what_the_desk_promised(
    workspace: Workspace, order: WorkOrder, wanted: dict[str, Any]
) -> None:
    perform(workspace, edit_of(EditOrder, order, place="Room 7", caller_phone="2"), rights=ENGINEER)
    seen = {"priority": 3, "due_at": None, "place": "Room 7", "kind": "incident"}
    edit = EditOrder(id=order.id, seen={name: seen[name] for name in wanted}, wanted=wanted)
    with pytest.raises(Rejection, match="field_not_permitted"):
        perform(workspace, edit, rights=ENGINEER)
    assert workspace.get(WorkOrder, order.id).place == "Room 7"


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        ({"state": "logged"}, {"state": "closed"}),
        ({"number": "1"}, {"number": "2"}),
        ({"colour": ""}, {"colour": "red"}),
        ({"title": "Printer jams"}, {"title": " "}),
        ({"title": "Printer jams"}, {"title": "x" * 201}),
        ({"priority": 3}, {"priority": 9}),
        ({"priority": 3}, {"priority": "1"}),
        ({"due_at": None}, {"due_at": "2026-11-03T09:00:00"}),
        ({"due_at": 7}, {"due_at": None}),
        ({}, {"title": "A"}),
        ({"title": "Printer jams"}, {}),
    ],
)
def test_what_is_no_field_to_edit_or_breaks_its_limits_is_refused(
    workspace: Workspace, order: WorkOrder, seen: dict[str, Any], wanted: dict[str, Any]
) -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        workspace.run(EditOrder(id=order.id, seen=seen, wanted=wanted))
    assert workspace.get(WorkOrder, order.id) == order


def test_a_thing_of_another_customer_is_not_drawn_into_an_order(workspace: Workspace, order: WorkOrder) -> None:
    other = workspace.add_customer("Elsewhere")
    theirs = {"site_id": workspace.add_site(other), "asset_id": workspace.add_asset(other)}
    for name, row_id in theirs.items():
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(edit_of(EditOrder, order, **{name: row_id}))


def test_where_nobody_else_will_ever_tell_a_meeting_is_told_at_once(workspace: Workspace, order: WorkOrder) -> None:
    workspace.run(edit_of(EditOrder, order, title="A"))
    with pytest.raises(Rejection, match="changed_meanwhile"):
        workspace.run(edit_of(EditOrder, order, title="B", place="Room 7"))
    assert workspace.get(WorkOrder, order.id).place == "Room 3"


class TestVisits:
    @pytest.fixture
    def visit(self, workspace: Workspace, order: WorkOrder) -> Visit:
        wang = workspace.add_person("王芳")
        return workspace.get(Visit, workspace.assign(order.id, wang))

    def test_whoever_is_to_go_is_told_of_another_time(
        self, workspace: Workspace, visit: Visit, clock: FakeClock
    ) -> None:
        later = clock.now() + timedelta(hours=3)
        workspace.run(edit_of(EditVisit, visit, planned_at=later))
        assert workspace.get(Visit, visit.id).planned_at == later
        assert "notice_visit_replanned" in told(workspace, visit.engineer_id)
        with workspace.store.read() as reader:
            assert replayed(reader, visit.order_id).visits == {visit.id: visit.state}

    def test_its_engineer_corrects_when_he_began(self, workspace: Workspace, visit: Visit, clock: FakeClock) -> None:
        workspace.run(StartWork(visit_id=visit.id), by=visit.engineer_id)
        begun = workspace.get(Visit, visit.id)
        earlier = clock.now() - timedelta(hours=1)
        perform(workspace, edit_of(EditVisit, begun, started_at=earlier), by=visit.engineer_id, rights=ENGINEER)
        assert workspace.get(Visit, visit.id).started_at == earlier
        merged = perform(workspace, edit_of(EditVisit, begun, started_at=clock.now() - timedelta(hours=2)), by="desk")
        assert merged == Merged(asked=(), yielded=("started_at",))

    def test_times_that_cannot_be_are_refused(self, workspace: Workspace, visit: Visit, clock: FakeClock) -> None:
        for wanted in ({"started_at": clock.now()}, {"finished_at": clock.now()}):
            with pytest.raises(Rejection, match="visit_times_wrong"):
                workspace.run(edit_of(EditVisit, visit, **wanted))

    def test_nobody_else_corrects_it(self, workspace: Workspace, visit: Visit, clock: FakeClock) -> None:
        with pytest.raises(Rejection, match="visit_of_other"):
            perform(workspace, edit_of(EditVisit, visit, planned_at=clock.now()), by="zhao", rights=ENGINEER)
        with pytest.raises(Rejection, match="field_not_permitted"):
            perform(workspace, edit_of(EditVisit, visit, planned_at=clock.now()), by=visit.engineer_id, rights=ENGINEER)
