"""Two people far from each other edit the same record; one is refused, and the desk settles it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

import app.storage.commands
from app.accounts.rules import Role
from app.checklists.rules import ItemAnswer
from app.checklists.tables import ChecklistVersion
from app.foundation.errors import Rejection
from app.inbox.commands import SettleForOther, SettleRefusal
from app.inbox.queries import Again, done_again, refusals_of_others, refused_entries
from app.inbox.tables import Refusal, Settlement
from app.messages.tables import Notice
from app.storage.commands import command_named
from app.storage.edits import edit_of
from app.storage.outbox import OutboxEntry, OutboxState
from app.sync.push.server import JudgedCommand
from app.workorders.checklist_commands import AnswerItem
from app.workorders.checklist_tables import OrderChecklist
from app.workorders.checklists import latest_answers
from app.workorders.commands import AddNote, CancelOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import OrderEvent
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.sync.team import Team


@pytest.fixture
def team(headquarters: Headquarters) -> Team:
    return Team(headquarters)


def edit(team: Team, laptop: Laptop, order_id: str, **wanted: object) -> None:
    laptop.run(edit_of(EditOrder, team.order(laptop, order_id), **wanted))


def inbox(laptop: Laptop) -> list[OutboxEntry]:
    with laptop.workspace.store.read() as reader:
        return refused_entries(reader)


def desk_inbox(laptop: Laptop) -> list[Refusal]:
    with laptop.workspace.store.read() as reader:
        return refusals_of_others(reader)


def again(laptop: Laptop, deed: OutboxEntry | Refusal) -> Again:
    with laptop.workspace.store.read() as reader:
        found = done_again(reader, deed)
    assert found is not None
    return found


def everybody(team: Team) -> tuple[Laptop, ...]:
    return team.li, team.wang, team.zhao


class TestEdits:
    def test_different_fields_both_stand_everywhere(self, team: Team) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        edit(team, team.li, order_id, category="打印")
        edit(team, team.wang, order_id, place="三楼 301")
        edit(team, team.zhao, order_id, description="卡在进纸口")
        team.everybody_agrees()
        for laptop in everybody(team):
            order = team.order(laptop, order_id)
            assert (order.category, order.place, order.description) == ("打印", "三楼 301", "卡在进纸口")
            assert not inbox(laptop)

    def test_of_two_texts_the_first_stands_and_the_other_waits_in_the_inbox_of_who_wrote_it(self, team: Team) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        edit(team, team.wang, order_id, title="打印机进纸卡住", place="三楼")
        edit(team, team.li, order_id, title="打印机坏")
        team.li.synchronise()
        team.everybody_agrees()
        for laptop in everybody(team):
            order = team.order(laptop, order_id)
            assert (order.title, order.place) == ("打印机坏", "三楼")
        (entry,) = inbox(team.wang)
        assert (entry.state, entry.code) == (OutboxState.MERGED, "edit_merged")
        assert entry.params == {"asked": "title", "yielded": ""}
        mine = again(team.wang, entry)
        team.wang.run(SettleRefusal(command_id=entry.id, body=mine.body, version=mine.version))
        team.everybody_agrees()
        assert {team.order(laptop, order_id).title for laptop in everybody(team)} == {"打印机进纸卡住"}
        assert not inbox(team.wang)
        assert len([event for event in team.li.all(OrderEvent) if "title" in event.facts]) == 2

    def test_the_same_said_twice_is_no_conflict(self, team: Team) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        for laptop in (team.wang, team.li):
            edit(team, laptop, order_id, title="打印机坏")
        team.everybody_agrees()
        assert not inbox(team.wang)
        assert len(team.li.all(OrderEvent, kind=EventKind.EDITED)) == 1

    def test_keeping_theirs_is_one_command(self, team: Team) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        edit(team, team.wang, order_id, title="A")
        edit(team, team.li, order_id, title="B")
        team.li.synchronise()
        team.everybody_agrees()
        (entry,) = inbox(team.wang)
        team.wang.run(SettleRefusal(command_id=entry.id))
        team.everybody_agrees()
        assert not inbox(team.wang)
        assert not desk_inbox(team.li)
        assert {team.order(laptop, order_id).title for laptop in everybody(team)} == {"B"}

    def test_what_the_desk_alone_may_change_is_refused_to_an_engineer_whose_rights_were_taken(self, team: Team) -> None:
        """His laptop did not know it yet."""
        headquarters = team.headquarters
        headquarters.add_user("sun", Role.DISPATCHER, team.customer_id)
        sun = headquarters.new_laptop("sun")
        order_id, _visit_id = team.order_for(team.wang_id)
        sun.synchronise()
        edit(team, sun, order_id, category="打印")
        _become_engineer(headquarters, "sun", team.customer_id)
        sun.synchronise()
        (entry,) = inbox(sun)
        assert (entry.code, entry.params["fields"]) == ("field_not_permitted", "category")


def _become_engineer(headquarters: Headquarters, login: str, customer_id: str) -> None:
    from app.accounts.tables import RoleGrant, User
    from app.storage.schema import columns_of
    from app.storage.units import UnitOfWork

    def take(unit: UnitOfWork) -> None:
        user = unit.first(User, columns_of(User).login == login)
        assert user is not None
        (grant,) = unit.find(RoleGrant, columns_of(RoleGrant).user_id == user.id)
        unit.put(replace(grant, role=Role.ENGINEER))

    headquarters.server.store.write(take)


class TestTheDeskSettles:
    @pytest.fixture
    def cancelled(self, team: Team) -> str:
        """An order that wang resolved off-line while li had cancelled it; its id."""
        order_id, visit_id = team.order_for(team.wang_id)
        team.li.run(CancelOrder(order_id=order_id))
        team.li.synchronise()
        team.wang.run(StartWork(visit_id=visit_id))
        team.everybody_agrees()
        return order_id

    def test_an_open_refusal_is_seen_by_the_desk_with_what_stood_before_and_by_no_engineer(
        self, team: Team, cancelled: str
    ) -> None:
        (refusal,) = desk_inbox(team.li)
        (entry,) = inbox(team.wang)
        assert (refusal.command_id, refusal.actor_id, refusal.code) == (entry.id, team.wang_id, "order_cancelled")
        assert (refusal.customer_id, refusal.occurred_at) == (team.customer_id, entry.occurred_at)
        assert refusal.stood_before == entry.stood_before
        assert cancelled in refusal.stood_before
        assert not team.wang.all(Refusal)
        assert not team.zhao.all(Refusal)

    def test_what_the_desk_puts_away_leaves_the_engineers_inbox_with_a_word_to_him(
        self, team: Team, cancelled: str
    ) -> None:
        (refusal,) = desk_inbox(team.li)
        team.li.run(SettleForOther(refusal_id=refusal.id))
        assert not desk_inbox(team.li)
        assert inbox(team.wang)
        team.li.synchronise()
        team.wang.synchronise()
        assert not inbox(team.wang)
        (notice,) = [each for each in team.wang.all(Notice) if each.code == "notice_kept_for_you"]
        assert (notice.facts["person"], notice.about_id) == ("Li", cancelled)
        assert not team.li.all(Refusal)
        given = [entry for entry in team.wang.all(OutboxEntry) if entry.name != "workorders.receive"]
        assert {entry.state for entry in given} == {OutboxState.REJECTED}

    def test_what_the_desk_does_for_an_engineer_is_done_in_his_name_and_at_his_time(self, team: Team) -> None:
        order_id, visit_id = team.order_for(team.wang_id)
        team.wang.run(StartWork(visit_id=visit_id))
        team.wang.synchronise()
        team.wang.run(AddNote(order_id=order_id, text="换了进纸轮"))
        _refuse_everything("workorders.add_note", team.wang)
        team.headquarters.clock.advance(hours=2)
        team.li.synchronise()
        (refusal,) = desk_inbox(team.li)
        meant = again(team.li, refusal)
        team.li.run(SettleForOther(refusal_id=refusal.id, body=meant.body, version=meant.version))
        team.everybody_agrees()
        for laptop in everybody(team):
            (note,) = laptop.all(OrderEvent, kind=EventKind.NOTED)
            assert (note.actor_id, note.at, note.note) == (team.wang_id, refusal.occurred_at, "换了进纸轮")
        assert not inbox(team.wang)
        assert "notice_done_for_you" in {notice.code for notice in team.wang.all(Notice)}

    def test_what_the_desk_corrects_is_done_in_its_own_name(self, team: Team) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        team.wang.run(AddNote(order_id=order_id, text="换了"))
        _refuse_everything("workorders.add_note", team.wang)
        team.li.synchronise()
        (refusal,) = desk_inbox(team.li)
        team.li.run(SettleForOther(refusal_id=refusal.id, body={"order_id": order_id, "text": "换了进纸轮"}))
        team.everybody_agrees()
        (note,) = team.wang.all(OrderEvent, kind=EventKind.NOTED)
        assert (note.actor_id, note.note) == (team.li_id, "换了进纸轮")

    @pytest.mark.parametrize("first", ["desk", "engineer"])
    def test_where_both_settle_one_wins_and_nothing_is_done_twice(self, team: Team, first: str) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        team.wang.run(AddNote(order_id=order_id, text="换了进纸轮"))
        _refuse_everything("workorders.add_note", team.wang)
        team.li.synchronise()
        (refusal,), (entry,) = desk_inbox(team.li), inbox(team.wang)
        mine, theirs = again(team.wang, entry), again(team.li, refusal)
        team.wang.run(SettleRefusal(command_id=entry.id, body=mine.body))
        team.li.run(SettleForOther(refusal_id=refusal.id, body=theirs.body))
        for laptop in (team.li, team.wang) if first == "desk" else (team.wang, team.li):
            laptop.synchronise()
        team.everybody_agrees()
        for laptop in everybody(team):
            assert len(laptop.all(OrderEvent, kind=EventKind.NOTED)) == 1
        assert not inbox(team.wang)
        assert not desk_inbox(team.li)
        assert not inbox(team.li), "that somebody was faster is nothing to settle"
        with team.headquarters.server.store.read() as reader:
            (settlement,) = reader.find(Settlement)
        assert settlement.settled_by_id == (team.li_id if first == "desk" else team.wang_id)

    def test_an_engineer_settles_nothing_for_others(self, team: Team, cancelled: str) -> None:
        (refusal,) = desk_inbox(team.li)
        team.zhao.run(AddNote(order_id=cancelled, text="x"))
        with pytest.raises(Rejection, match="not_permitted"):
            team.zhao.run(SettleForOther(refusal_id=refusal.id))

    def test_what_is_still_refused_stays_where_it_was(self, team: Team, cancelled: str) -> None:
        (refusal,) = desk_inbox(team.li)
        with pytest.raises(Rejection, match="order_cancelled"):
            team.li.run(SettleForOther(refusal_id=refusal.id, body=again(team.li, refusal).body))
        team.everybody_agrees()
        assert team.order(team.wang, cancelled).state is OrderState.CANCELLED
        assert len(inbox(team.wang)) == len(desk_inbox(team.li)) == 1


def _refuse_everything(name: str, laptop: Laptop) -> None:
    """Let a laptop synchronise while commands of this name are refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.storage.commands._BY_NAME, name, replace(command_named(name), handler=_refuse))
        laptop.synchronise()


def _refuse(*_given: Any) -> None:
    raise Rejection("order_state_wrong", number="W26-000001")


class TestOldPrograms:
    def test_a_laptop_that_was_away_with_an_older_program_gets_its_work_accepted_or_shown(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        team.wang.run(AddNote(order_id=order_id, text="老版本写的"))
        team.headquarters.clock.advance(days=30)
        spec = command_named("workorders.add_note")
        newer = replace(spec, version=2)
        monkeypatch.setitem(app.storage.commands._BY_NAME, spec.name, newer)
        monkeypatch.setitem(app.storage.commands._BY_TYPE, AddNote, newer)
        monkeypatch.setitem(
            app.storage.commands._UPCASTERS, (spec.name, 1), lambda body: {**body, "text": f"{body['text']} (v1)"}
        )
        team.everybody_agrees()
        assert [event.note for event in team.li.all(OrderEvent, kind=EventKind.NOTED)] == ["老版本写的 (v1)"]
        assert not inbox(team.wang)

    def test_what_nobody_can_lift_any_more_is_kept_with_all_that_was_entered(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        order_id, _visit_id = team.order_for(team.wang_id)
        team.wang.run(AddNote(order_id=order_id, text="老版本写的"))
        spec = command_named("workorders.add_note")
        monkeypatch.setitem(app.storage.commands._BY_NAME, spec.name, replace(spec, version=2))
        team.everybody_agrees()
        (entry,) = inbox(team.wang)
        assert (entry.code, entry.body_fields()["text"]) == ("command_too_old", "老版本写的")
        (refusal,) = desk_inbox(team.li)
        assert (refusal.code, refusal.customer_id, refusal.version) == ("command_too_old", "", 1)
        with team.headquarters.server.store.read() as reader:
            judged = reader.find(JudgedCommand)
        assert {command.version for command in judged if command.name == spec.name} == {1}


def test_two_tick_one_list_apart_and_work_that_was_done_stands(team: Team) -> None:
    order_id, visit_id = team.order_for(team.wang_id)
    version = ChecklistVersion(
        id="v",
        template_id="t",
        customer_id=None,
        number=1,
        name="机房",
        kinds=(),
        type_codes=(),
        system_category="",
        items="* 门\n* 灯\n风扇",
        in_use=True,
        made_at=team.headquarters.clock.now(),
        made_by_id=team.li_id,
    )
    team.headquarters.server.store.write(lambda unit: unit.put(version))
    team.everybody_agrees()
    team.wang.run(StartWork(visit_id=visit_id))
    team.everybody_agrees()
    (checklist,) = team.zhao.all(OrderChecklist)
    answer = partial(AnswerItem, checklist_id=checklist.id)
    team.wang.run(answer(place=1, answer=ItemAnswer.DONE), answer(place=2, answer=ItemAnswer.DONE))
    team.wang.run(ResolveVisit(visit_id=visit_id, resolution="换灯"))
    team.zhao.run(answer(place=2, answer=ItemAnswer.NOT_DONE), answer(place=3, answer=ItemAnswer.DONE))
    team.zhao.synchronise()
    team.everybody_agrees()
    for laptop in everybody(team):
        with laptop.workspace.store.read() as reader:
            latest = latest_answers(reader, checklist.id)
        assert {place: (one.answer, one.actor_id) for place, one in latest.items()} == {
            1: (ItemAnswer.DONE, team.wang_id),
            2: (ItemAnswer.DONE, team.wang_id),
            3: (ItemAnswer.DONE, team.zhao_id),
        }
        assert team.order(laptop, order_id).state is OrderState.RESOLVED
        assert not inbox(laptop)
    assert "notice_item_answered_before" in {notice.code for notice in team.wang.all(Notice)}
    assert "notice_item_answered_anew" in {notice.code for notice in team.zhao.all(Notice)}
