from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.knowledge.closure_commands import Announce, BeginClosure, CancelClosure, EndClosure, ExtendClosure
from app.knowledge.queries import announcements_of, events_of_closure, overlapping
from app.knowledge.rules.closures import ClosureEventKind, ClosureKind, ClosureState, replay
from app.knowledge.tables import Announcement, Closure, ClosureEvent
from app.messages.tables import Notice
from tests.app.knowledge.conftest import NOW, Council
from tests.workspaces import OWNER_ID, Workspace

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refusal(workspace: Workspace, command: object) -> str:
    with pytest.raises(Rejection) as refused:
        workspace.run(command)
    return refused.value.code


def announce(council: Council, closure_id: str, **texts: str) -> str:
    announcement_id = new_id()
    told = texts or {"en": "Payroll is closed.", "zh": "工资系统停用。"}
    council.workspace.run(
        Announce(
            id=announcement_id, customer_id=council.id, closure_id=closure_id, title="New database", texts=dict(told)
        )
    )
    return announcement_id


def test_agreed_announced_begun_extended_ended(council: Council, workspace: Workspace) -> None:
    closure_id = council.close(2 * DAY)
    announce(council, closure_id)
    assert workspace.get(Closure, closure_id).announced_at == NOW
    begun_at = workspace.clock.advance(hours=50)
    workspace.run(BeginClosure(closure_id=closure_id, at=begun_at - HOUR))
    workspace.run(ExtendClosure(closure_id=closure_id, ends_at=NOW + 2 * DAY + 4 * HOUR, note="A board is missing"))
    assert workspace.get(Closure, closure_id).announced_at is None, "people were told another end"
    ended_at = workspace.clock.advance(hours=1)
    workspace.run(EndClosure(closure_id=closure_id))
    closure = workspace.get(Closure, closure_id)
    assert (closure.state, closure.begun_at, closure.ended_at) == (ClosureState.ENDED, begun_at - HOUR, ended_at)
    assert (closure.ends_at, closure.shortfall_minutes) == (NOW + 2 * DAY + 4 * HOUR, 0)
    with workspace.store.read() as reader:
        events = events_of_closure(reader, closure_id)
    kinds = [event.kind for event in events]
    assert kinds == [
        ClosureEventKind.AGREED,
        ClosureEventKind.ANNOUNCED,
        ClosureEventKind.BEGUN,
        ClosureEventKind.EXTENDED,
        ClosureEventKind.ENDED,
    ]
    assert replay(kinds) is closure.state
    assert events[3].until_at == closure.ends_at
    assert {event.actor_id for event in events} == {OWNER_ID}


def test_a_notice_that_is_too_short_is_refused_or_recorded_with_what_was_missing(
    council: Council, workspace: Workspace
) -> None:
    with pytest.raises(Rejection, match="planned_notice_short"):
        council.close(47 * HOUR)
    with pytest.raises(Rejection, match="emergency_notice_short"):
        council.close(HOUR / 2, kind=ClosureKind.EMERGENCY)
    assert not workspace.all(Closure)
    assert not workspace.all(ClosureEvent)
    planned = council.close(47 * HOUR, as_it_happened=True)
    emergency = council.close(-3 * HOUR, kind=ClosureKind.EMERGENCY, as_it_happened=True)
    assert workspace.get(Closure, planned).shortfall_minutes == 60
    assert workspace.get(Closure, emergency).shortfall_minutes == 240


def test_recording_it_as_it_happened_marks_nothing_where_the_notice_was_given(council: Council) -> None:
    closure_id = council.close(3 * DAY, as_it_happened=True)
    assert council.workspace.get(Closure, closure_id).shortfall_minutes == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"system_ids": ()}, "affected_missing"),
        ({"system_ids": ("nowhere",)}, "record_unknown"),
        ({"group_id": "nowhere"}, "record_unknown"),
        ({"agreed_at": NOW + HOUR}, "happens_later"),
        ({"ends_at": NOW}, "closure_period_wrong"),
        ({"ends_at": NOW, "as_it_happened": True}, "closure_period_wrong"),
        ({"reason": " "}, "command_malformed"),
        ({"agreed_by": ""}, "command_malformed"),
    ],
)
def test_what_says_too_little_or_too_much_is_refused(council: Council, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejection, match=code):
        council.close(3 * DAY, **wrong)
    assert council.workspace.all(Closure) == []


def test_another_customers_systems_and_groups_are_unknown(council: Council, workspace: Workspace) -> None:
    other = workspace.add_customer("Elsewhere")
    strange: list[dict[str, Any]] = [{}, {"system_ids": (), "group_id": council.groups["network"]}]
    for named in strange:
        with pytest.raises(Rejection, match="record_unknown"):
            council.close(3 * DAY, customer_id=other, **named)


def test_what_is_over_goes_on_no_more(council: Council, workspace: Workspace) -> None:
    cancelled, ended = council.close(3 * DAY), council.close(3 * DAY)
    workspace.run(CancelClosure(closure_id=cancelled, reason="No switch came"))
    assert refusal(workspace, EndClosure(closure_id=ended)) == "closure_state_wrong", "it has not begun"
    workspace.clock.advance(days=4)
    workspace.run(BeginClosure(closure_id=ended))
    assert refusal(workspace, CancelClosure(closure_id=ended, reason="Too late")) == "closure_state_wrong"
    workspace.clock.advance(hours=1)
    workspace.run(EndClosure(closure_id=ended))
    for closure_id in (cancelled, ended):
        later = ExtendClosure(closure_id=closure_id, ends_at=NOW + 9 * DAY)
        for command in (BeginClosure(closure_id=closure_id), EndClosure(closure_id=closure_id), later):
            assert refusal(workspace, command) in {"closure_state_wrong", "closure_period_wrong"}
    assert announce(council, cancelled)
    assert workspace.get(Closure, cancelled).state is ClosureState.CANCELLED


def test_times_that_contradict_themselves_are_refused(council: Council, workspace: Workspace) -> None:
    closure_id = council.close(2 * DAY)
    assert refusal(workspace, BeginClosure(closure_id=closure_id, at=NOW + HOUR)) == "happens_later"
    assert refusal(workspace, ExtendClosure(closure_id=closure_id, ends_at=NOW + DAY)) == "closure_not_longer"
    workspace.clock.advance(days=3)
    workspace.run(BeginClosure(closure_id=closure_id, at=NOW + 2 * DAY))
    assert refusal(workspace, EndClosure(closure_id=closure_id, at=NOW + DAY)) == "closure_period_wrong"
    assert workspace.get(Closure, closure_id).state is ClosureState.UNDER_WAY


def test_our_own_people_hear_of_an_announcement_and_nobody_at_the_customers(
    council: Council, workspace: Workspace
) -> None:
    colleague = workspace.add_person("李四")
    workspace.add_person("科长", customer_id=council.id)
    announcement_id = announce(council, council.close(3 * DAY))
    (notice,) = workspace.all(Notice)
    assert (notice.person_id, notice.code) == (colleague, "notice_announced")
    assert notice.facts == {"customer": "Northvale Council", "title": "New database"}
    assert (notice.about_table, notice.about_id) == ("announcements", announcement_id)


def test_an_announcement_keeps_the_texts_as_they_were_sent(council: Council, workspace: Workspace) -> None:
    closure_id = council.close(3 * DAY)
    announce(council, closure_id, nb="Lønn er stengt.")
    with workspace.store.read() as reader:
        (kept,) = announcements_of(reader, closure_id)
    assert kept.texts == {"nb": "Lønn er stengt."}
    with pytest.raises(Rejection, match="announcement_language_unknown"):
        announce(council, closure_id, fr="Fermé")
    with pytest.raises(Rejection, match="command_malformed"):
        workspace.run(Announce(id=new_id(), customer_id=council.id, title="Nothing", texts={}))
    assert len(workspace.all(Announcement)) == 1


def test_closures_of_the_same_systems_may_overlap_and_are_told(council: Council, workspace: Workspace) -> None:
    begins, ends = NOW + 3 * DAY, NOW + 3 * DAY + 2 * HOUR
    payroll = council.close(3 * DAY)
    group = council.close(3 * DAY + HOUR, system_ids=(), group_id=council.groups["business systems"])
    council.close(3 * DAY, system_ids=(council.finance,))
    council.close(3 * DAY + 2 * HOUR)
    over = council.close(3 * DAY)
    workspace.run(CancelClosure(closure_id=over, reason="Twice"))
    with workspace.store.read() as reader:
        found = overlapping(reader, council.id, (None, (council.payroll,)), (begins, ends))
        others = overlapping(reader, council.id, (None, (council.payroll,)), (begins, ends), but=payroll)
    assert [closure.id for closure in found] == [payroll, group]
    assert [closure.id for closure in others] == [group]
