"""What a laptop does with what the server refused."""

from __future__ import annotations

import json

import pytest

from app.directory.commands import AddSite
from app.directory.edit_commands import EditSite
from app.directory.tables import Customer, Site
from app.foundation.errors import Rejection
from app.inbox.commands import SettleRefusal
from app.inbox.queries import done_again, refused_entries
from app.inbox.tables import Settlement
from app.storage.edits import edit_of
from app.storage.facts import PERSON_ID, set_fact
from app.storage.outbox import OutboxEntry, OutboxState
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.fakes import FakeClock
from tests.verdicts import server_says
from tests.workspaces import OWNER_ID, Workspace


def inbox(workspace: Workspace) -> list[OutboxEntry]:
    with workspace.store.read() as reader:
        return refused_entries(reader)


def again(workspace: Workspace, entry: OutboxEntry, **corrected: object) -> SettleRefusal:
    """Do it after all, as it was meant or with something corrected."""
    with workspace.store.read() as reader:
        meant = done_again(reader, entry)
    assert meant is not None
    return SettleRefusal(command_id=entry.id, body={**meant.body, **corrected}, version=meant.version)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    """A customer that the server knows."""
    workspace.connect()
    customer_id = workspace.add_customer()
    server_says(workspace, {}, [workspace.get(Customer, customer_id)])
    return customer_id


@pytest.fixture
def refused(workspace: Workspace, customer_id: str) -> OutboxEntry:
    """A site that the server refused."""
    workspace.run(AddSite(id="site", customer_id=customer_id, name="Town Hall"))
    server_says(workspace, {workspace.outbox()[-1].id: ("name_taken", {"name": "Town Hall"})})
    return workspace.outbox()[-1]


def test_what_is_put_away_leaves_the_inbox_and_stays_on_record(
    workspace: Workspace, refused: OutboxEntry, clock: FakeClock
) -> None:
    assert inbox(workspace) == [refused]
    workspace.run(SettleRefusal(command_id=refused.id))
    assert inbox(workspace) == []
    (settlement,) = workspace.all(Settlement)
    assert (settlement.person_id, settlement.settled_by_id, settlement.done) == (OWNER_ID, OWNER_ID, False)
    assert settlement.settled_at == clock.now()
    assert workspace.get(OutboxEntry, refused.id) == refused
    assert workspace.all(Site) == []


def test_what_is_done_after_all_waits_for_the_server_anew(workspace: Workspace, refused: OutboxEntry) -> None:
    workspace.run(again(workspace, refused))
    assert inbox(workspace) == []
    assert workspace.outbox()[-1].state is OutboxState.PENDING
    assert workspace.get(Site, "site").name == "Town Hall"


def test_what_was_entered_can_be_corrected_first(workspace: Workspace, refused: OutboxEntry) -> None:
    workspace.run(again(workspace, refused, name="Town Hall North"))
    assert workspace.get(Site, "site").name == "Town Hall North"


def test_what_is_refused_here_already_stays_in_the_inbox(
    workspace: Workspace, customer_id: str, refused: OutboxEntry
) -> None:
    workspace.add_site(customer_id, "Town Hall")
    with pytest.raises(Rejection, match="name_taken"):
        workspace.run(again(workspace, refused))
    assert inbox(workspace) == [refused]


def test_a_settlement_that_the_server_refuses_leaves_the_refusal_where_it_was(
    workspace: Workspace, refused: OutboxEntry
) -> None:
    workspace.run(again(workspace, refused))
    server_says(
        workspace,
        {refused.id: ("name_taken", {"name": "x"}), workspace.outbox()[-1].id: ("name_taken", {"name": "x"})},
    )
    assert [entry.id for entry in inbox(workspace)] == [refused.id]


def test_an_order_that_is_logged_after_all_keeps_its_number(workspace: Workspace, customer_id: str) -> None:
    workspace.run(LogOrder(id="order", customer_id=customer_id, title="Printer jams"))
    number = workspace.get(WorkOrder, "order").number
    server_says(workspace, {workspace.outbox()[-1].id: ("not_permitted", {})})
    assert workspace.all(WorkOrder) == []
    workspace.run(again(workspace, inbox(workspace)[0]))
    assert workspace.get(WorkOrder, "order").number == number


def test_only_what_was_refused_is_done_after_all_and_only_once(workspace: Workspace, refused: OutboxEntry) -> None:
    workspace.run(again(workspace, refused))
    workspace.run(SettleRefusal(command_id=refused.id, body=json.loads(refused.body)))
    assert len(workspace.all(Site)) == 1, "it was settled already"
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(SettleRefusal(command_id=workspace.outbox()[-1].id, body={}))


def test_what_was_refused_to_another_person_of_this_computer_is_not_mine_to_settle(
    workspace: Workspace, refused: OutboxEntry
) -> None:
    workspace.store.write(lambda unit: set_fact(unit, PERSON_ID, "zhao"))
    assert inbox(workspace) == []


def test_an_edit_given_again_wants_what_could_not_be_applied_and_has_seen_what_stands(
    workspace: Workspace, customer_id: str
) -> None:
    site = Site(id="site", customer_id=customer_id, name="Town Hall", address="1 High Street", clean=False)
    server_says(workspace, {}, [site])
    workspace.run(edit_of(EditSite, site, address="2 High Street", clean=True))
    theirs = Site(id="site", customer_id=customer_id, name="Town Hall", address="3 High Street", clean=True)
    merged = ("edit_merged", {"asked": "address", "yielded": ""})
    server_says(workspace, {workspace.outbox()[-1].id: merged}, [theirs])
    (entry,) = inbox(workspace)
    assert entry.state is OutboxState.MERGED
    assert workspace.get(Site, "site") == theirs
    mine = again(workspace, entry)
    assert mine.body == {"id": "site", "seen": {"address": "3 High Street"}, "wanted": {"address": "2 High Street"}}
    workspace.run(mine)
    assert workspace.get(Site, "site").address == "2 High Street"
    assert inbox(workspace) == []


def test_what_nobody_can_read_any_more_can_only_be_put_away(workspace: Workspace, refused: OutboxEntry) -> None:
    from dataclasses import replace

    workspace.store.write(lambda unit: unit.put(replace(refused, version=9)))
    with workspace.store.read() as reader:
        assert done_again(reader, inbox(workspace)[0]) is None
    workspace.run(SettleRefusal(command_id=refused.id))
    assert inbox(workspace) == []
