from __future__ import annotations

from app.messages.commands import ReadNotice
from app.messages.queries import latest_notices, unread_notices
from app.messages.tables import Notice
from tests.workspaces import OWNER_ID, Workspace


def test_what_was_read_stays_in_the_list_newest_first(workspace: Workspace) -> None:
    engineer_id, customer_id = workspace.add_person(), workspace.add_customer()
    for _number in range(3):
        workspace.assign(workspace.add_order(customer_id), engineer_id)
        workspace.clock.advance(minutes=1)
    first = workspace.all(Notice, person_id=engineer_id)[0]
    workspace.run(ReadNotice(notice_id=first.id), by=engineer_id)
    with workspace.store.read() as reader:
        latest = latest_notices(reader, engineer_id, limit=10)
        assert len(unread_notices(reader, engineer_id)) == 2
        assert latest == sorted(latest, key=lambda notice: notice.created_at, reverse=True)
        assert {notice.id for notice in latest} == {notice.id for notice in workspace.all(Notice)}
        assert latest_notices(reader, engineer_id, limit=1) == latest[:1]
        assert latest_notices(reader, OWNER_ID, limit=10) == []
