"""Orders that have to do with each other."""

from __future__ import annotations

import pytest

from app.foundation.errors import Rejection
from app.foundation.sentences import sentence_for
from app.messages.queries import unread_notices
from app.workorders.commands import AddNote, CancelOrder
from app.workorders.desk_commands import ReopenOrder
from app.workorders.history import events_of
from app.workorders.link_commands import LinkOrders, MergeOrder, UnlinkOrders
from app.workorders.queries.detail import order_detail
from app.workorders.queries.related import RelatedOrder, Relation
from app.workorders.rules import EventKind, LinkKind, OrderState, VisitState
from app.workorders.tables import OrderEvent, OrderLink, Visit, WorkOrder
from app.workorders.visit_commands import StartWork
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def survivor(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_order(customer_id, "Printer jams", caller_name="Kay")


@pytest.fixture
def duplicate(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_order(customer_id, "Printer is broken", caller_name="Bob")


def links(workspace: Workspace) -> list[tuple[str, str, LinkKind]]:
    return [(link.order_id, link.other_id, link.kind) for link in workspace.all(OrderLink)]


class TestMerging:
    def test_the_duplicate_closes_and_its_caller_and_notes_stay_reachable(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        workspace.run(AddNote(order_id=duplicate, text="Second floor"))
        workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        closed = workspace.get(WorkOrder, duplicate)
        assert (closed.state, closed.continued_in_id) == (OrderState.CLOSED, survivor)
        assert links(workspace) == [(survivor, duplicate, LinkKind.DUPLICATE)]
        assert closed.caller_name == "Bob"
        with workspace.store.read() as reader:
            ours, theirs = events_of(reader, survivor), events_of(reader, duplicate)
        assert (ours[-1].kind, ours[-1].facts) == (EventKind.LINKED, {"number": "W26-000002"})
        assert [event.kind for event in theirs] == [EventKind.LOGGED, EventKind.NOTED, EventKind.MERGED]
        assert workspace.get(WorkOrder, survivor).state is OrderState.LOGGED
        with workspace.store.read() as reader:
            ours_told, theirs_told = (
                order_detail(reader, survivor, workspace.clock.now()),
                order_detail(reader, duplicate, workspace.clock.now()),
            )
        assert ours_told
        assert theirs_told
        assert ours_told.related == (
            RelatedOrder(Relation.DUPLICATE, duplicate, "W26-000002", "Printer is broken Bob"),
        )
        assert theirs_told.related == (RelatedOrder(Relation.CONTINUED_IN, survivor, "W26-000001", "Printer jams Kay"),)

    def test_whoever_was_to_go_to_the_duplicate_is_told_where_it_goes_on(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        zhang = workspace.add_person("张三")
        visit_id = workspace.assign(duplicate, zhang)
        workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        assert workspace.get(Visit, visit_id).state is VisitState.CALLED_OFF
        with workspace.store.read() as reader:
            told = [sentence_for(notice.code, notice.facts) for notice in unread_notices(reader, zhang)]
        assert "W26-000002 was merged into W26-000001. Your visit was called off." in told

    def test_what_somebody_works_on_is_not_merged_away(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        zhang = workspace.add_person("张三")
        workspace.run(StartWork(visit_id=workspace.assign(duplicate, zhang)), by=zhang)
        with pytest.raises(Rejection, match="visit_under_way"):
            workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))

    def test_what_was_merged_is_gone_on_with_in_the_other_one(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        for command in (ReopenOrder(order_id=duplicate, reason="?"), MergeOrder(order_id=duplicate, other_id=survivor)):
            with pytest.raises(Rejection) as refused:
                workspace.run(command)
            assert sentence_for(refused.value.code, refused.value.params) == (
                "W26-000002 goes on in W26-000001. Do it there."
            )
        with pytest.raises(Rejection, match="order_merge_impossible"):
            workspace.run(MergeOrder(order_id=survivor, other_id=duplicate))

    def test_an_order_is_merged_into_an_open_one_of_the_same_customer(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        elsewhere = workspace.add_order(workspace.add_customer("Elsewhere"))
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(MergeOrder(order_id=duplicate, other_id=elsewhere))
        with pytest.raises(Rejection, match="order_merge_impossible"):
            workspace.run(MergeOrder(order_id=duplicate, other_id=duplicate))
        workspace.run(CancelOrder(order_id=survivor))
        with pytest.raises(Rejection, match="order_merge_impossible"):
            workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        assert workspace.get(WorkOrder, duplicate).state is OrderState.LOGGED

    def test_a_link_that_was_there_becomes_the_merge(self, workspace: Workspace, survivor: str, duplicate: str) -> None:
        workspace.run(LinkOrders(order_id=duplicate, other_id=survivor))
        workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        assert links(workspace) == [(survivor, duplicate, LinkKind.DUPLICATE)]


class TestLinking:
    def test_two_orders_are_linked_once_whichever_way_round(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        workspace.run(LinkOrders(order_id=survivor, other_id=duplicate))
        workspace.run(LinkOrders(order_id=duplicate, other_id=survivor))
        assert links(workspace) == [(survivor, duplicate, LinkKind.RELATED)]
        assert len(workspace.all(OrderEvent, kind=EventKind.LINKED)) == 1

    def test_a_link_can_be_removed_but_not_one_that_tells_where_work_went_on(
        self, workspace: Workspace, survivor: str, duplicate: str
    ) -> None:
        workspace.run(LinkOrders(order_id=survivor, other_id=duplicate))
        workspace.run(UnlinkOrders(order_id=duplicate, other_id=survivor))
        assert links(workspace) == []
        workspace.run(MergeOrder(order_id=duplicate, other_id=survivor))
        with pytest.raises(Rejection, match="order_link_given"):
            workspace.run(UnlinkOrders(order_id=survivor, other_id=duplicate))

    def test_an_order_is_not_linked_to_itself_nor_to_another_customers(
        self, workspace: Workspace, survivor: str
    ) -> None:
        elsewhere = workspace.add_order(workspace.add_customer("Elsewhere"))
        with pytest.raises(Rejection, match="order_not_linked_to_itself"):
            workspace.run(LinkOrders(order_id=survivor, other_id=survivor))
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(LinkOrders(order_id=survivor, other_id=elsewhere))
