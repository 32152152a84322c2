"""The checklists of an order: begun with the work, ticked by whoever is there, and in the way of what is not done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.checklists.commands import WriteChecklist
from app.checklists.rules import ItemAnswer
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence, sentence_for
from app.messages.tables import Notice
from app.storage.commands import disclose
from app.workorders.checklist_commands import AnswerItem, AttachChecklist
from app.workorders.checklist_tables import ChecklistAnswer, OrderChecklist
from app.workorders.commands import CancelOrder
from app.workorders.queries.order_checklists import OrderChecklists, order_checklists
from app.workorders.rules import OrderKind, OrderState, PauseReason
from app.workorders.tables import WorkOrder
from app.workorders.visit_commands import PauseWork, ResolveVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace

SWAP = WriteChecklist(
    id="swap1", template_id="swap", name="Swap", items="* Files saved\n* Room [°C 10..28]\nLabel", kinds=("swap",)
)
CLEANING = WriteChecklist(id="clean1", template_id="clean", name="Clean", items="* Dust", type_codes=("PRN",))


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    workspace.run(SWAP, CLEANING)
    return workspace.add_customer()


@pytest.fixture
def order_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_order(customer_id, kind=OrderKind.SWAP, asset_id=workspace.add_asset(customer_id))


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    return workspace.assign(order_id, OWNER_ID)


def shown(workspace: Workspace, order_id: str) -> OrderChecklists:
    with workspace.store.read() as reader:
        found = order_checklists(reader, order_id)
    assert found is not None
    return found


def begun(workspace: Workspace, visit_id: str) -> str:
    """Begin to work; returns the id of the list."""
    workspace.run(StartWork(visit_id=visit_id))
    (checklist,) = workspace.all(OrderChecklist)
    return checklist.id


def test_work_begins_with_the_lists_that_fit_and_with_each_once(workspace: Workspace, visit_id: str) -> None:
    begun(workspace, visit_id)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS))
    newer = WriteChecklist(
        id="swap2", template_id="swap", name="Swap", items="Anything", kinds=("swap",), seen_number=1
    )
    workspace.run(newer, StartWork(visit_id=visit_id))
    (checklist,) = workspace.all(OrderChecklist)
    assert (checklist.version_id, checklist.items) == ("swap1", SWAP.items)


def test_what_an_older_program_says_of_begun_work_is_understood() -> None:
    assert disclose("workorders.start_work", {"visit_id": "v"}, 1)[1] == StartWork(visit_id="v")


def test_a_point_says_who_answered_it_when_and_what(workspace: Workspace, order_id: str, visit_id: str) -> None:
    checklist_id = begun(workspace, visit_id)
    workspace.clock.advance(minutes=5)
    warm = AnswerItem(checklist_id=checklist_id, place=2, answer=ItemAnswer.DONE, reading="31,5", note="Fan is on")
    workspace.run(AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.NOT_DONE), warm)
    (state,) = shown(workspace, order_id).lists
    first, second, third = state.items
    assert first.answer is not None
    assert (first.answer.answer, first.by, first.is_outside) == (ItemAnswer.NOT_DONE, "王芳", False)
    assert second.answer is not None
    assert (second.answer.reading, second.answer.note, second.is_outside) == ("31.5", "Fan is on", True)
    assert second.answer.at == workspace.clock.now()
    assert third.answer is None
    assert (state.answered, state.is_complete) == (2, False)


def test_work_is_not_done_before_what_is_required_is(workspace: Workspace, order_id: str, visit_id: str) -> None:
    checklist_id = begun(workspace, visit_id)
    done = ResolveVisit(visit_id=visit_id, resolution="New one")
    with pytest.raises(Rejection) as refused:
        workspace.run(done)
    assert sentence(refused.value).startswith("The checklist “Swap” is not complete: Files saved; Room.")
    workspace.run(
        AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.DONE),
        AnswerItem(checklist_id=checklist_id, place=2, answer=ItemAnswer.NOT_APPLICABLE, note="In the yard"),
        done,
    )
    assert workspace.get(WorkOrder, order_id).state is OrderState.RESOLVED


def test_what_comes_to_a_list_later_undoes_no_work_that_was_done(workspace: Workspace, visit_id: str) -> None:
    """The server hears of it after somebody has taken back a tick: it judges what was done, not the list."""
    begun(workspace, visit_id)
    done = ResolveVisit(visit_id=visit_id, resolution="New one")

    def as_a_server(unit: object) -> None:
        spec, command = disclose("workorders.resolve", {"visit_id": visit_id, "resolution": "New one"})
        context = workspace.runner._context(unit, "c", OWNER_ID, workspace.clock.now())  # type: ignore[arg-type]
        workspace.runner.perform(unit, spec, command, context)  # type: ignore[arg-type]
        assert command == done

    workspace.store.write(as_a_server)
    assert workspace.all(WorkOrder)[0].state is OrderState.RESOLVED


def test_two_who_answer_one_point_apart_are_both_told_and_the_last_counts(
    workspace: Workspace, order_id: str, visit_id: str
) -> None:
    checklist_id = begun(workspace, visit_id)
    other = workspace.add_person("李四")
    first = AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.DONE)
    workspace.run(first, by=other)
    workspace.clock.advance(minutes=1)
    workspace.run(AnswerItem(checklist_id=checklist_id, place=3, answer=ItemAnswer.DONE))
    workspace.run(first)  # the same, given apart: nobody needs to hear of that
    assert workspace.all(Notice, about_id=order_id, person_id=other) == []
    workspace.run(AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.NOT_DONE), by=other)
    told = {notice.person_id: notice for notice in workspace.all(Notice) if "item" in notice.code}
    assert {person: notice.code for person, notice in told.items()} == {
        OWNER_ID: "notice_item_answered_anew",
        other: "notice_item_answered_before",
    }
    assert "…" not in "".join(sentence_for(notice.code, notice.facts) for notice in told.values())
    (state,) = shown(workspace, order_id).lists
    assert [item.answer.answer if item.answer else None for item in state.items] == [
        ItemAnswer.NOT_DONE,
        None,
        ItemAnswer.DONE,
    ]
    assert len(workspace.all(ChecklistAnswer)) == 4


def test_who_saw_what_stood_changes_it_without_a_word(workspace: Workspace, visit_id: str) -> None:
    checklist_id = begun(workspace, visit_id)
    workspace.run(AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.DONE), by=workspace.add_person())
    (stood,) = workspace.all(ChecklistAnswer)
    workspace.run(AnswerItem(checklist_id=checklist_id, place=1, answer=ItemAnswer.NOT_DONE, seen_id=stood.id))
    assert not any("item" in notice.code for notice in workspace.all(Notice))


def test_the_desk_attaches_a_list_once_and_is_offered_the_others(workspace: Workspace, order_id: str) -> None:
    assert {version.id for version in shown(workspace, order_id).offered} == {"swap1", "clean1"}
    workspace.run(AttachChecklist(order_id=order_id, version_id="clean1"))
    at = workspace.clock.now()
    workspace.clock.advance(minutes=1)
    workspace.run(AttachChecklist(order_id=order_id, version_id="clean1"))
    (checklist,) = workspace.all(OrderChecklist)
    assert (checklist.name, checklist.attached_at) == ("Clean", at)
    assert checklist.attached_at == workspace.clock.now() - timedelta(minutes=1)
    assert {version.id for version in shown(workspace, order_id).offered} == {"swap1"}


def test_another_customer_s_list_is_attached_to_nobody(workspace: Workspace, order_id: str) -> None:
    theirs = workspace.add_customer("第一人民医院")
    workspace.run(WriteChecklist(id="t", template_id="t", name="T", items="x", customer_id=theirs))
    workspace.run(AttachChecklist(order_id=order_id, version_id="t"))
    assert workspace.all(OrderChecklist) == []


def test_a_cancelled_order_takes_no_list_and_no_answer(workspace: Workspace, order_id: str) -> None:
    workspace.run(AttachChecklist(order_id=order_id, version_id="clean1"))
    (checklist,) = workspace.all(OrderChecklist)
    workspace.run(CancelOrder(order_id=order_id))
    for command in (
        AttachChecklist(order_id=order_id, version_id="swap1"),
        AnswerItem(checklist_id=checklist.id, place=1, answer=ItemAnswer.DONE),
    ):
        with pytest.raises(Rejection, match="order_cancelled"):
            workspace.run(command)
    assert not shown(workspace, order_id).may_answer


def test_a_point_that_is_not_on_the_list_cannot_be_answered(workspace: Workspace, visit_id: str) -> None:
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(AnswerItem(checklist_id=begun(workspace, visit_id), place=4, answer=ItemAnswer.DONE))
