"""What the desk does beside sending engineers: answering, prioritising, reopening."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.foundation.errors import Rejection
from app.foundation.sentences import sentence_for
from app.messages.queries import unread_notices
from app.storage.commands import disclose
from app.storage.edits import edit_of
from app.workorders.commands import AddNote, CancelOrder, CloseOrder
from app.workorders.desk_commands import PrioritiseOrder, ReopenOrder, ResolveOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.history import events_of
from app.workorders.rules import Channel, EventKind, Impact, OrderState, Urgency, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import ResolveVisit, StartWork
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


def order(workspace: Workspace, order_id: str) -> WorkOrder:
    return workspace.get(WorkOrder, order_id)


def last_event(workspace: Workspace, order_id: str) -> OrderEvent:
    with workspace.store.read() as reader:
        return events_of(reader, order_id)[-1]


class TestAnswering:
    def test_what_the_desk_answers_is_resolved_without_a_visit(
        self, workspace: Workspace, order_id: str, clock: FakeClock
    ) -> None:
        workspace.run(ResolveOrder(order_id=order_id, resolution="Told how to clear the tray"))
        stands = order(workspace, order_id)
        assert (stands.state, stands.resolved_at) == (OrderState.RESOLVED, clock.now())
        assert stands.resolution == "Told how to clear the tray"

    def test_whoever_was_to_go_is_called_off_and_told(self, workspace: Workspace, order_id: str, zhang: str) -> None:
        visit_id = workspace.assign(order_id, zhang)
        workspace.run(ResolveOrder(order_id=order_id, resolution="Told how"))
        assert workspace.get(Visit, visit_id).state is VisitState.CALLED_OFF
        with workspace.store.read() as reader:
            told = [sentence_for(notice.code, notice.facts) for notice in unread_notices(reader, zhang)]
        assert "王芳 had already finished W26-000001. Your visit was called off." in told

    def test_what_an_engineer_is_at_work_on_he_finishes_himself(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        workspace.run(StartWork(visit_id=workspace.assign(order_id, zhang)), by=zhang)
        with pytest.raises(Rejection, match="visit_under_way"):
            workspace.run(ResolveOrder(order_id=order_id, resolution="Told how"))


class TestPriority:
    def test_impact_and_urgency_make_it(self, workspace: Workspace, customer_id: str) -> None:
        order_id = workspace.add_order(customer_id, impact=Impact.MANY, urgency=Urgency.CRITICAL)
        assert (order(workspace, order_id).priority, order(workspace, order_id).priority_reason) == (1, "")

    def test_it_follows_when_they_are_corrected(self, workspace: Workspace, customer_id: str) -> None:
        order_id = workspace.add_order(customer_id, impact=Impact.ONE, urgency=Urgency.CRITICAL)
        workspace.run(edit_of(EditOrder, order(workspace, order_id), impact=Impact.SEVERAL))
        assert order(workspace, order_id).priority == 2
        assert last_event(workspace, order_id).facts == {"impact": '["one", "several"]', "priority": "[3, 2]"}

    @pytest.mark.parametrize(("by_customer", "by"), [(True, "customer"), (False, "desk")])
    def test_whoever_overrides_it_says_why_and_it_stays(
        self, workspace: Workspace, customer_id: str, by_customer: bool, by: str
    ) -> None:
        order_id = workspace.add_order(customer_id, impact=Impact.ONE, urgency=Urgency.LOW)
        workspace.run(
            PrioritiseOrder(order_id=order_id, priority=1, level="3a", reason="The mayor", by_customer=by_customer)
        )
        event = last_event(workspace, order_id)
        assert (event.kind, event.note) == (EventKind.PRIORITISED, "The mayor")
        assert event.facts == {"priority_before": "P4", "priority": "3a", "by": by}
        workspace.run(edit_of(EditOrder, order(workspace, order_id), urgency=Urgency.NORMAL))
        stands = order(workspace, order_id)
        assert (stands.priority, stands.level, stands.priority_reason) == (1, "3a", "The mayor")

    def test_it_can_follow_from_impact_and_urgency_again(self, workspace: Workspace, customer_id: str) -> None:
        order_id = workspace.add_order(
            customer_id, impact=Impact.ONE, urgency=Urgency.LOW, priority=1, priority_reason="The mayor"
        )
        assert order(workspace, order_id).priority_reason == "The mayor"
        workspace.run(PrioritiseOrder(order_id=order_id, priority=None, reason="The mayor has left"))
        assert (order(workspace, order_id).priority, order(workspace, order_id).priority_reason) == (4, "")

    def test_a_level_needs_a_priority_to_be_sorted_by(self, workspace: Workspace, order_id: str) -> None:
        with pytest.raises(Rejection, match="priority_level_alone"):
            workspace.run(PrioritiseOrder(order_id=order_id, priority=None, level="3a", reason="?"))

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_a_reason_is_needed(self, workspace: Workspace, order_id: str, reason: str) -> None:
        with pytest.raises(Rejection, match="command_malformed"):
            workspace.run(PrioritiseOrder(order_id=order_id, priority=1, reason=reason))


class TestReopening:
    def test_a_resolved_or_closed_order_goes_on_with_its_history(
        self, workspace: Workspace, order_id: str, zhang: str
    ) -> None:
        visit_id = workspace.assign(order_id, zhang)
        for ended in (False, True):
            workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"), by=zhang)
            if ended:
                workspace.run(CloseOrder(order_id=order_id))
            workspace.run(ReopenOrder(order_id=order_id, reason="Jams again"))
            stands = order(workspace, order_id)
            assert (stands.state, stands.engineer_id, stands.resolution) == (OrderState.LOGGED, None, "")
            assert (stands.resolved_at, stands.closed_at) == (None, None)
            assert last_event(workspace, order_id).note == "Jams again"
            visit_id = workspace.assign(order_id, zhang)
        assert [event.note for event in workspace.all(OrderEvent, kind=EventKind.DONE)] == ["Done", "Done"]

    def test_whoever_still_works_there_goes_on(self, workspace: Workspace, order_id: str, zhang: str) -> None:
        first = workspace.assign(order_id, zhang)
        workspace.assign(order_id, OWNER_ID)
        workspace.run(StartWork(visit_id=first), by=zhang)
        (second,) = [visit for visit in workspace.all(Visit) if visit.engineer_id == OWNER_ID]
        workspace.run(StartWork(visit_id=second.id), ResolveVisit(visit_id=second.id, resolution="Done"))
        workspace.run(ReopenOrder(order_id=order_id, reason="Not yet"))
        assert (order(workspace, order_id).state, order(workspace, order_id).engineer_id) == (
            OrderState.IN_PROGRESS,
            zhang,
        )

    def test_what_is_open_or_cancelled_is_not_reopened(self, workspace: Workspace, order_id: str) -> None:
        for _step in ("open", "cancelled"):
            with pytest.raises(Rejection, match="order_state_wrong"):
                workspace.run(ReopenOrder(order_id=order_id, reason="?"))
            if order(workspace, order_id).state is not OrderState.CANCELLED:
                workspace.run(CancelOrder(order_id=order_id))


def test_an_order_can_be_part_of_another_one_but_never_of_itself(workspace: Workspace, customer_id: str) -> None:
    whole = workspace.add_order(customer_id, "New office")
    part = workspace.add_order(customer_id, "Cables", parent_id=whole)
    with pytest.raises(Rejection, match="order_parent_circular"):
        workspace.run(edit_of(EditOrder, order(workspace, whole), parent_id=part))
    elsewhere = workspace.add_order(workspace.add_customer("Elsewhere"))
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(edit_of(EditOrder, order(workspace, whole), parent_id=elsewhere))
    workspace.run(edit_of(EditOrder, order(workspace, part), parent_id=None))
    assert order(workspace, part).parent_id is None


def test_an_order_that_an_older_program_logged_stands_as_it_was_meant(workspace: Workspace, customer_id: str) -> None:
    body = {"id": "o", "customer_id": customer_id, "title": "Jam", "channel": "mail", "priority": 2, "number": ""}
    _spec, command = disclose("workorders.log", body, version=1)
    workspace.run(command)
    stands = order(workspace, "o")
    assert (stands.priority, stands.channel, stands.impact, stands.remote) == (2, Channel.MAIL, None, False)


def test_an_edit_of_the_priority_by_an_older_program_is_asked_for_its_reason(
    workspace: Workspace, order_id: str
) -> None:
    body = {"id": order_id, "seen": {"priority": 3}, "wanted": {"priority": 1}}
    with pytest.raises(Rejection, match="priority_reason_missing"):
        workspace.run(disclose("workorders.edit", body, version=1)[1])


def test_a_due_time_is_kept_beside_all_this(workspace: Workspace, customer_id: str, clock: FakeClock) -> None:
    due_at = clock.now() + timedelta(hours=4)
    order_id = workspace.add_order(customer_id, due_at=due_at, category="Printing", remote=True)
    assert (order(workspace, order_id).due_at, order(workspace, order_id).category) == (due_at, "Printing")


def test_marks_that_turn_the_direction_of_writing_never_come_into_a_title(
    workspace: Workspace, customer_id: str
) -> None:
    order_id = workspace.add_order(customer_id, "Printer \u202ejams\x07", caller_name="\u2066Kay")
    stands = order(workspace, order_id)
    assert (stands.title, stands.caller_name) == ("Printer jams", "Kay")
    workspace.run(edit_of(EditOrder, stands, title="Scanner\u200f jams"))
    assert order(workspace, order_id).title == "Scanner jams"


def test_a_title_that_was_stored_with_such_marks_can_still_be_corrected(workspace: Workspace, order_id: str) -> None:
    marked = replace(order(workspace, order_id), title="Printer \u202ejams")
    workspace.store.write(lambda unit: unit.put(marked))
    workspace.run(edit_of(EditOrder, marked, title="Printer jams again"))
    assert order(workspace, order_id).title == "Printer jams again"


def test_a_note_of_ten_megabytes_is_refused_with_a_sentence(workspace: Workspace, order_id: str) -> None:
    with pytest.raises(Rejection) as refused:
        workspace.run(AddNote(order_id=order_id, text="x" * 10_000_000))
    assert sentence_for(refused.value.code, refused.value.params) == (
        "A text of this entry is too long: at most 20000 characters fit. Shorten it, or attach it as a file."
    )
