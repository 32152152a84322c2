from __future__ import annotations

import pytest

from app.foundation.errors import Rejection
from app.messages.commands import ReadNotice, tell
from app.messages.queries import unread_notices
from app.messages.tables import Notice
from app.storage.commands import Context
from app.storage.units import UnitOfWork
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace

FACTS = {"number": "W26-000001"}
ABOUT = ("work_orders", "order")


def leave(workspace: Workspace, person_id: str, facts: dict[str, str] = FACTS, command_id: str = "c") -> None:
    def work(unit: UnitOfWork) -> None:
        context = Context(
            command_id=command_id,
            actor_id=OWNER_ID,
            device_id="d",
            at=workspace.clock.now(),
            rights=workspace.grants,
            authority=True,
        )
        tell(unit, context, person_id, "notice_order_cancelled", facts, ABOUT)

    workspace.store.write(work)


def unread(workspace: Workspace, person_id: str) -> list[Notice]:
    with workspace.store.read() as reader:
        return unread_notices(reader, person_id)


def test_a_notice_is_there_for_its_person_alone(workspace: Workspace, clock: FakeClock) -> None:
    leave(workspace, "zhang")
    (notice,) = unread(workspace, "zhang")
    assert (notice.code, notice.facts, notice.created_at) == ("notice_order_cancelled", FACTS, clock.now())
    assert (notice.about_table, notice.about_id) == ABOUT
    assert unread(workspace, "li") == []


def test_the_same_command_done_again_leaves_no_second_notice(workspace: Workspace) -> None:
    leave(workspace, "zhang")
    leave(workspace, "zhang")
    assert len(unread(workspace, "zhang")) == 1


def test_one_command_may_tell_a_person_two_things_of_one_kind(workspace: Workspace) -> None:
    leave(workspace, "zhang", {"newcomer": "李四"})
    leave(workspace, "zhang", {"newcomer": "王五"})
    assert len(unread(workspace, "zhang")) == 2


def test_the_newest_stands_first(workspace: Workspace, clock: FakeClock) -> None:
    for command_id in "abc":
        leave(workspace, "zhang", command_id=command_id)
        clock.advance(minutes=1)
    created = [notice.created_at for notice in unread(workspace, "zhang")]
    assert created == sorted(created, reverse=True)


def test_a_notice_that_was_read_stays_read_since_then(workspace: Workspace, clock: FakeClock) -> None:
    leave(workspace, OWNER_ID)
    (notice,) = unread(workspace, OWNER_ID)
    read_at = clock.advance(minutes=1)
    workspace.run(ReadNotice(notice_id=notice.id))
    clock.advance(minutes=1)
    workspace.run(ReadNotice(notice_id=notice.id))
    assert unread(workspace, OWNER_ID) == []
    assert workspace.get(Notice, notice.id).read_at == read_at


def test_nobody_reads_the_notices_of_another(workspace: Workspace) -> None:
    leave(workspace, "zhang")
    (notice,) = unread(workspace, "zhang")
    with pytest.raises(Rejection, match="not_permitted"):
        workspace.run(ReadNotice(notice_id=notice.id), by="li")
    assert unread(workspace, "zhang") == [notice]
