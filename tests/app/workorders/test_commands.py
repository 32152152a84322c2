"""The desk's side: logging, assigning and ending orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.directory.rules import PersonKind
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence_for
from app.messages.queries import unread_notices
from app.messages.tables import Notice
from app.storage.commands import Context, disclose
from app.storage.facts import SERVER_URL, set_fact
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder
from app.workorders.history import events_of, visits_of
from app.workorders.rules import Channel, EventKind, OrderKind, OrderState, PauseReason, VisitState
from app.workorders.tables import OrderAlias, OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def order_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_order(customer_id)


@pytest.fixture
def zhang(workspace: Workspace) -> str:
    return workspace.add_person("张三")


@pytest.fixture
def li(workspace: Workspace) -> str:
    return workspace.add_person("李四")


def order(workspace: Workspace, order_id: str) -> WorkOrder:
    return workspace.get(WorkOrder, order_id)


def visit_states(workspace: Workspace, order_id: str) -> list[VisitState]:
    with workspace.store.read() as reader:
        return [visit.state for visit in visits_of(reader, order_id)]


def history(workspace: Workspace, order_id: str) -> list[EventKind]:
    with workspace.store.read() as reader:
        return [event.kind for event in events_of(reader, order_id)]


def notices(workspace: Workspace, person_id: str) -> list[Notice]:
    with workspace.store.read() as reader:
        return unread_notices(reader, person_id)


def words(workspace: Workspace, person_id: str) -> list[str]:
    return [sentence_for(notice.code, notice.facts) for notice in notices(workspace, person_id)]


class TestLogging:
    def test_an_order_has_its_number_at_once(self, workspace: Workspace, customer_id: str) -> None:
        numbers = [order(workspace, workspace.add_order(customer_id)).number for _ in range(3)]
        assert numbers == ["W26-000001", "W26-000002", "W26-000003"]

    def test_numbers_begin_anew_every_year(self, workspace: Workspace, customer_id: str, clock: FakeClock) -> None:
        workspace.add_order(customer_id)
        clock.set(datetime(2027, 1, 1, tzinfo=UTC))
        assert order(workspace, workspace.add_order(customer_id)).number == "W27-000001"

    def test_off_line_without_numbers_it_is_provisional(self, workspace: Workspace, customer_id: str) -> None:
        workspace.connect()
        order_id = workspace.add_order(customer_id)
        assert order(workspace, order_id).number == "W26-P7KQ01"
        assert workspace.all(OrderAlias) == []

    def test_a_provisional_number_gives_way_on_the_server_and_leads_to_the_order_for_ever(
        self, workspace: Workspace, customer_id: str
    ) -> None:
        workspace.connect()
        order_id = workspace.add_order(customer_id)
        entry = workspace.outbox()[-1]
        spec, command = disclose(entry.name, entry.body_fields())

        def judge(unit: Any) -> None:
            unit.remove(WorkOrder, order_id)
            set_fact(unit, SERVER_URL, "")
            context = Context(
                command_id=entry.id,
                actor_id=entry.actor_id,
                device_id="device-7KQ",
                at=entry.occurred_at,
                rights=workspace.grants,
                authority=True,
            )
            spec.perform(unit, command, context)

        workspace.store.write(judge)
        assert order(workspace, order_id).number == "W26-000001"
        (alias,) = workspace.all(OrderAlias)
        assert (alias.order_id, alias.alias) == (order_id, "W26-P7KQ01")

    def test_everything_that_was_said_is_kept(self, workspace: Workspace, customer_id: str, clock: FakeClock) -> None:
        asset_id, site_id = workspace.add_asset(customer_id), workspace.add_site(customer_id)
        said: dict[str, Any] = {
            "kind": OrderKind.REQUEST,
            "channel": Channel.MAIL,
            "priority": 1,
            "description": "No paper\nfeed",
            "site_id": site_id,
            "asset_id": asset_id,
            "caller_name": "Kay",
            "caller_phone": "555",
            "place": "Room 12",
            "due_at": clock.now() + timedelta(hours=4),
        }
        logged = order(workspace, workspace.add_order(customer_id, "  Printer jams ", **said))
        assert {name: getattr(logged, name) for name in said} == said
        assert (logged.title, logged.state) == ("Printer jams", OrderState.LOGGED)
        assert (logged.logged_at, logged.logged_by_id) == (clock.now(), OWNER_ID)
        assert history(workspace, logged.id) == [EventKind.LOGGED]

    @pytest.mark.parametrize("field", ["site_id", "asset_id", "system_id"])
    def test_what_belongs_to_another_customer_is_unknown(
        self, workspace: Workspace, customer_id: str, field: str
    ) -> None:
        elsewhere = workspace.add_customer("Elsewhere")
        theirs = {
            "site_id": workspace.add_site(elsewhere),
            "asset_id": workspace.add_asset(elsewhere),
            "system_id": "s",
        }
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.add_order(customer_id, **{field: theirs[field]})
        assert workspace.all(WorkOrder) == []

    def test_an_order_that_is_there_is_not_written_over(self, workspace: Workspace, order_id: str) -> None:
        stood = order(workspace, order_id)
        with pytest.raises(Rejection, match="record_exists"):
            workspace.add_order(workspace.add_customer("Elsewhere"), id=order_id)
        assert order(workspace, order_id) == stood


class TestAssigning:
    def test_an_engineer_is_sent_and_told(
        self, workspace: Workspace, order_id: str, zhang: str, clock: FakeClock
    ) -> None:
        visit_id = workspace.assign(order_id, zhang, planned_at=clock.now() + timedelta(hours=1))
        visit = workspace.get(Visit, visit_id)
        assert (visit.engineer_id, visit.state) == (zhang, VisitState.SENT)
        assert (visit.assigned_by_id, visit.planned_at) == (OWNER_ID, clock.now() + timedelta(hours=1))
        assert (order(workspace, order_id).state, order(workspace, order_id).engineer_id) == (
            OrderState.ASSIGNED,
            zhang,
        )
        assert words(workspace, zhang) == ["W26-000001 was assigned to you: Printer jams"]
        (notice,) = notices(workspace, zhang)
        assert (notice.about_table, notice.about_id) == ("work_orders", order_id)

    def test_whoever_assigns_himself_needs_no_word(self, workspace: Workspace, order_id: str) -> None:
        workspace.assign(order_id, OWNER_ID)
        assert notices(workspace, OWNER_ID) == []

    @pytest.mark.parametrize("accepted", [True, False])
    def test_an_order_that_goes_to_somebody_else_calls_the_first_off(
        self, workspace: Workspace, order_id: str, zhang: str, li: str, accepted: bool
    ) -> None:
        first = workspace.assign(order_id, zhang)
        if accepted:
            workspace.run(AcceptVisit(visit_id=first), by=zhang)
        workspace.assign(order_id, li)
        assert visit_states(workspace, order_id) == [VisitState.CALLED_OFF, VisitState.SENT]
        assert order(workspace, order_id).engineer_id == li
        assert "W26-000001 was given to 李四. Your visit was called off." in words(workspace, zhang)
        assert words(workspace, li) == ["W26-000001 was assigned to you: Printer jams"]

    def test_assigning_the_same_engineer_anew_takes_nothing_from_him(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        workspace.assign(order_id, zhang)
        workspace.assign(order_id, zhang)
        assert visit_states(workspace, order_id) == [VisitState.CALLED_OFF, VisitState.SENT]
        assert {notice.code for notice in notices(workspace, zhang)} == {"notice_visit_assigned"}

    def test_an_order_is_not_taken_from_an_engineer_at_work(
        self, workspace: Workspace, order_id: str, zhang: str, li: str
    ) -> None:
        workspace.run(StartWork(visit_id=workspace.assign(order_id, zhang)), by=zhang)
        with pytest.raises(Rejection) as refused:
            workspace.assign(order_id, li)
        assert refused.value.code == "visit_under_way"
        assert refused.value.params == {"number": "W26-000001", "engineer": "张三"}
        assert visit_states(workspace, order_id) == [VisitState.WORKING]

    def test_an_order_whose_work_waits_can_go_to_somebody_else(
        self, workspace: Workspace, order_id: str, zhang: str, li: str
    ) -> None:
        visit_id = workspace.assign(order_id, zhang)
        workspace.run(StartWork(visit_id=visit_id), PauseWork(visit_id=visit_id, reason=PauseReason.PARTS), by=zhang)
        workspace.assign(order_id, li)
        assert visit_states(workspace, order_id) == [VisitState.CALLED_OFF, VisitState.SENT]

    def test_a_contact_of_a_customer_cannot_be_sent(
        self, workspace: Workspace, order_id: str, customer_id: str
    ) -> None:
        kay = workspace.add_person("Kay", PersonKind.CONTACT, customer_id=customer_id)
        with pytest.raises(Rejection) as refused:
            workspace.assign(order_id, kay)
        assert (refused.value.code, refused.value.params) == ("not_our_staff", {"name": "Kay"})

    def test_a_visit_that_is_there_is_not_taken_for_another_order(
        self, workspace: Workspace, order_id: str, customer_id: str, zhang: str
    ) -> None:
        visit_id = workspace.assign(order_id, zhang)
        other = workspace.add_order(customer_id)
        with pytest.raises(Rejection, match="record_exists"):
            workspace.run(AssignOrder(order_id=other, visit_id=visit_id, engineer_id=zhang))
        assert workspace.get(Visit, visit_id).order_id == order_id


class TestEnding:
    def test_a_cancelled_order_calls_its_visit_off_and_the_engineer_is_told(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        workspace.assign(order_id, zhang)
        workspace.run(CancelOrder(order_id=order_id, reason="Solved itself"))
        assert order(workspace, order_id).state is OrderState.CANCELLED
        assert visit_states(workspace, order_id) == [VisitState.CALLED_OFF]
        assert "W26-000001 was cancelled. Your visit was called off." in words(workspace, zhang)
        event = workspace.all(OrderEvent, kind=EventKind.CANCELLED)
        assert [one.note for one in event] == ["Solved itself"]

    def test_an_order_is_not_cancelled_under_the_hands_of_an_engineer(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        workspace.run(StartWork(visit_id=workspace.assign(order_id, zhang)), by=zhang)
        with pytest.raises(Rejection, match="visit_under_way"):
            workspace.run(CancelOrder(order_id=order_id))
        assert order(workspace, order_id).state is OrderState.IN_PROGRESS

    def test_only_what_is_resolved_can_be_closed(
        self, workspace: Workspace, order_id: str, zhang: str, clock: FakeClock
    ) -> None:
        with pytest.raises(Rejection, match="order_state_wrong"):
            workspace.run(CloseOrder(order_id=order_id))
        visit_id = workspace.assign(order_id, zhang)
        workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"), by=zhang)
        clock.advance(days=1)
        workspace.run(CloseOrder(order_id=order_id))
        assert order(workspace, order_id).state is OrderState.CLOSED
        assert order(workspace, order_id).closed_at == clock.now()
        with pytest.raises(Rejection, match="order_state_wrong"):
            workspace.run(CloseOrder(order_id=order_id))

    def test_what_is_over_is_neither_assigned_nor_cancelled(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        workspace.run(CancelOrder(order_id=order_id))
        for step in (
            AssignOrder(order_id=order_id, visit_id="v", engineer_id=zhang),
            CancelOrder(order_id=order_id),
        ):
            with pytest.raises(Rejection) as refused:
                workspace.run(step)
            assert (refused.value.code, refused.value.params) == ("order_cancelled", {"number": "W26-000001"})

    def test_notes_can_be_added_whatever_the_state(self, workspace: Workspace, order_id: str) -> None:
        workspace.run(AddNote(order_id=order_id, text="Call back"))
        workspace.run(CancelOrder(order_id=order_id))
        workspace.run(AddNote(order_id=order_id, text="Called again"))
        assert order(workspace, order_id).state is OrderState.CANCELLED
        assert history(workspace, order_id) == [
            EventKind.LOGGED,
            EventKind.NOTED,
            EventKind.CANCELLED,
            EventKind.NOTED,
        ]
